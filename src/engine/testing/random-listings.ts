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

/** With the steps that they take, at most. */
const LINES = [
  { text: "x = i + 1", steps: 1 },
  { text: "x += 1", steps: 2 },
  { text: "y = x", steps: 2 },
  { text: "x = y + 1", steps: 2 },
  { text: "a[i % 2] = x", steps: 2 },
  { text: "a[0] += 1", steps: 2 },
  { text: "y = a[1]", steps: 2 },
  { text: "box.n += 1", steps: 2 },
  { text: "box.n = y", steps: 2 },
  { text: "count.add(1)", steps: 1 },
  { text: "y = count.compare_exchange(0, 5)", steps: 2 },
  { text: "with m:\n    x += 1", steps: 4 },
  { text: "if x > 0:\n    y = 7", steps: 2 },
  { text: "if m.acquire(blocking=False):\n    x = 9\n    m.release()", steps: 3 },
  { text: "print(i, x)", steps: 1 },
] as const;

/** Listings that may have more interleavings are not drawn: (sum of steps)! / product of each thread's steps!. */
const MOST = 150;

function interleavings(bodies: readonly (readonly { readonly steps: number }[])[]): number {
  let ways = 1;
  let all = 0;
  for (const lines of bodies)
    for (const step of Array.from({ length: lines.reduce((sum, { steps }) => sum + steps, 0) }).keys())
      ways *= ++all / (step + 1);
  return ways;
}

/** Two or three threads of one to three lines each; main reads at the end, or between its joins. */
export const randomListing: fc.Arbitrary<string> = fc
  .record({
    bodies: fc.array(fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 3 }), {
      minLength: 2,
      maxLength: 3,
    }),
    last: fc.constantFrom("", "last = x\n", "print(x, y, a, count.load())\n", "m.acquire()\nlast = y\n"),
  })
  .filter(({ bodies }) => interleavings(bodies) <= MOST)
  .map(({ bodies, last }) => {
    const body = bodies
      .map((lines, i) => `if i == ${i}:\n${lines.map(({ text }) => text.replaceAll(/^/gm, "    ")).join("\n")}`)
      .join("\n");
    return threadsOf(bodies.length, HEAD, `global x, y\n${body}`) + last;
  });
