/**
 * Recording, and a ring's way from writer to reader against ringbuf.js. Recording: what an event costs two workers that record at the same time, global order included, against the least that
 * any such record costs (one atomic add, six words, one atomic store). The rings have room for all; what was recorded is
 * checked to be there once, in one order without a gap.
 */
import { RingBuffer } from "ringbuf.js";
import { NO_SEQ, RECORD, RECORD_WORDS, ringBytes } from "../../src/engine/memory/ring-layout.ts";
import { RingReader } from "../../src/engine/memory/ring-reader.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";
import type { RingAnswer, RingOrder } from "./ring.worker.ts";
import { ask, beginTogether, createWords, greet } from "./shared/words.ts";

const events = 200_000;
const records = 262_144;

async function nanosecondsPerEvent(
  context: KernelContext,
  how: "record" | "now" | "bare",
  threads: 1 | 2,
): Promise<number> {
  const workers = await context.keep("pair", async () =>
    Array.from({ length: threads }, () =>
      context.start(new Worker(new URL("./ring.worker.ts", import.meta.url), { type: "module" })),
    ),
  );
  const { buffer } = createWords();
  const rings = workers.map(() => new SharedArrayBuffer(ringBytes(records)));
  const answers = workers.map((worker, i) => {
    const order: RingOrder = { job: "write", buffer, ring: rings[i], how, events, threads };
    return ask<RingAnswer>(context, worker, order);
  });
  const found = await Promise.all(answers);
  checkOrder(rings);
  return (Math.max(...found.map(({ ms }) => ms)) * 1e6) / events;
}

function checkOrder(rings: readonly SharedArrayBuffer[]): void {
  const seen = new Uint8Array(rings.length * events);
  for (const ring of rings) {
    const reader = new RingReader(new Int32Array(ring));
    reader.drain();
    if (reader.dropped > 0 || reader.count !== events) throw new Error(`${reader.count} events of ${events}`);
    for (const chunk of reader.chunks()) {
      for (let at = RECORD.SEQ; at < chunk.length; at += RECORD_WORDS) {
        if (chunk[at] === NO_SEQ || seen[chunk[at]]++ > 0) throw new Error(`number ${chunk[at]} was given twice`);
      }
    }
  }
}

const streamed = 400_000;
const streamRecords = 16_384;

/** One worker writes records of six words one at a time, this one copies them out meanwhile. */
async function streamedPerSecond(context: KernelContext, how: "record" | "ringbuf"): Promise<number> {
  const [worker] = await context.keep("writer", async () => {
    const worker = context.start(new Worker(new URL("./ring.worker.ts", import.meta.url), { type: "module" }));
    await greet(context, worker);
    return [worker];
  });
  const { buffer } = createWords();
  const ring =
    how === "record"
      ? new SharedArrayBuffer(ringBytes(streamRecords))
      : RingBuffer.getStorageForCapacity(streamRecords * RECORD_WORDS, Int32Array);
  const drain = how === "record" ? drainOurs(ring) : drainTheirs(ring);
  const order: RingOrder = { job: "write", buffer, ring, how, events: streamed, threads: 2 };
  const ended = ask<RingAnswer>(context, worker, order);
  const idle = new Int32Array(new SharedArrayBuffer(4));
  beginTogether(new Int32Array(buffer), 2);
  const before = context.now();
  for (let seen = 0; seen < streamed; ) {
    const more = drain();
    seen += more;
    // A reader that found nothing lets the writer have the core.
    if (more === 0) Atomics.wait(idle, 0, 0, 0.1);
  }
  const took = context.now() - before;
  await ended;
  return (streamed / took) * 1000;
}

function drainOurs(ring: SharedArrayBuffer): () => number {
  const reader = new RingReader(new Int32Array(ring));
  return () => reader.drain();
}

function drainTheirs(ring: SharedArrayBuffer): () => number {
  const reader = new RingBuffer(ring, Int32Array);
  const batch = new Int32Array(streamRecords * RECORD_WORDS);
  const kept: Int32Array[] = [];
  return () => {
    const words = reader.pop(batch, batch.length, 0);
    if (words > 0) kept.push(batch.slice(0, words));
    return words / RECORD_WORDS;
  };
}

export const kernels: readonly Kernel[] = [
  {
    name: "ring-streamed",
    unit: "events/s",
    against: "ringbuf.js 0.4.0, without number and time",
    goal: {},
    subject: (context) => streamedPerSecond(context, "record"),
    floor: (context) => streamedPerSecond(context, "ringbuf"),
  },
  {
    name: "record-two-workers",
    unit: "ns/event",
    against: "an atomic add, six words, an atomic store",
    goal: { value: { max: 60 } },
    subject: (context) => nanosecondsPerEvent(context, "record", 2),
    floor: (context) => nanosecondsPerEvent(context, "bare", 2),
  },
  {
    name: "record-alone",
    unit: "ns/event",
    against: "an atomic add, six words, an atomic store",
    goal: {},
    subject: (context) => nanosecondsPerEvent(context, "record", 1),
    floor: (context) => nanosecondsPerEvent(context, "bare", 1),
  },
  {
    name: "record-now-two-workers",
    unit: "ns/event",
    against: "an atomic add, six words, an atomic store",
    goal: {},
    subject: (context) => nanosecondsPerEvent(context, "now", 2),
    floor: (context) => nanosecondsPerEvent(context, "bare", 2),
  },
];
