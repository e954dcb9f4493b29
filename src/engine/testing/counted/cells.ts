/** Globals, attributes, elements and keys, one access a step. */
import { cell, each, same, type CountedListing } from "./listing.ts";
import { Cell, Container } from "./world.ts";

export const CELLS: readonly CountedListing[] = [
  same("a global, x += 1", 2, ["x = 0", "global x\nx += 1"], cell, (x) => x.update()),
  same("a global, 3 threads", 3, ["x = 0", "global x\nx += 1"], cell, (x) => x.update()),
  same("a loop of two", 2, ["x = 0", "global x\nfor _ in range(2):\n    x += 1"], cell, function* (x) {
    yield* x.update();
    yield* x.update();
  }),
  same("read; local work; write", 2, ["x = 0", "global x\nmine = x\nmine = mine * 1 + 1\nx = mine"], cell, (x) =>
    x.update(),
  ),
  same(
    "an attribute of an instance",
    3,
    [
      "class Account:\n    def __init__(self):\n        self.balance = 0\n    def deposit(self, n):\n        self.balance += n\naccount = Account()",
      "account.deposit(1)",
    ],
    cell,
    (x) => x.update(),
  ),
  same(
    "two attributes of one instance",
    2,
    [
      "class Pair:\n    def __init__(self):\n        self.a = 0\n        self.b = 0\npair = Pair()",
      "if i == 0:\n    pair.a += 1\nelse:\n    pair.b += 1",
    ],
    () => [new Cell(), new Cell()] as const,
    (both, i) => both[i].update(),
  ),
  same(
    "elements of a list, one each",
    3,
    ["a = [0, 0, 0]", "a[i] = a[i] + 1"],
    () => new Container([0, 0, 0]),
    function* (a, i) {
      yield* a.read(i);
      yield* a.write(i, 1);
    },
  ),
  same(
    "one element of a list",
    3,
    ["a = [0]", "a[0] += 1"],
    () => new Container([0]),
    function* (a) {
      yield* a.read(0);
      yield* a.write(0, 1);
    },
  ),
  same(
    "keys of a dict, one each",
    3,
    ["d = {0: 0, 1: 0, 2: 0}", "d[i] = d[i] + 1"],
    () => new Container([0, 0, 0]),
    function* (d, i) {
      yield* d.read(i);
      yield* d.write(i, 1);
    },
  ),
  same("one key of a dict", 2, ["d = {'n': 0}", "d['n'] += 1"], cell, (x) => x.update()),
  same("readers only", 4, ["x = 1\ndef never():\n    global x\n    x = 2", "y = x"], cell, function* (x) {
    yield* x.read();
  }),
  each(
    "two cells in opposite order",
    ["x = 0\ny = 0", "global x, y\nx = 1\ny = 1", "global x, y\ny = 2\nx = 2"],
    () => [new Cell(), new Cell()] as const,
    [
      function* ([x, y]) {
        yield* x.write(1);
        yield* y.write(1);
      },
      function* ([x, y]) {
        yield* y.write(2);
        yield* x.write(2);
      },
    ],
  ),
  each(
    "store buffering",
    ["x = 0\ny = 0\na = 0\nb = 0", "global x, a\nx = 1\na = y", "global y, b\ny = 1\nb = x"],
    () => Array.from({ length: 4 }, cell),
    [
      function* ([x, y, a]) {
        yield* x.write(1);
        yield* a.write(yield* y.read());
      },
      function* ([x, y, , b]) {
        yield* y.write(1);
        yield* b.write(yield* x.read());
      },
    ],
  ),
  each(
    "message passing that looks",
    ["x = 0\ny = 0\nr = 0", "global x, y\nx = 1\ny = 1", "global r\nif y == 1:\n    r = x"],
    () => Array.from({ length: 3 }, cell),
    [
      function* ([x, y]) {
        yield* x.write(1);
        yield* y.write(1);
      },
      function* ([x, y, r]) {
        if ((yield* y.read()) === 1) yield* r.write(yield* x.read());
      },
    ],
  ),
];
