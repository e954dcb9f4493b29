/** One of two workers that fight for a lock for some milliseconds. */
import { Mutex } from "multithreading";
import { acquireLock, releaseLock } from "../../src/engine/sync/lock.ts";
import { attachWords, beginTogether, COUNTER_AT, PRIMITIVE_AT } from "./shared/words.ts";

export interface ContendOrder {
  readonly buffer: SharedArrayBuffer;
  readonly lock: "ours" | "multithreading";
  readonly thread: number;
  readonly ms: number;
}

export interface ContendAnswer {
  readonly pairs: number;
  readonly ms: number;
}

/** Pairs between two looks at the clock. */
const BATCH = 500;

addEventListener("message", ({ data: order }: MessageEvent<ContendOrder>) => {
  const { words, context } = attachWords(order.buffer, order.thread);
  const pairs = order.lock === "ours" ? ours : theirs;
  beginTogether(words, 2);
  const before = performance.now();
  let done = 0;
  do {
    pairs();
    done += BATCH;
  } while (performance.now() - before < order.ms);
  const answer: ContendAnswer = { pairs: done, ms: performance.now() - before };
  postMessage(answer);

  function ours(): void {
    for (let i = 0; i < BATCH; i++) {
      acquireLock(context, PRIMITIVE_AT);
      words[COUNTER_AT]++;
      releaseLock(context, PRIMITIVE_AT);
    }
  }

  function theirs(): void {
    // Its constructor takes the buffer that another worker's mutex lies in; the word is the buffer's first.
    const mutex = peerOn(order.buffer);
    for (let i = 0; i < BATCH; i++) {
      const guard = mutex.blockingLock();
      words[COUNTER_AT]++;
      guard.dispose();
    }
  }
});

let peer: Mutex | undefined;

function peerOn(buffer: SharedArrayBuffer): Mutex {
  peer ??= new Mutex(undefined, buffer);
  return peer;
}
