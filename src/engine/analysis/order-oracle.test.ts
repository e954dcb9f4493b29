/**
 * Race detector and `relation` against happens-before worked out by hand (testing/plain-order.ts), on random runs of random listings with every primitive:
 * every pair of events, every racing pair of lines, every link of every chain.
 */
import { describe, expect, it } from "vitest";
import type { Seq } from "../base/ids.ts";
import { createRandom } from "../base/random.ts";
import { recordRun } from "../runtime/stepped/stepped-run.ts";
import { seededScheduler } from "../schedule/scheduler.ts";
import { simulate } from "../testing/exhaust.ts";
import { pairName } from "../testing/meetings.ts";
import { orderingListing } from "../testing/ordering-listings.ts";
import { directlyBefore, everythingBefore } from "../testing/plain-order.ts";
import { printTrace } from "../testing/trace-notation.ts";
import { objectName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { areConflicting } from "./conflict.ts";
import { findRacePairs } from "./data-races.ts";
import { relation } from "./relation.ts";

const RUNS = Number(process.env.ORACLE_PROGRAMS ?? 70);
const FIRST = Number(process.env.ORACLE_FIRST ?? 0);

function randomRun(seed: number): { readonly listing: string; readonly trace: Trace } {
  const random = createRandom(seed);
  const listing = orderingListing(random, 2 + random.below(4), 1 + random.below(4));
  const simulation = simulate(listing, { record: true, heapBytes: 4 * 1024 * 1024 });
  const scheduler = seededScheduler(seed);
  for (let step = 0; simulation.choices().length > 0; step++)
    simulation.take(scheduler(simulation.choices(), step, simulation.current));
  return { listing, trace: recordRun(simulation, simulation.status ?? "stopped", false).trace };
}

const PLAIN_KINDS = new Set(["cell", "instance", "list", "dict", "set", "deque"]);
const ACCESSES = new Set<number>([OP.read, OP.write, OP.update, OP["compare-exchange"]]);

function isPlainAccess(trace: Trace, seq: Seq): boolean {
  if (trace.object[seq] < 0) return false;
  const object = trace.objects[trace.object[seq]];
  return ACCESSES.has(trace.op[seq]) && PLAIN_KINDS.has(object.kind) && object.atomic !== true;
}

function isConflict(trace: Trace, a: Seq, b: Seq): boolean {
  const { thread, object, op, key, objects } = trace;
  if (thread[a] === thread[b] || object[a] !== object[b] || (op[a] === OP.read && op[b] === OP.read)) return false;
  const { kind } = objects[object[a]];
  const areWhole = [key[a] === 0, key[b] === 0];
  if (kind === "cell" || kind === "instance") return key[a] === key[b];
  return areWhole[0] && areWhole[1] ? false : areWhole[0] || areWhole[1] || key[a] === key[b];
}

describe("in random runs of random listings with every primitive", () => {
  it("the races told are all that happens-before leaves open, and relation knows every order and why", () => {
    let racing = 0;
    let compared = 0;
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const { listing, trace } = randomRun(seed);
      const direct = directlyBefore(trace);
      const before = everythingBefore(direct);
      const about = (what: string): string => `seed ${seed}: ${what}\n${listing}\n${printTrace(trace)}`;
      const open = new Set<string>();
      for (let b = 0; b < trace.count; b++)
        for (let a = 0; a < b; a++) {
          const conflict = isPlainAccess(trace, a) && isPlainAccess(trace, b) && isConflict(trace, a, b);
          if (conflict !== (areConflicting(trace, a, b) && trace.thread[a] !== trace.thread[b]))
            expect.fail(about(`${a} and ${b}: conflicting ${!conflict}`));
          if (conflict && !before[b].has(a)) open.add(nameOf(trace, [a, b]));
        }
      const told = new Set(findRacePairs(trace).map(({ rows }) => nameOf(trace, rows)));
      if ([...told].toSorted().join() !== [...open].toSorted().join())
        expect([...told].toSorted(), about("races")).toEqual([...open].toSorted());
      racing += open.size;
      const random = createRandom(seed);
      for (let i = 0; i < 60; i++) {
        const [a, b] = [random.below(trace.count), random.below(trace.count)].toSorted((one, other) => one - other);
        const { ordered, chain } = relation(trace, a, b);
        if (ordered !== (a === b || before[b].has(a))) expect.fail(about(`${a} and ${b}: ordered ${ordered}`));
        if (!ordered) continue;
        compared++;
        expect([chain[0], chain.at(-1)]).toEqual([a, b]);
        for (let link = 1; link < chain.length; link++)
          if (!direct[chain[link]].has(chain[link - 1])) expect.fail(about(`link ${chain[link - 1]} → ${chain[link]}`));
      }
    }
    if (process.env.ORACLE_PROGRAMS !== undefined) console.log({ racing, compared });
    expect(racing).toBeGreaterThan(RUNS);
    expect(compared).toBeGreaterThan(RUNS * 10);
  }, 600_000);
});

function nameOf(trace: Trace, rows: readonly Seq[]): string {
  return pairName(
    objectName(trace, trace.object[rows[0]]),
    rows.map((row) => ({ thread: trace.thread[row], line: trace.line[row] })),
  );
}
