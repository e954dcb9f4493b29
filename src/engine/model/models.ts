/** The model of each kind of primitive. Rule: a kind without one is a fault of ours, not of the program. */
import { InternalError } from "../base/errors.ts";
import type { ObjectKind } from "../trace/ops.ts";
import { BARRIER_MODEL, type BarrierState } from "./barrier.ts";
import { EVENT_FLAG_MODEL, type EventFlagState } from "./event-flag.ts";
import { FUTURE_MODEL, type FutureState } from "./future.ts";
import { LOCK_MODEL, type LockState, RLOCK_MODEL } from "./lock.ts";
import { POOL_MODEL, type PoolState } from "./pool.ts";
import { byNumber, queueModel, type QueueState } from "./queue.ts";
import { semaphoreModel, type SemaphoreState } from "./semaphore.ts";
import type { Before, Model } from "./transition.ts";

/** Where any primitive but a condition stands; a condition's transitions are in `condition.ts`, since they move its lock too. */
export type PrimitiveState =
  | LockState
  | QueueState
  | SemaphoreState
  | EventFlagState
  | BarrierState
  | PoolState
  | FutureState;

/**
 * The transitions of a kind of primitive.
 * @param before order of a priority queue's items; by number unless told
 * @throws InternalError for a kind that is no primitive, and for a condition
 */
export function modelFor(kind: ObjectKind, before: Before = byNumber): Model<PrimitiveState> {
  switch (kind) {
    case "lock":
      return LOCK_MODEL;
    case "rlock":
      return RLOCK_MODEL;
    case "queue":
      return queueModel("fifo");
    case "lifo-queue":
      return queueModel("lifo");
    case "priority-queue":
      return queueModel("priority", before);
    case "semaphore":
      return semaphoreModel(false);
    case "event-flag":
      return EVENT_FLAG_MODEL;
    case "barrier":
      return BARRIER_MODEL;
    case "pool":
      return POOL_MODEL;
    case "future":
      return FUTURE_MODEL;
    default:
      throw new InternalError(`there is no model of ${kind}`);
  }
}
