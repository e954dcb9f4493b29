/**
 * How many events a second the race detector takes, in a worker, against one bare pass over the columns it reads. The traces are those of
 * two threads that count: without a lock, where nearly every access races; with one, where half of the events are the lock's; elements of a list that the
 * items of a queue guard; and four lines of each thread that all race with each other.
 */
import { findRacePairs } from "../../src/engine/analysis/data-races.ts";
import { TraceBuilder } from "../../src/engine/trace/builder.ts";
import { OP } from "../../src/engine/trace/ops.ts";
import type { Trace } from "../../src/engine/trace/trace.ts";
import { toIntegerCode } from "../../src/engine/trace/value-codes.ts";
import { race } from "../../src/views/timeline/dev/synthetic-traces.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";

const EVENTS = 4_000_000;

interface Case {
  readonly name: string;
  readonly make: () => Trace;
  /** Racing pairs that must come out. */
  readonly pairs: number;
}

/** A producer writes an element and puts its index; a consumer gets it and reads the element. */
function handedOver(): Trace {
  const builder = new TraceBuilder({ engine: "threads" });
  for (const name of ["main", "T1", "T2"]) builder.addThread(name);
  const list = builder.addObject("list", "list");
  const queue = builder.addObject("queue", "queue");
  for (let i = 0; i < EVENTS / 4; i++) {
    const index = toIntegerCode(i);
    builder.add(i, 1, OP.write, list, index, index, 5);
    builder.add(i, 1, OP.put, queue, 0, index, 6);
    if (i < 64) continue;
    const got = toIntegerCode(i - 64);
    builder.add(i, 2, OP.get, queue, 0, got, 9);
    builder.add(i, 2, OP.read, list, got, got, 10);
  }
  return builder.build();
}

/** Each thread reads at lines 12 and 14 and writes at 13 and 15, by turns of one access: the hardest there is. */
function fourLines(): Trace {
  const builder = new TraceBuilder({ engine: "threads" });
  for (const name of ["main", "T1", "T2"]) builder.addThread(name);
  const balance = builder.addObject("balance", "cell");
  for (let i = 0; i < EVENTS; i++) {
    const step = (i >> 1) & 3;
    builder.add(i, 1 + (i & 1), step % 2 === 0 ? OP.read : OP.write, balance, 0, toIntegerCode(step), 12 + step);
  }
  return builder.build();
}

const cases: readonly Case[] = [
  { name: "races-counted", make: () => race(EVENTS, false).trace, pairs: 1 },
  { name: "races-under-a-lock", make: () => race(EVENTS, true).trace, pairs: 0 },
  { name: "races-of-a-queue", make: handedOver, pairs: 0 },
  { name: "races-of-four-lines", make: fourLines, pairs: 12 },
];

async function eventsPerSecond(context: KernelContext, { name, make, pairs }: Case): Promise<number> {
  const trace = await context.keep(name, make);
  const before = context.now();
  const found = findRacePairs(trace);
  const took = context.now() - before;
  if (found.length !== pairs) throw new Error(`${found.length} racing pairs where there are ${pairs}`);
  return (trace.count / took) * 1000;
}

async function barePass(context: KernelContext, { name, make }: Case): Promise<number> {
  const { count, op, thread, object, key, line } = await context.keep(name, make);
  const before = context.now();
  let sum = 0;
  for (let seq = 0; seq < count; seq++) sum = (sum + op[seq] + thread[seq] + object[seq] + key[seq] + line[seq]) | 0;
  const took = context.now() - before;
  if (sum === 0) throw new Error("the columns are empty");
  return (count / took) * 1000;
}

export const kernels: readonly Kernel[] = cases.map((one) => ({
  name: one.name,
  unit: "events/s",
  against: "one pass over five columns",
  goal: { value: { min: 5_000_000 } },
  rounds: 5,
  subject: (context) => eventsPerSecond(context, one),
  floor: (context) => barePass(context, one),
}));
