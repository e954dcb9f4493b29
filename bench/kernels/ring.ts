/**
 * Recording: what an event costs two workers that record at the same time, global order included, against the least that
 * any such record costs (one atomic add, six words, one atomic store). The rings have room for all; what was recorded is
 * checked to be there once, in one order without a gap.
 */
import { NO_SEQ, RECORD, RECORD_WORDS, ringBytes } from "../../src/engine/memory/ring-layout.ts";
import { RingReader } from "../../src/engine/memory/ring-reader.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";
import type { RingAnswer, RingOrder } from "./ring.worker.ts";
import { ask, createWords } from "./shared/words.ts";

const events = 200_000;
const records = 262_144;

async function nanosecondsPerEvent(context: KernelContext, how: RingOrder["how"], threads: 1 | 2): Promise<number> {
  const workers = await context.keep("pair", async () =>
    Array.from({ length: threads }, () =>
      context.start(new Worker(new URL("./ring.worker.ts", import.meta.url), { type: "module" })),
    ),
  );
  const { buffer } = createWords();
  const rings = workers.map(() => new SharedArrayBuffer(ringBytes(records)));
  const answers = workers.map((worker, i) => {
    const order: RingOrder = { buffer, ring: rings[i], how, events, threads };
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

export const kernels: readonly Kernel[] = [
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
