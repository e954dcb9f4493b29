def add_up():
    total = 0
    while True:
        number = yield
        print('the sub-generator gets', number)
        if number is None:
            return total
        total = total + number


def delegate():
    result = yield from add_up()
    print('the delegating generator has the result', result)
    return result


caller = delegate()
next(caller)
caller.send(2)
caller.send(3)
try:
    caller.send(None)
except StopIteration as stop:
    answer = stop.value
    print('the caller finds', answer, 'in StopIteration')
