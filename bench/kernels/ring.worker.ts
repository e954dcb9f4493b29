/** A worker that records events as fast as it can. */
import { RingBuffer } from "ringbuf.js";
import { CONTROL } from "../../src/engine/memory/layout.ts";
import { RECORD, RECORD_WORDS, RING, RING_HEADER_WORDS } from "../../src/engine/memory/ring-layout.ts";
import { RingWriter } from "../../src/engine/memory/ring-writer.ts";
import { beginTogether, pageClock } from "./shared/words.ts";

/** What to write, how, and with how many others at the same time. */
export interface RingOrder {
  readonly job: "write";
  readonly buffer: SharedArrayBuffer;
  readonly ring: SharedArrayBuffer;
  readonly how: "record" | "now" | "bare" | "ringbuf";
  readonly events: number;
  readonly threads: number;
}

export interface RingAnswer {
  readonly ms: number;
}

addEventListener("message", ({ data: order }: MessageEvent<RingOrder | { readonly job: "greet" }>) => {
  if (order.job === "greet") return postMessage("hello");
  if (order.how === "ringbuf") return postMessage(writeTheirs(order));
  const run = new Int32Array(order.buffer);
  const ring = new Int32Array(order.ring);
  // Touched first, so that the system's giving of pages is not measured.
  ring.fill(0);
  const writer = new RingWriter({ ring, run, clock: pageClock, epochMs: performance.now() });
  beginTogether(run, order.threads);
  const before = performance.now();
  if (order.how === "bare") writeBare(ring, run, order.events);
  else if (order.how === "now") for (let i = 0; i < order.events; i++) writer.recordNow(i, i, 3, 5);
  else for (let i = 0; i < order.events; i++) writer.record(i, i, 3, 5);
  const answer: RingAnswer = { ms: performance.now() - before };
  postMessage(answer);
});

function writeTheirs(order: RingOrder): RingAnswer {
  const ring = new RingBuffer(order.ring, Int32Array);
  const record = new Int32Array(RECORD_WORDS);
  const idle = new Int32Array(new SharedArrayBuffer(4));
  beginTogether(new Int32Array(order.buffer), order.threads);
  const before = performance.now();
  for (let i = 0; i < order.events; i++) {
    record[RECORD.META] = i;
    while (ring.availableWrite() < RECORD_WORDS) Atomics.wait(idle, 0, 0, 0.1);
    ring.push(record);
  }
  return { ms: performance.now() - before };
}

function writeBare(ring: Int32Array, run: Int32Array, events: number): void {
  for (let i = 0; i < events; i++) {
    const at = RING_HEADER_WORDS + i * RECORD_WORDS;
    ring[at + RECORD.SEQ] = Atomics.add(run, CONTROL.SEQ, 1);
    ring[at + RECORD.META] = i;
    ring[at + RECORD.OBJECT] = i;
    ring[at + RECORD.KEY] = 3;
    ring[at + RECORD.VALUE] = 5;
    ring[at + RECORD.TIME] = 0;
    Atomics.store(ring, RING.HEAD, i + 1);
  }
}
