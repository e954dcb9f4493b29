/** Traces that no program made, for looking at the timeline and measuring it. Rule: the same name and seed give the same trace. */
import { createRandom } from "../../../engine/base/random.ts";
import { TraceBuilder } from "../../../engine/trace/builder.ts";
import { OP } from "../../../engine/trace/ops.ts";
import type { Trace } from "../../../engine/trace/trace.ts";
import { toIntegerCode } from "../../../engine/trace/value-codes.ts";
import type { EventMark, TimelineArrow } from "../timeline-props.ts";

export interface Synthetic {
  readonly trace: Trace;
  readonly playhead: number;
  readonly arrows?: readonly TimelineArrow[];
  readonly marks?: readonly EventMark[];
}

/** The lost update of the main screen's picture: two threads, one balance. */
export function bank(): Synthetic {
  const builder = new TraceBuilder({ engine: "threads", resolutionUs: 5 });
  const main = builder.addThread("main");
  const t1 = builder.addThread("T1 +5");
  const t2 = builder.addThread("T2 +8");
  const balance = builder.addObject("balance", "cell");
  builder.push({ t: 0, thread: main, op: "start" });
  builder.push({ t: 60, thread: main, op: "spawn", other: t1, line: 16 });
  builder.push({ t: 90, thread: main, op: "spawn", other: t2, line: 17 });
  builder.push({ t: 100, thread: t1, op: "start" });
  builder.push({ t: 118, thread: t2, op: "start" });
  builder.push({ t: 125, thread: main, op: "join-wait", other: t1, line: 18 });
  const random = createRandom(7);
  let now = 140;
  let value = 0;
  const seqs: number[] = [];
  for (let round = 0; round < 40; round++) {
    const step = () => (now += 5 + random.below(12));
    seqs.push(builder.push({ t: step(), thread: t1, op: "read", object: balance, value, line: 5 }));
    seqs.push(builder.push({ t: step(), thread: t2, op: "read", object: balance, value, line: 5 }));
    seqs.push(builder.push({ t: step(), thread: t1, op: "write", object: balance, value: value + 5, line: 6 }));
    seqs.push(builder.push({ t: step(), thread: t2, op: "write", object: balance, value: value + 8, line: 6 }));
    value += 8 - 5 * (round % 2);
  }
  builder.push({ t: (now += 10), thread: t1, op: "finish" });
  builder.push({ t: now + 4, thread: main, op: "join", other: t1, line: 18 });
  builder.push({ t: now + 6, thread: main, op: "join-wait", other: t2, line: 19 });
  builder.push({ t: (now += 60), thread: t2, op: "finish" });
  builder.push({ t: now + 3, thread: main, op: "join", other: t2, line: 19 });
  builder.push({ t: now + 8, thread: main, op: "print", value: String(value), line: 20 });
  builder.push({ t: now + 12, thread: main, op: "finish" });
  return {
    trace: builder.build(),
    playhead: seqs[42],
    arrows: [{ from: seqs[43], to: seqs[42], kind: "lost", label: "5 is lost" }],
    marks: [{ seq: seqs[41], label: "stale soon" }],
  };
}

/** Every state and hand-over that real threads have: locks in opposite order, a queue, a condition, sleeps. */
export function mixed(): Synthetic {
  const builder = new TraceBuilder({ engine: "threads", resolutionUs: 5 });
  const [main, ann, bob, eve] = ["main", "Ann", "Bob", "Eve"].map((name) =>
    builder.addThread(name, { state: "blocked" }),
  );
  const a = builder.addObject("lock_a", "lock");
  const b = builder.addObject("lock_b", "lock");
  const queue = builder.addObject("queue", "queue", { capacity: 3 });
  const count = builder.addObject("count", "cell");
  const push = builder.push.bind(builder);
  push({ t: 0, thread: main, op: "start" });
  for (const [at, other] of [ann, bob, eve].entries())
    push({ t: 20 + at * 15, thread: main, op: "spawn", other, line: 30 + at });
  push({ t: 60, thread: ann, op: "start" });
  push({ t: 75, thread: bob, op: "start" });
  push({ t: 80, thread: main, op: "join-wait", other: ann, line: 34 });
  push({ t: 340, thread: eve, op: "start" });
  push({ t: 360, thread: eve, op: "get-wait", object: queue, line: 25 });
  push({ t: 120, thread: ann, op: "acquire", object: a, value: 1, line: 4 });
  push({ t: 180, thread: ann, op: "read", object: count, value: 0, line: 5 });
  push({ t: 240, thread: bob, op: "acquire-wait", object: a, line: 12 });
  push({ t: 300, thread: ann, op: "write", object: count, value: 1, line: 5 });
  push({ t: 420, thread: ann, op: "release", object: a, value: 0, line: 6 });
  push({ t: 430, thread: bob, op: "acquire", object: a, value: 1, line: 12 });
  push({ t: 460, thread: ann, op: "put", object: queue, value: 1, line: 8 });
  push({ t: 470, thread: eve, op: "get", object: queue, value: 1, line: 25 });
  push({ t: 480, thread: ann, op: "sleep", value: 1, line: 9 });
  push({ t: 520, thread: eve, op: "compute", value: 1, line: 26 });
  push({ t: 540, thread: bob, op: "acquire", object: b, value: 1, line: 13 });
  push({ t: 700, thread: bob, op: "write", object: count, value: 2, line: 14 });
  push({ t: 900, thread: bob, op: "release", object: b, value: 0, line: 15 });
  push({ t: 960, thread: bob, op: "release", object: a, value: 0, line: 16 });
  push({ t: 1000, thread: bob, op: "acquire", object: a, value: 1, line: 12 });
  push({ t: 1520, thread: eve, op: "print", value: "half of it", line: 27 });
  push({ t: 1900, thread: ann, op: "wake", line: 9 });
  push({ t: 1960, thread: ann, op: "acquire", object: b, value: 1, line: 18 });
  push({ t: 2000, thread: ann, op: "acquire-wait", object: a, line: 19 });
  push({ t: 2080, thread: bob, op: "acquire-wait", object: b, line: 13 });
  push({ t: 2100, thread: eve, op: "sleep", value: 0.05, line: 28 });
  push({ t: 2150, thread: eve, op: "wake", line: 28 });
  const last = push({ t: 2200, thread: eve, op: "finish" });
  return { trace: builder.build({ elapsedMs: 2.6 }), playhead: last - 14 };
}

