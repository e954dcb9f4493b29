/**
 * Random traces that are formed as real ones are, though no program need have made them: for laws that hold for every trace
 * (round trips, snapshots against replay). Rule: the same seed gives the same trace.
 */
import { createRandom, type Random } from "../base/random.ts";
import { TraceBuilder } from "../trace/builder.ts";
import { OBJECT_KINDS, OP_NAMES, type ObjectKind } from "../trace/ops.ts";
import type { Plain, Trace } from "../trace/trace.ts";

const NAMES_THREAD = ["spawn", "join", "join-wait", "fork", "switch"];

/** A trace with events of every op, values of every shape, unknown ops and fields. */
export function randomTrace(seed: number, length = 60): Trace {
  const random = createRandom(seed);
  const builder = new TraceBuilder({ engine: "recording", resolutionUs: 5 });
  for (let i = 0; i < 4; i++)
    builder.addThread(i === 0 ? "MainThread" : `Thread-${i} (游戏)`, { worker: i % 2 === 0, process: i % 3 });
  for (let i = 0; i < 6; i++) addObject(builder, random, i);
  for (let i = 0; i < length; i++) pushEvent(builder, random, i);
  return builder.build({ dropped: random.below(3), fixes: random.below(3), elapsedMs: length / 7 });
}

function addObject(builder: TraceBuilder, random: Random, i: number): void {
  const kind = pick<ObjectKind>(random, OBJECT_KINDS);
  builder.addObject(`object_${i}`, kind, {
    ...(random.below(2) === 0 ? { capacity: random.below(5) } : {}),
    ...(random.below(2) === 0 ? { initial: { repr: "1.0", plain: 1 } } : {}),
  });
}

function pushEvent(builder: TraceBuilder, random: Random, i: number): void {
  const op = random.below(12) === 0 ? `later-op-${random.below(3)}` : pick(random, OP_NAMES.slice(1));
  const namesThread = NAMES_THREAD.includes(op);
  builder.push({
    t: i * 1.5 + random.fraction(),
    thread: random.below(4),
    op,
    ...(random.below(3) > 0 ? { object: random.below(6) } : {}),
    ...(namesThread ? { other: random.below(4) } : random.below(3) === 0 ? { key: randomValue(random, 1) } : {}),
    ...(random.below(2) === 0
      ? { value: randomValue(random, 2) }
      : random.below(6) === 0
        ? { valueEntry: randomEntry(random) }
        : {}),
    ...(random.below(2) === 0 ? { line: 1 + random.below(90_000) } : {}),
    ...(random.below(4) === 0 ? { ok: random.below(2) === 0 } : {}),
    ...(random.below(9) === 0 ? { extra: { colour: "blue", weight: random.below(9) } } : {}),
  });
}

function randomEntry(random: Random) {
  return pick(random, [
    { repr: "(1, 2)", plain: [1, 2] as Plain },
    { repr: "<Box 7>", plain: null as Plain, object: 2 },
    { repr: "nan", plain: Number.NaN as Plain },
    { repr: "2.0", plain: 2 as Plain },
    { repr: "-0.0", plain: -0 as Plain },
    { repr: "36893488147419103232", plain: "36893488147419103232" as Plain },
  ]);
}

function randomValue(random: Random, depth: number): Plain {
  switch (random.below(depth > 0 ? 8 : 6)) {
    case 0:
      return null;
    case 1:
      return random.below(2) === 0;
    case 2:
      return random.below(100) - 50;
    case 3:
      return random.fraction() * 2 ** random.below(60);
    case 4:
      return pick(random, ["", "a", "it's", '"quoted", and\nmore', "数不到两百万", "=1+1", "\u0007"]);
    case 5:
      return random.below(4294967296) - 2147483648;
    case 6:
      return [randomValue(random, depth - 1), randomValue(random, depth - 1)];
    default:
      return { k: randomValue(random, depth - 1) };
  }
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)];
}
