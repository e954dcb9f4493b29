/** Atomic cells: a failed compare-exchange is a read. */
import { cell, same, type CountedListing } from "./listing.ts";
import { Cell } from "./world.ts";

export const ATOMICS: readonly CountedListing[] = [
  same("atomic adds", 3, ["from atomics import AtomicInt\nx = AtomicInt(0)", "x.add(1)"], cell, function* (x) {
    yield* x.add(1);
  }),
  same(
    "compare-exchange",
    3,
    ["from atomics import AtomicInt\nx = AtomicInt(0)", "x.compare_exchange(0, i + 1)"],
    cell,
    function* (x, i) {
      yield* x.compareExchange(0, i + 1);
    },
  ),
  same(
    "compare-exchange until it succeeds",
    2,
    [
      "from atomics import AtomicInt\nx = AtomicInt(0)",
      "while True:\n    old = x.load()\n    if x.compare_exchange(old, old + 1):\n        break",
    ],
    cell,
    function* (x) {
      for (;;) {
        const old = yield* x.read();
        if (yield* x.compareExchange(old, old + 1)) return;
      }
    },
  ),
  same(
    "a ticket lock's tickets",
    2,
    ["from atomics import AtomicInt\ntickets = AtomicInt(0)\nx = 0", "global x\nn = tickets.add(1)\nx = n"],
    () => [new Cell(), new Cell()] as const,
    function* ([t, x]) {
      yield* x.write(yield* t.add(1));
    },
  ),
];