/** A crowd: `threads` threads that share locks and a queue for a while. */
export function crowd(threads = 64, rounds = 60): Synthetic {
  const builder = new TraceBuilder({ engine: "threads", resolutionUs: 5 });
  const random = createRandom(3);
  const main = builder.addThread("main");
  const ids = Array.from({ length: threads - 1 }, (_, at) => builder.addThread(`T${at + 1}`));
  const locks = [0, 1, 2, 3].map((at) => builder.addObject(`locks[${at}]`, "lock"));
  const count = builder.addObject("count", "cell");
  let now = 0;
  const tick = (most: number) => (now += 0.5 + random.below(most));
  builder.push({ t: 0, thread: main, op: "start" });
  for (const id of ids) builder.push({ t: tick(6), thread: main, op: "spawn", other: id });
  for (const id of ids) builder.push({ t: tick(6), thread: id, op: "start" });
  builder.push({ t: tick(3), thread: main, op: "join-wait", other: ids[0] });
  for (let round = 0; round < rounds; round++) {
    for (const [at, id] of ids.entries()) {
      const lock = locks[(at + round) % locks.length];
      if (random.below(9) === 0) {
        builder.push({ t: tick(3), thread: id, op: "sleep", value: 0 });
        builder.push({ t: tick(3) + 0.2, thread: id, op: "wake" });
      }
      if (random.below(3) > 0) builder.push({ t: tick(2), thread: id, op: "acquire-wait", object: lock, line: 7 });
      builder.push({ t: tick(5), thread: id, op: "acquire", object: lock, value: 1, line: 7 });
      builder.push({ t: tick(3), thread: id, op: "read", object: count, value: round, line: 8 });
      builder.push({ t: tick(3), thread: id, op: "write", object: count, value: round + 1, line: 8 });
      builder.push({ t: tick(3), thread: id, op: "release", object: lock, value: 0, line: 9 });
    }
  }
  for (const id of ids) builder.push({ t: tick(4), thread: id, op: "finish" });
  builder.push({ t: tick(2), thread: main, op: "finish" });
  return { trace: builder.build(), playhead: Math.floor(builder.count / 2) };
}

/** Two threads that count without a lock, or with one: `events` events in all. */
export function race(events = 4_000_000, hasLock = false): Synthetic {
  const builder = new TraceBuilder({ engine: "threads", resolutionUs: 5 });
  const random = createRandom(11);
  for (const name of ["main", "T1", "T2"]) builder.addThread(name);
  const count = builder.addObject("count", "cell");
  const lock = builder.addObject("lock", "lock");
  builder.add(0, 0, OP.start, -1, 0, 0);
  builder.add(20, 0, OP.spawn, -1, toIntegerCode(1), 0, 11);
  builder.add(30, 0, OP.spawn, -1, toIntegerCode(2), 0, 11);
  builder.add(60, 1, OP.start, -1, 0, 0);
  builder.add(75, 2, OP.start, -1, 0, 0);
  builder.add(80, 0, OP["join-wait"], -1, toIntegerCode(1), 0, 13);
  if (hasLock) pushLocked(builder, random, events, count, lock);
  else pushUnlocked(builder, random, events, count);
  return { trace: builder.build(), playhead: Math.floor(events / 3) };
}

type Random = ReturnType<typeof createRandom>;

function pushUnlocked(builder: TraceBuilder, random: Random, events: number, count: number): void {
  const at = [0, 100, 100];
  const isWrite = [false, false, false];
  for (let i = 0; i < events; i++) {
    const thread = at[1] <= at[2] ? 1 : 2;
    // Now and then the system lets another process run.
    at[thread] += random.below(200_000) === 0 ? 4000 : 0.05 + random.below(1000) / 2000;
    builder.add(at[thread], thread, isWrite[thread] ? OP.write : OP.read, count, 0, toIntegerCode(i >> 2), 8);
    isWrite[thread] = !isWrite[thread];
  }
  const end = Math.max(at[1], at[2]) + 10;
  for (const thread of [1, 2, 0]) builder.add(end, thread, OP.finish, -1, 0, 0);
}

function pushLocked(builder: TraceBuilder, random: Random, events: number, count: number, lock: number): void {
  let now = 100;
  let thread = 1;
  const tick = () => (now += 0.1 + random.below(1000) / 2500);
  for (let i = 0; i < events; i += 5) {
    const other = 3 - thread;
    builder.add(tick(), thread, OP.read, count, 0, toIntegerCode(i), 8);
    builder.add(tick(), other, OP["acquire-wait"], lock, 0, 0, 7);
    builder.add(tick(), thread, OP.write, count, 0, toIntegerCode(i + 1), 8);
    builder.add(tick(), thread, OP.release, lock, 0, toIntegerCode(0), 9);
    builder.add(tick(), other, OP.acquire, lock, 0, toIntegerCode(1), 7);
    if (random.below(3) > 0) thread = other;
  }
  for (const one of [1, 2, 0]) builder.add(now + 10, one, OP.finish, -1, 0, 0);
}
