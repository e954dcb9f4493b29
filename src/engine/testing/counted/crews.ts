/** Listings in full: threads that start threads, steps that can be seen, the interpreter lock, and what courses show. */
import { lock, after, cell, silent, type CountedListing } from "./listing.ts";
import { crew } from "./crew.ts";
import { Cell, Container, type Doing } from "./world.ts";

export const CREWS: readonly CountedListing[] = [
  crew(
    "main writes after a start, then starts another",
    `x = 0
def work():
    global x
    x += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
x = 5
b.start()
a.join()
b.join()`,
    cell,
    (c, x) => {
      const a = c.add(x.update(), true);
      const b = c.add(x.update());
      c.add(
        (function* () {
          yield* x.write(5);
          yield* c.starts(b);
          yield* c.joins(a);
          yield* c.joins(b);
        })(),
        true,
      );
    },
  ),
  crew(
    "a thread starts a thread and joins it",
    `x = 0
def leaf():
    global x
    x += 1
def branch():
    global x
    t = threading.Thread(target=leaf)
    t.start()
    x += 1
    t.join()
    x += 1
b = threading.Thread(target=branch)
b.start()
b.join()`,
    cell,
    (c, x) => {
      const leaf = c.add(x.update());
      c.add(
        (function* () {
          yield* c.starts(leaf);
          yield* x.update();
          yield* c.joins(leaf);
          yield* x.update();
        })(),
        true,
      );
    },
  ),
  crew(
    "two threads start one with names",
    `x = 0
def leaf():
    global x
    x = 1
def branch(name):
    t = threading.Thread(target=leaf, name=name)
    t.start()
    t.join()
a = threading.Thread(target=branch, args=("la",))
b = threading.Thread(target=branch, args=("lb",))
a.start()
b.start()
a.join()
b.join()`,
    cell,
    (c, x) => {
      const leaves = [c.add(x.write(1)), c.add(x.write(1))];
      for (const leaf of leaves)
        c.add(
          (function* () {
            yield* c.starts(leaf);
            yield* c.joins(leaf);
          })(),
          true,
        );
    },
  ),
  crew(
    "main joins one, reads, joins the other, and both write",
    `x = 0
def work():
    global x
    x += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
y = x
b.join()`,
    cell,
    (c, x) => {
      const a = c.add(x.update(), true);
      const b = c.add(x.update(), true);
      c.add(
        (function* () {
          yield* after(() => c.isOver(a), x.read());
          yield* c.joins(b);
        })(),
        true,
      );
    },
  ),
  crew(
    "prints, spawns and joins as steps",
    `x = 0
def work():
    global x
    x += 1
    print(x)
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
b.join()`,
    () => [new Cell(), new Cell()] as const,
    (c, [x, out]) => {
      const work = function* (): Doing<void> {
        yield* x.update();
        yield* x.read();
        yield* out.write(1);
      };
      const ids = [c.add(work()), c.add(work())];
      c.add(
        (function* () {
          for (const id of ids) yield* c.starts(id);
          for (const id of ids) yield* c.joins(id);
        })(),
        true,
      );
    },
    { steps: "visible" },
  ),
  crew(
    "sleeps and prints as steps",
    `def work(i):
    time.sleep(0.1)
    print(i)
    time.sleep(0.1)
a = threading.Thread(target=work, args=(1,))
b = threading.Thread(target=work, args=(2,))
a.start()
b.start()
a.join()
b.join()`,
    cell,
    (c, out) => {
      const work = function* (): Doing<void> {
        yield* silent();
        yield* out.write(1);
        yield* silent();
      };
      const ids = [c.add(work()), c.add(work())];
      c.add(
        (function* () {
          for (const id of ids) yield* c.starts(id);
          for (const id of ids) yield* c.joins(id);
        })(),
        true,
      );
    },
    { steps: "visible" },
  ),
  crew(
    "3.9",
    `x = 0
def work():
    global x
    x += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
b.join()`,
    cell,
    (c, x) => {
      c.add(x.update(), true);
      c.add(x.update(), true);
    },
    { python: "3.9" },
  ),
  crew(
    "a class of threads",
    `class Counter(threading.Thread):
    total = 0
    def __init__(self, n):
        super().__init__()
        self.n = n
    def run(self):
        Counter.total += self.n
a = Counter(1)
b = Counter(2)
a.start()
b.start()
a.join()
b.join()
print(Counter.total)`,
    cell,
    (c, x) => {
      c.add(x.update(), true);
      c.add(x.update(), true);
    },
  ),
  crew(
    "a closure variable",
    `def main():
    x = 0
    def work():
        nonlocal x
        x += 1
    ts = [threading.Thread(target=work) for _ in range(2)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print(x)
main()`,
    cell,
    (c, x) => {
      c.add(x.update(), true);
      c.add(x.update(), true);
    },
  ),
  crew(
    "the same under if __name__",
    `x = 0
def work():
    global x
    x += 1
if __name__ == '__main__':
    ts = []
    for _ in range(2):
        t = threading.Thread(target=work)
        ts.append(t)
        t.start()
    for t in ts:
        t.join()
    print(x)`,
    cell,
    (c, x) => {
      c.add(x.update(), true);
      c.add(x.update(), true);
    },
  ),
  crew(
    "a bank account with methods and a lock of its own",
    `class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()
    def deposit(self, n):
        with self.lock:
            self.balance += n
    def withdraw(self, n):
        with self.lock:
            self.balance -= n
account = Account(100)
a = threading.Thread(target=account.deposit, args=(10,))
b = threading.Thread(target=account.withdraw, args=(10,))
a.start(); b.start()
a.join(); b.join()`,
    lock,
    (c, [m, x]) => {
      for (let i = 0; i < 2; i++)
        c.add(
          (function* () {
            yield* m.take();
            yield* x.update();
            yield* m.give();
          })(),
          true,
        );
    },
  ),
  crew(
    "a transfer between accounts, two locks in opposite order",
    `class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()
def transfer(a, b, n):
    with a.lock:
        with b.lock:
            a.balance -= n
            b.balance += n
x = Account(1)
y = Account(2)
t1 = threading.Thread(target=transfer, args=(x, y, 1))
t2 = threading.Thread(target=transfer, args=(y, x, 1))
t1.start(); t2.start()
t1.join(); t2.join()`,
    () => Array.from({ length: 2 }, lock),
    (c, both) => {
      for (const [from, to] of [both, both.toReversed()])
        c.add(
          (function* () {
            yield* from[0].take();
            yield* to[0].take();
            yield* from[1].update();
            yield* to[1].update();
            yield* to[0].give();
            yield* from[0].give();
          })(),
          true,
        );
    },
  ),
  crew(
    "swapping two globals",
    `x = 1
y = 2
def swap():
    global x, y
    x, y = y, x
ts = [threading.Thread(target=swap) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()`,
    () => [new Cell(1), new Cell(2)],
    (c, [x, y]) => {
      for (let i = 0; i < 2; i++)
        c.add(
          (function* () {
            const b = yield* y.read();
            const a = yield* x.read();
            yield* x.write(b);
            yield* y.write(a);
          })(),
          true,
        );
    },
  ),
  crew(
    "a list of lists",
    `grid = [[0, 0], [0, 0]]
def work(i):
    grid[i][0] = 1
ts = [threading.Thread(target=work, args=(i,)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()`,
    () => [new Cell(), new Cell(), new Cell(), new Cell()],
    (c, cells) => {
      for (let i = 0; i < 2; i++)
        c.add(
          (function* () {
            yield* cells[i].read();
            yield* cells[i + 2].write(1);
          })(),
          true,
        );
    },
  ),
  crew(
    "check then act",
    `tickets = 1
sold = []
def buy(name):
    global tickets
    if tickets > 0:
        tickets -= 1
        sold.append(name)
ts = [threading.Thread(target=buy, args=(n,)) for n in ("ann", "bob")]
for t in ts: t.start()
for t in ts: t.join()`,
    () => [new Cell(1), new Container()] as const,
    (c, [tickets, sold]) => {
      for (let i = 0; i < 2; i++)
        c.add(
          (function* () {
            if ((yield* tickets.read()) <= 0) return;
            yield* tickets.update(-1);
            yield* sold.whole(true, (items) => items.push(i));
          })(),
          true,
        );
    },
  ),
  crew(
    "a queue with task_done and join",
    `q = queue.Queue()
def work():
    q.get()
    q.task_done()
q.put(1)
q.put(2)
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
q.join()`,
    () => new Cell(2),
    (c, q) => {
      for (let i = 0; i < 2; i++)
        c.add(
          (function* () {
            yield* q.add(0);
            yield* q.add(-1);
          })(),
          true,
        );
      c.add(
        (function* () {
          yield { canGo: () => q.value === 0, go: () => ({ touched: [{ object: q, writes: false }] }) };
        })(),
        true,
      );
    },
  ),
  crew(
    "3.10 without a call inside",
    `x = 0
def work():
    global x
    x += 1
    x += 1
ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()`,
    cell,
    (c, x) => {
      for (let i = 0; i < 3; i++) c.add(x.write(1), true);
    },
    { python: "3.10" },
  ),
  crew(
    "3.10 in a loop",
    `x = 0
def work():
    global x
    for _ in range(2):
        x += 1
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()`,
    cell,
    (c, x) => {
      for (let i = 0; i < 2; i++)
        c.add(
          (function* () {
            yield* x.write(1);
            yield* x.write(1);
          })(),
          true,
        );
    },
    { python: "3.10" },
  ),
  crew(
    "3.10 with a call between read and write",
    `x = 0
def one(): return 1
def work():
    global x
    x = x + one()
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()`,
    cell,
    (c, x) => {
      for (let i = 0; i < 2; i++) c.add(x.update(), true);
    },
    { python: "3.10" },
  ),
  crew(
    "3.10, independent loops",
    `x = 0
y = 0
def a():
    global x
    for _ in range(2):
        x += 1
def b():
    global y
    for _ in range(2):
        y += 1
ts = [threading.Thread(target=f) for f in (a, b)]
for t in ts: t.start()
for t in ts: t.join()`,
    () => [new Cell(), new Cell()],
    (c, cells) => {
      for (const x of cells)
        c.add(
          (function* () {
            yield* x.write(1);
            yield* x.write(1);
          })(),
          true,
        );
    },
    { python: "3.10" },
  ),
  crew(
    "3.10 under a lock",
    `x = 0
lock = threading.Lock()
def work():
    global x
    lock.acquire()
    x += 1
    lock.release()
ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()`,
    cell,
    (c, x) => {
      for (let i = 0; i < 3; i++) c.add(x.write(1), true);
    },
    { python: "3.10" },
  ),
];
