/** Random small listings whose threads meet in cells, elements, attributes, locks and atomics: what explorers are held against each other on. */
import * as fc from "fast-check";
import { threadsOf } from "./table-listings.ts";

const HEAD = [
  "from atomics import AtomicInt",
  "x = 0",
  "y = 0",
  "a = [0, 0]",
  "class Box:",
  "    pass",
  "box = Box()",
  "box.n = 0",
  "m = threading.Lock()",
  "count = AtomicInt(0)",
].join("\n");

const LINES = [
  "x = i + 1",
  "x += 1",
  "y = x",
  "x = y + 1",
  "a[i % 2] = x",
  "a[0] += 1",
  "y = a[1]",
  "box.n += 1",
  "box.n = y",
  "count.add(1)",
  "y = count.compare_exchange(0, 5)",
  "with m:\n    x += 1",
  "if x > 0:\n    y = 7",
  "if m.acquire(blocking=False):\n    x = 9\n    m.release()",
  "print(i, x)",
] as const;

/** Two or three threads of one to three lines each; main reads at the end, or between its joins. */
export const randomListing: fc.Arbitrary<string> = fc
  .record({
    bodies: fc.array(fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 3 }), {
      minLength: 2,
      maxLength: 3,
    }),
    last: fc.constantFrom("", "last = x\n", "print(x, y, a, count.load())\n", "m.acquire()\nlast = y\n"),
  })
  .map(({ bodies, last }) => {
    const body = bodies
      .map((lines, i) => `if i == ${i}:\n${lines.map((line) => line.replaceAll(/^/gm, "    ")).join("\n")}`)
      .join("\n");
    return threadsOf(bodies.length, HEAD, `global x, y\n${body}`) + last;
  });
