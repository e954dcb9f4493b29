/** What main does after it has started threads, and what is no step. */
import type { CountedProgram } from "./count-by-hand.ts";
import { after, cell, each, silent, watched, type CountedListing } from "./listing.ts";
import { Cell, type Doing } from "./world.ts";

/** Main that goes on after it has started threads, and threads that start and join others. */
export const LIVES: readonly CountedListing[] = [
  each(
    "main writes while a thread does",
    ["x = 0", "global x\nx = 1"],
    cell,
    [(x) => x.write(1), (x) => x.write(2)],
    "x = 2\nt1.join()",
  ),
  each(
    "main reads between joins",
    ["x = 0", "global x\nx = 1", "global x\nx = 2"],
    cell,
    [],
    "t1.join()\ny = x\nt2.join()",
  ),
  each(
    "main reads after the last join",
    ["x = 0", "global x\nx += 1", "global x\nx += 1"],
    cell,
    [(x) => x.update(), (x) => x.update()],
    "t1.join()\nt2.join()\nprint(x)",
  ),
  each(
    "thread-locals are no steps",
    ["x = 0\nmine = threading.local()", "global x\nmine.n = 1\nx = mine.n", "global x\nmine.n = 2\nx = mine.n"],
    cell,
    [(x) => x.write(1), (x) => x.write(2)],
  ),
  each(
    "prints and sleeps are no steps",
    ["import time\nx = 0", "global x\nprint('a')\ntime.sleep(0.1)\nx = 1\nprint('b')", "global x\nx = 2\nprint('c')"],
    cell,
    [(x) => x.write(1), (x) => x.write(2)],
  ),
].map((one) => (one.name === "main reads between joins" ? { ...one, begin: betweenJoins } : one));

function betweenJoins(): CountedProgram {
  const x = new Cell();
  const first = watched(x.write(1));
  const second = watched(x.write(2));
  function* main(): Doing<void> {
    yield* after(first.isOver, x.read());
    yield* silent(second.isOver);
  }
  return { threads: [first.thread, second.thread, main()], outcome: () => null };
}
