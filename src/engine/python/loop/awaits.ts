/** What `await` finds: things that the machine waits for by itself, and all others. */
import type { Heap } from "../heap.ts";
import { KIND, kindAt, UNBEGUN } from "../objects/kinds.ts";
import { PyRef, type Value } from "../values.ts";
import { AwaitedSleep } from "./sleeps.ts";

export const AWAIT = { OTHER: 0, FUTURE: 1, SLEEP: 2, STEP: 3, SLEEP_AT_ONCE: 4 } as const;
export type AwaitKind = (typeof AWAIT)[keyof typeof AWAIT];

export function awaitKind(heap: Heap, awaited: Value | object | undefined): AwaitKind {
  if (!(awaited instanceof PyRef)) return awaited instanceof AwaitedSleep ? AWAIT.SLEEP_AT_ONCE : AWAIT.OTHER;
  switch (kindAt(heap.memory, awaited.at)) {
    case KIND.ASYNC_FUTURE:
    case KIND.TASK:
      return AWAIT.FUTURE;
    case KIND.GENERATOR:
      return (heap.load(awaited.at) & UNBEGUN) === 0 ? AWAIT.OTHER : AWAIT.SLEEP;
    case KIND.ASYNC_STEP:
      return AWAIT.STEP;
    default:
      return AWAIT.OTHER;
  }
}
