/**
 * What an operation on a primitive waits for, and what could be done with the primitive just now: so a search finds the earlier moments at which a
 * blocked operation could have gone. Rule: what is in doubt is `TRY`, which costs time and never misses an order.
 */
import type { EventFlagState } from "../../model/event-flag.ts";
import type { LockState } from "../../model/lock.ts";
import type { PoolState } from "../../model/pool.ts";
import type { QueueState } from "../../model/queue.ts";
import type { SemaphoreState } from "../../model/semaphore.ts";
import { type Operation, VERB } from "../../program/operation.ts";
import type { ThreadId } from "../../base/ids.ts";
import { isReadWhenRefused } from "../stepped/footprint.ts";
import type { ModelObject } from "../stepped/model-objects.ts";
import { GATE, type Gate, ROOM } from "./explorable.ts";

/** @param object the primitive that it is on; undefined where it is on none */
export function gateOf({ verb, timeoutMs }: Operation, thread: ThreadId, object: ModelObject | undefined): Gate {
  switch (verb) {
    case VERB.CONDITION_REACQUIRE:
      return GATE.TRY;
    case VERB.JOIN:
    case VERB.FUTURE_WAIT:
      return timeoutMs === Infinity ? GATE.ONCE : GATE.NONE;
    case VERB.POOL_JOIN:
    case VERB.BARRIER_WAIT:
    case VERB.QUEUE_JOIN:
      return timeoutMs === Infinity ? GATE.TRY : GATE.NONE;
    case VERB.RLOCK_ACQUIRE:
      return timeoutMs < Infinity || holds(object, thread) ? GATE.NONE : GATE.TAKES;
    case VERB.LOCK_ACQUIRE:
    case VERB.SEMAPHORE_ACQUIRE:
    case VERB.QUEUE_GET:
    case VERB.POOL_TAKE:
    case VERB.EVENT_WAIT:
      return timeoutMs === Infinity ? GATE.TAKES : GATE.NONE;
    case VERB.QUEUE_PUT:
      return timeoutMs === Infinity ? GATE.PUTS : GATE.NONE;
    default:
      return GATE.NONE;
  }
}

function holds(lock: ModelObject | undefined, thread: ThreadId): boolean {
  return lock !== undefined && (lock.state as LockState).holder === thread;
}

/** Bits of `ROOM`. */
export function roomOf(object: ModelObject | undefined): number {
  switch (object?.kind) {
    case "lock":
    case "rlock":
      return (object.state as LockState).depth === 0 ? ROOM.TO_TAKE : ROOM.NOTHING;
    case "semaphore":
      return (object.state as SemaphoreState).permits > 0 ? ROOM.TO_TAKE : ROOM.NOTHING;
    case "event-flag":
      return (object.state as EventFlagState).isSet ? ROOM.TO_TAKE : ROOM.NOTHING;
    case "queue":
    case "lifo-queue":
    case "priority-queue":
      return roomOfQueue(object.state as QueueState);
    case "pool": {
      const { tasks, stage } = object.state as PoolState;
      return tasks.length > 0 || stage !== "open" ? ROOM.TO_TAKE : ROOM.NOTHING;
    }
    default:
      return ROOM.NOTHING;
  }
}

function roomOfQueue({ items, shut, capacity }: QueueState): number {
  const toTake = items.length > 0 || shut ? ROOM.TO_TAKE : ROOM.NOTHING;
  return toTake | (capacity <= 0 || items.length < capacity || shut ? ROOM.TO_PUT : ROOM.NOTHING);
}

/** Whether the same operation may touch something else, or only read, in another state. */
export function mayVary(operation: Operation): boolean {
  return operation.verb === VERB.CONTAINER_WRITE || isReadWhenRefused(operation);
}
