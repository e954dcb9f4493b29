/**
 * `queue.Queue`, `LifoQueue` and `PriorityQueue` (CPython 3.13, with `shutdown`) as transitions.
 * A capacity of 0 or less has no limit. After shutdown puts are turned away at once, gets as soon as the queue is empty.
 * Rule: equals `sync/queue.ts` in every status and result.
 */
import type { Word } from "../base/ids.ts";
import { toSmallWord, TRUE } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { popped, pushed } from "./heap.ts";
import { type Before, blockedOr, came, done, type Model, type Request, type Transition } from "./transition.ts";

export type QueueOrder = "fifo" | "lifo" | "priority";

export interface QueueState {
  readonly order: QueueOrder;
  /** 0 or less: no limit. */
  readonly capacity: number;
  /** Oldest first; a heap for a priority queue. */
  readonly items: readonly Word[];
  readonly unfinished: number;
  readonly shut: boolean;
}

/** Items that sort by their numbers, where nobody knows better. */
export const byNumber: Before = (a, b) => a < b;

function isFull({ capacity, items }: QueueState): boolean {
  return capacity > 0 && items.length >= capacity;
}

/** The model of one of the three queues. @param before the order of a priority queue's items */
export function queueModel(order: QueueOrder, before: Before = byNumber): Model<QueueState> {
  return {
    initial: (capacity) => ({ order, capacity, items: [], unfinished: 0, shut: false }),
    step: (state, request) => step(state, request, before),
    expire: (state) => came(state, STATUS.TIMED_OUT),
  };
}

function step(state: QueueState, request: Request, before: Before): Transition<QueueState> {
  switch (request.verb) {
    case VERB.QUEUE_PUT:
      return put(state, request, before);
    case VERB.QUEUE_GET:
      return get(state, request, before);
    case VERB.QUEUE_TASK_DONE:
      return taskDone(state);
    case VERB.QUEUE_JOIN:
      return state.unfinished === 0 ? done(state) : blockedOr(state, request, STATUS.TIMED_OUT);
    case VERB.QUEUE_SHUTDOWN:
      return done(shutDown(state, request.value === TRUE));
    default:
      return done(state, toSmallWord(state.items.length));
  }
}

function put(state: QueueState, request: Request, before: Before): Transition<QueueState> {
  if (state.shut) return came(state, STATUS.SHUT_DOWN);
  if (isFull(state)) return blockedOr(state, request);
  const items =
    state.order === "priority" ? pushed(state.items, request.value, before) : [...state.items, request.value];
  return done({ ...state, items, unfinished: state.unfinished + 1 });
}

function get(state: QueueState, request: Request, before: Before): Transition<QueueState> {
  const { items, order } = state;
  if (items.length === 0) return state.shut ? came(state, STATUS.SHUT_DOWN) : blockedOr(state, request);
  if (order === "lifo") return done({ ...state, items: items.slice(0, -1) }, items[items.length - 1]);
  const left = order === "priority" ? popped(items, before) : items.slice(1);
  return done({ ...state, items: left }, items[0]);
}

function taskDone(state: QueueState): Transition<QueueState> {
  const unfinished = state.unfinished - 1;
  return unfinished < 0 ? came(state, STATUS.TOO_MANY) : done({ ...state, unfinished }, toSmallWord(unfinished));
}

function shutDown(state: QueueState, immediate: boolean): QueueState {
  if (!immediate) return { ...state, shut: true };
  return { ...state, shut: true, items: [], unfinished: Math.max(0, state.unfinished - state.items.length) };
}
