/** Conditions, events and barriers. */
import { after, each, same, type CountedListing } from "./listing.ts";
import { Barrier, Cell, Condition, Flag, Permits, type Doing } from "./world.ts";

const condition = (): readonly [Condition, Cell] => [new Condition(new Permits()), new Cell()];

export const WAITS: readonly CountedListing[] = [
  each(
    "a condition: wait in a loop, notify",
    [
      "ready = False\nc = threading.Condition()",
      "with c:\n    while not ready:\n        c.wait()",
      "global ready\nwith c:\n    ready = True\n    c.notify()",
    ],
    condition,
    [
      function* ([c, ready]) {
        yield* c.lock.take();
        while ((yield* ready.read()) === 0) yield* c.wait();
        yield* c.lock.give();
      },
      function* ([c, ready]) {
        yield* c.lock.take();
        yield* ready.write(1);
        yield* c.notify();
        yield* c.lock.give();
      },
    ],
  ),
  each(
    "a condition: two wait, notify_all",
    [
      "ready = False\nc = threading.Condition()",
      ...Array<string>(2).fill("with c:\n    while not ready:\n        c.wait()"),
      "global ready\nwith c:\n    ready = True\n    c.notify_all()",
    ],
    condition,
    [
      ...Array.from(
        { length: 2 },
        () =>
          function* ([c, ready]: readonly [Condition, Cell]): Doing<void> {
            yield* c.lock.take();
            while ((yield* ready.read()) === 0) yield* c.wait();
            yield* c.lock.give();
          },
      ),
      function* ([c, ready]) {
        yield* c.lock.take();
        yield* ready.write(1);
        yield* c.notify(Infinity);
        yield* c.lock.give();
      },
    ],
  ),
  each(
    "a condition: no look before the wait",
    ["c = threading.Condition()", "with c:\n    c.wait()", "with c:\n    c.notify()"],
    condition,
    [
      function* ([c]) {
        yield* c.lock.take();
        yield* c.wait();
        yield* c.lock.give();
      },
      function* ([c]) {
        yield* c.lock.take();
        yield* c.notify();
        yield* c.lock.give();
      },
    ],
  ),
  each(
    "an event",
    ["x = 0\ne = threading.Event()", "global x\nx = 1\ne.set()", "e.wait()\ny = x"],
    () => [new Flag(), new Cell()] as const,
    [
      function* ([e, x]) {
        yield* x.write(1);
        yield* e.set();
      },
      function* ([e, x]) {
        yield* e.wait();
        yield* x.read();
      },
    ],
  ),
  each(
    "an event, two wait, one looks",
    ["e = threading.Event()", "e.set()", "e.wait()", "e.wait()", "r = e.is_set()"],
    () => new Flag(),
    [
      (e) => e.set(),
      (e) => e.wait(),
      (e) => e.wait(),
      function* (e) {
        yield* e.isSet();
      },
    ],
  ),
  each(
    "an event that is waited for for some time",
    ["x = 0\ne = threading.Event()", "global x\nx = 1\ne.set()", "global x\nif not e.wait(timeout=1):\n    x = 2"],
    () => [new Flag(), new Cell()] as const,
    [
      function* ([e, x]) {
        yield* x.write(1);
        yield* e.set();
      },
      function* ([e, x]) {
        if (!(yield* e.isSet())) yield* x.write(2);
      },
    ],
  ),
  each(
    "an event that is set and cleared",
    ["e = threading.Event()", "e.set()\ne.clear()", "e.wait()"],
    () => new Flag(),
    [
      function* (e) {
        yield* e.set();
        yield* e.clear();
      },
      (e) => e.wait(),
    ],
  ),
  ...[2, 3].map((n) =>
    same(
      `a barrier of ${n}`,
      n,
      [`x = 0\nb = threading.Barrier(${n})`, "global x\nx = i\nb.wait()\ny = x"],
      () => [new Barrier(n), new Cell()] as const,
      function* ([b, x], i) {
        yield* x.write(i);
        const mayPass = yield* b.arrive();
        yield* after(mayPass, x.read());
      },
    ),
  ),
];
