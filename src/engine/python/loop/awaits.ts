/** What `await` finds: things that the machine waits for by itself, and all others. */
import type { Heap } from "../heap.ts";
import { KIND, kindAt, UNBEGUN } from "../objects/kinds.ts";
import type { PyRef } from "../values.ts";

export const AWAIT = { OTHER: 0, FUTURE: 1, SLEEP: 2, STEP: 3 } as const;
export type AwaitKind = (typeof AWAIT)[keyof typeof AWAIT];

export function awaitKind(heap: Heap, { at }: PyRef): AwaitKind {
  switch (kindAt(heap.memory, at)) {
    case KIND.ASYNC_FUTURE:
    case KIND.TASK:
      return AWAIT.FUTURE;
    case KIND.GENERATOR:
      return (heap.load(at) & UNBEGUN) === 0 ? AWAIT.OTHER : AWAIT.SLEEP;
    case KIND.ASYNC_STEP:
      return AWAIT.STEP;
    default:
      return AWAIT.OTHER;
  }
}
