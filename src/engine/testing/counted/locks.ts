/** Locks, semaphores, tries and waits that end. */
import { lock, each, same, silent, type CountedListing } from "./listing.ts";
import { Cell, Permits, ReentrantLock } from "./world.ts";

export const LOCKS: readonly CountedListing[] = [
  ...[2, 3, 4].map((n) =>
    same(
      `${n} × with lock: x += 1`,
      n,
      ["x = 0\nlock = threading.Lock()", "global x\nwith lock:\n    x += 1"],
      lock,
      function* ([m, x]) {
        yield* m.take();
        yield* x.update();
        yield* m.give();
      },
    ),
  ),
  same(
    "acquire and release, and a read outside",
    2,
    ["x = 0\nlock = threading.Lock()", "global x\nlock.acquire()\nx += 1\nlock.release()\ny = x"],
    lock,
    function* ([m, x]) {
      yield* m.take();
      yield* x.update();
      yield* m.give();
      yield* x.read();
    },
  ),
  same(
    "two rounds under a lock",
    2,
    ["x = 0\nlock = threading.Lock()", "global x\nfor _ in range(2):\n    with lock:\n        x += 1"],
    lock,
    function* ([m, x]) {
      for (let round = 0; round < 2; round++) {
        yield* m.take();
        yield* x.update();
        yield* m.give();
      }
    },
  ),
  same(
    "a lock that is tried",
    3,
    ["x = 0\nlock = threading.Lock()", "global x\nif lock.acquire(blocking=False):\n    x += 1\n    lock.release()"],
    lock,
    function* ([m, x]) {
      if (!(yield* m.tryTake())) return;
      yield* x.update();
      yield* m.give();
    },
  ),
  same(
    "a lock that is waited for for some time",
    2,
    [
      "x = 0\nlock = threading.Lock()",
      "global x\nif lock.acquire(timeout=1):\n    x += 1\n    lock.release()\nelse:\n    x = 5",
    ],
    lock,
    function* ([m, x]) {
      if (!(yield* m.tryTake())) return yield* x.write(5);
      yield* x.update();
      yield* m.give();
    },
  ),
  same(
    "a lock that is asked whether it is held",
    2,
    ["lock = threading.Lock()", "lock.acquire()\nr = lock.locked()\nlock.release()"],
    () => new Permits(),
    function* (m) {
      yield* m.take();
      yield* new Cell().read();
      yield* m.give();
    },
  ),
  each(
    "two locks in opposite order",
    [
      "a = threading.Lock()\nb = threading.Lock()",
      "with a:\n    with b:\n        pass",
      "with b:\n    with a:\n        pass",
    ],
    () => [new Permits(), new Permits()],
    [
      function* ([a, b]) {
        yield* a.take();
        yield* b.take();
        yield* b.give();
        yield* a.give();
      },
      function* ([a, b]) {
        yield* b.take();
        yield* a.take();
        yield* a.give();
        yield* b.give();
      },
    ],
  ),
  each(
    "two locks in one with",
    [
      "a = threading.Lock()\nb = threading.Lock()\nx = 0",
      "global x\nwith a, b:\n    x += 1",
      "global x\nwith a, b:\n    x += 1",
    ],
    () => [new Permits(), new Permits()],
    Array.from(
      { length: 2 },
      () =>
        function* ([a, b]: Permits[]) {
          yield* a.take();
          yield* b.take();
          yield* silent();
          yield* silent();
          yield* b.give();
          yield* a.give();
        },
    ),
  ),
  same(
    "a re-entrant lock",
    2,
    ["x = 0\nlock = threading.RLock()", "global x\nwith lock:\n    with lock:\n        x += 1"],
    () => [new ReentrantLock(), new Cell()] as const,
    function* ([m, x], i) {
      yield* m.take(i);
      yield* m.take(i);
      yield* x.update();
      yield* m.give();
      yield* m.give();
    },
  ),
  same(
    "never released",
    3,
    ["lock = threading.Lock()", "lock.acquire()"],
    () => new Permits(),
    (m) => m.take(),
  ),
  same(
    "a semaphore of two",
    3,
    ["x = 0\ns = threading.Semaphore(2)", "global x\nwith s:\n    x = i"],
    () => [new Permits(2), new Cell()] as const,
    function* ([s, x], i) {
      yield* s.take();
      yield* x.write(i);
      yield* s.give();
    },
  ),
  same(
    "a bounded semaphore",
    3,
    ["s = threading.BoundedSemaphore(1)", "s.acquire()\ns.release()"],
    () => new Permits(1),
    function* (s) {
      yield* s.take();
      yield* s.give();
    },
  ),
  same(
    "a semaphore that is tried",
    3,
    ["s = threading.Semaphore(2)", "if s.acquire(blocking=False):\n    s.release()"],
    () => new Permits(2),
    function* (s) {
      if (yield* s.tryTake()) yield* s.give();
    },
  ),
  each(
    "a semaphore as a signal",
    ["x = 0\ns = threading.Semaphore(0)", "global x\nx = 1\ns.release()", "global x\ns.acquire()\nx = 2", "y = x"],
    () => [new Permits(0), new Cell()] as const,
    [
      function* ([s, x]) {
        yield* x.write(1);
        yield* s.give();
      },
      function* ([s, x]) {
        yield* s.take();
        yield* x.write(2);
      },
      function* ([, x]) {
        yield* x.read();
      },
    ],
  ),
];
