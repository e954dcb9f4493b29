import threading
import time

count = 0
lock = threading.Lock()


def add(n):
    global count
    for i in range(n):
        count += 1


def locked(n):
    global count
    for i in range(n):
        with lock:
            count = count + 1


def first(a, b=2, *rest, c, d=4, **more):
    return a + b, rest, c - d, more


def branches(n):
    if n > 10 and n % 2 == 0 or not n:
        return "a"
    elif n is None:
        return "b"
    elif 0 < n <= 3:
        n = -n
    else:
        n += 1
    return n


def loops(items):
    total = 0
    for x in items:
        if x is not None:
            total += x
        else:
            break
    else:
        total = -1
    while total > 0:
        total -= 3
        if total == 5:
            continue
        print(total)
    return total


def forever(q):
    while True:
        item = q.get()
        if item is None:
            break
        print(item)
        q.task_done()


def attempts(x):
    try:
        return 1 / x
    except ZeroDivisionError as error:
        print(error)
        raise ValueError("x") from error
    except (TypeError, KeyError):
        return x
    else:
        print("never")
    finally:
        print("done")


def elements(a, i, o):
    a[i] = a[i + 1]
    a[i] += 1
    o.x += a[-1]
    del a[0], o.y
    return a[1:], a[:2], a[::2], o.x


def displays(x, y):
    return [x, y], (x, y), {x, y}, {x: y}, {"a": x, "b": y}, [1, 2, 3], (1, 2)


def calls(f, o, args, named):
    f()
    f(1, k=2)
    o.m(1).n(x=o)
    f(1, *args, k=3, **named)
    return o.field


def texts(x, w):
    return f"{x} {x!r:>{w}} {x=} {x:.2f}" + "%d" % x


def unpacked(pair):
    a, b = pair
    b, a = a, b
    c, *d = a
    for i, (j, k) in enumerate(d):
        print(i, j, k)
    return a, b, c


def counter():
    total = 0

    def inc(n=1):
        nonlocal total
        total += n
        return total

    return inc


def comprehensions(a):
    return {x: x * x for x in a if x}, {x for x in a}, sum(x for x in a)


def numbers(n):
    for i in range(n):
        got = yield i
        print(got)
    yield from range(n)


def asserts(x):
    assert x > 0, "positive"
    assert x
    y = x if x < 5 else 5
    return (z := y + 1) and z


def comparing(a, b):
    return a < b, a == b, a in b, a not in b, a is b, not a


class Account:
    def __init__(self, owner):
        super().__init__()
        self.owner = owner
        self.balance = 0

    def change(self, n):
        self.balance = self.balance + n
        self.balance -= n

    @property
    def twice(self):
        return self.balance * 2


def main():
    threads = [threading.Thread(target=add, args=(10,)) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    time.sleep(0.5)
    print(count)


if __name__ == "__main__":
    main()


async def fetch(n):
    async with n as opened:
        print(opened)
    return await n


async def each(n):
    async for item in n:
        await item


async def ticks(n):
    for i in range(n):
        yield i
        await n
