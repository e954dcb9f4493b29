/**
 * A thread's worker, as the page has it, that can also hand over barely: so that a gated hand-over and its floor are measured between the
 * same two workers.
 */
import type { ToWorker } from "../../src/engine/runtime/parallel/messages.ts";
import { sharedClock } from "../../src/workers/shared-clock.ts";
import { createThreadBody } from "../../src/workers/thread-body.ts";

/** Asks for bare hand-overs: `own` and `other` are the words that the two count their calls in. */
export interface BareCalls {
  readonly kind: "bare";
  readonly cells: Int32Array;
  readonly own: number;
  readonly other: number;
  readonly trips: number;
  readonly begins: boolean;
}

/** Milliseconds that all but the first trips took. */
export interface BareCallsDone {
  readonly kind: "bare-done";
  readonly tookMs: number;
  /** Trips that were timed. */
  readonly trips: number;
}

/** Until both are awake and their code is warm. */
const UNTIMED = 200;

const hear = createThreadBody(sharedClock, (message) => postMessage(message));

addEventListener("message", ({ data }: MessageEvent<ToWorker | BareCalls>) => {
  if (data.kind === "bare") postMessage(callBarely(data));
  else hear(data);
});

function callBarely({ cells, own, other, trips, begins }: BareCalls): BareCallsDone {
  let before = performance.now();
  for (let trip = 0; trip < trips + UNTIMED; trip++) {
    if (trip === UNTIMED) before = performance.now();
    if (begins) call(cells, other, trip);
    while (Atomics.load(cells, own) === trip) Atomics.wait(cells, own, trip);
    if (!begins) call(cells, other, trip);
  }
  return { kind: "bare-done", tookMs: performance.now() - before, trips };
}

function call(cells: Int32Array, other: number, trip: number): void {
  Atomics.store(cells, other, trip + 1);
  Atomics.notify(cells, other);
}
