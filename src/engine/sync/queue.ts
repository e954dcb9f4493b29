/**
 * Python's `queue.Queue`, `LifoQueue` and `PriorityQueue` (CPython 3.13, with `shutdown`) for 32-bit words.
 *
 * Protocol: MUTEX guards everything, and every event is numbered inside it, so puts, gets, refusals and timeouts have
 * exactly the queue's own order. Three turnstiles, named for what they announce, as in CPython: NOT_EMPTY, NOT_FULL, ALL_DONE.
 * Whoever changes something announces inside the mutex and wakes after leaving it; a burst of puts wakes a sleeping
 * getter once. All words are written under one mutex by whoever is inside, so they share a cache line on purpose.
 * A put or get that shutdown turns away is told as `refused`, like one that was tried at once in vain.
 * Not promised: fairness among getters or putters; sizes that are still true when read.
 */
import type { Address, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { toBooleanWord, toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { type Before, popHeap, pushHeap } from "./heap-order.ts";
import { type Allocate, clearStore, ensureRoom, peek, popWord, pushWord, shiftWord, STORE } from "./store.ts";
import { ALL, announce, countSleepers, sleepAt, stepAside } from "./turnstile.ts";

/** Offsets in a queue's words. */
export const QUEUE = {
  MUTEX: 0,
  KIND: 1,
  CAPACITY: 2,
  UNFINISHED: 3,
  SHUT: 4,
  STORE: 5,
  NOT_EMPTY: 9,
  NOT_FULL: 12,
  ALL_DONE: 15,
} as const;
export const QUEUE_WORDS = 18;

/** Which item a get takes: the oldest, the newest, or the one that sorts first. */
export const QUEUE_KIND = { FIFO: 0, LIFO: 1, PRIORITY: 2 } as const;
export type QueueKind = (typeof QUEUE_KIND)[keyof typeof QUEUE_KIND];

/**
 * What a queue needs from whoever owns its items. `allocate` gives room when it grows: not the machine's own allocator, whose
 * addresses must come out the same in a replay. `before` orders a priority queue; if it throws, the queue is as it was.
 */
export interface QueueOwner {
  readonly allocate: Allocate;
  readonly before: Before;
}

/** Makes an empty queue in words that are all 0. `capacity` of 0 or less means no limit, as in Python. */
export function initQueue(words: Int32Array, at: Address, kind: QueueKind, capacity: number): void {
  for (let i = 0; i < QUEUE_WORDS; i++) Atomics.store(words, at + i, 0);
  Atomics.store(words, at + QUEUE.KIND, kind);
  Atomics.store(words, at + QUEUE.CAPACITY, capacity > 0 ? capacity : 0);
}

/**
 * Puts `item`; `timeoutMs` 0 tries once.
 * @returns OK, REFUSED (full), TIMED_OUT or SHUT_DOWN. @throws StopSignal while it waits, and what `owner` throws; nothing is then put.
 */
export function putQueue(
  ctx: SyncContext,
  at: Address,
  item: Word,
  timeoutMs: Milliseconds,
  owner: QueueOwner,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + QUEUE.SHUT] !== 0 || isFull(words, at)) {
    const status = waitForRoom(ctx, at, timeoutMs, probe);
    if (status !== STATUS.OK) {
      leaveMutex(words, at);
      return status;
    }
  }
  const store = at + QUEUE.STORE;
  const kind = words[at + QUEUE.KIND];
  if (kind === QUEUE_KIND.PRIORITY || words[store + STORE.COUNT] === words[store + STORE.ROOM]) {
    putCarefully(words, at, item, owner);
  } else {
    pushWord(words, store, item);
  }
  words[at + QUEUE.UNFINISHED]++;
  probe.did(OP.put, at, item);
  const woken = announce(words, at + QUEUE.NOT_EMPTY, 1);
  leaveMutex(words, at);
  if (woken !== 0) ctx.wake(at + QUEUE.NOT_EMPTY, woken);
  return STATUS.OK;
}

/**
 * Takes an item into `ctx.result`; `timeoutMs` 0 tries once.
 * @returns OK, REFUSED (empty), TIMED_OUT or SHUT_DOWN (shut down and empty). @throws StopSignal while it waits, and what `owner.before` throws.
 */
export function getQueue(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds,
  owner: QueueOwner,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  enterMutex(words, at);
  const store = at + QUEUE.STORE;
  if (words[store + STORE.COUNT] === 0) {
    const status = waitForItem(ctx, at, timeoutMs, probe);
    if (status !== STATUS.OK) {
      leaveMutex(words, at);
      return status;
    }
  }
  const kind = words[at + QUEUE.KIND];
  const item =
    kind === QUEUE_KIND.FIFO
      ? shiftWord(words, store)
      : kind === QUEUE_KIND.LIFO
        ? popWord(words, store)
        : takeFirst(words, at, owner);
  ctx.result = item;
  probe.did(OP.get, at, item);
  const woken = announce(words, at + QUEUE.NOT_FULL, 1);
  leaveMutex(words, at);
  if (woken !== 0) ctx.wake(at + QUEUE.NOT_FULL, woken);
  return STATUS.OK;
}

/** Says that one item that was got is dealt with. @returns OK with what is left as a small word, or TOO_MANY. */
export function markTaskDone(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  const left = words[at + QUEUE.UNFINISHED] - 1;
  if (left < 0) {
    leaveMutex(words, at);
    return STATUS.TOO_MANY;
  }
  words[at + QUEUE.UNFINISHED] = left;
  ctx.result = toSmallWord(left);
  probe.did(OP["task-done"], at, ctx.result);
  const woken = left === 0 ? announce(words, at + QUEUE.ALL_DONE, ALL) : 0;
  leaveMutex(words, at);
  if (woken !== 0) ctx.wake(at + QUEUE.ALL_DONE, ALL);
  return STATUS.OK;
}

/** Waits until every item put was marked done. @returns OK, or with a limit TIMED_OUT. @throws StopSignal */
export function joinQueue(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + QUEUE.UNFINISHED] > 0) stepAside(ctx, at);
  if (words[at + QUEUE.UNFINISHED] > 0) {
    const deadlineMs = deadlineAfter(ctx, timeoutMs);
    probe.waits(OP["join-wait"], at, timeoutMs !== FOREVER);
    while (words[at + QUEUE.UNFINISHED] > 0) {
      const inTime = sleepAt(ctx, at, at + QUEUE.ALL_DONE, deadlineMs);
      if (inTime || words[at + QUEUE.UNFINISHED] === 0) continue;
      probe.did(OP["join-timeout"], at, 0);
      leaveMutex(words, at);
      return STATUS.TIMED_OUT;
    }
  }
  probe.did(OP.join, at, 0);
  leaveMutex(words, at);
  return STATUS.OK;
}

/**
 * Ends the queue: puts are turned away from now on, gets once it is empty; everybody who waits looks again. `immediate`
 * drops what is queued, which counts as done.
 */
export function shutDownQueue(ctx: SyncContext, at: Address, immediate: boolean, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  const store = at + QUEUE.STORE;
  enterMutex(words, at);
  Atomics.store(words, at + QUEUE.SHUT, 1);
  if (immediate) {
    words[at + QUEUE.UNFINISHED] = Math.max(0, words[at + QUEUE.UNFINISHED] - words[store + STORE.COUNT]);
    clearStore(words, store);
  }
  probe.did(OP.shutdown, at, toBooleanWord(immediate));
  const getters = announce(words, at + QUEUE.NOT_EMPTY, ALL);
  const putters = announce(words, at + QUEUE.NOT_FULL, ALL);
  const joiners = immediate ? announce(words, at + QUEUE.ALL_DONE, ALL) : 0;
  leaveMutex(words, at);
  if (getters > 0) ctx.wake(at + QUEUE.NOT_EMPTY, ALL);
  if (putters > 0) ctx.wake(at + QUEUE.NOT_FULL, ALL);
  if (joiners > 0) ctx.wake(at + QUEUE.ALL_DONE, ALL);
  return STATUS.OK;
}

/** Items in the queue; stale as soon as it is said. */
export function sizeOfQueue(words: Int32Array, at: Address): number {
  return Atomics.load(words, at + QUEUE.STORE + STORE.COUNT);
}

/** Whether a bounded queue has no room; stale as soon as it is said. */
export function isQueueFull(words: Int32Array, at: Address): boolean {
  const capacity = Atomics.load(words, at + QUEUE.CAPACITY);
  return capacity > 0 && sizeOfQueue(words, at) >= capacity;
}

/** What a queue looks like from outside. */
export interface QueueSight {
  readonly size: number;
  /** 0 no limit. */
  readonly capacity: number;
  readonly unfinished: number;
  readonly shutDown: boolean;
  readonly getters: number;
  readonly putters: number;
  readonly joiners: number;
}

/** Reads a queue for the inspector and the deadlock watch; the parts are not of one moment. */
export function describeQueue(words: Int32Array, at: Address): QueueSight {
  return {
    size: sizeOfQueue(words, at),
    capacity: Atomics.load(words, at + QUEUE.CAPACITY),
    unfinished: Atomics.load(words, at + QUEUE.UNFINISHED),
    shutDown: Atomics.load(words, at + QUEUE.SHUT) !== 0,
    getters: countSleepers(words, at + QUEUE.NOT_EMPTY),
    putters: countSleepers(words, at + QUEUE.NOT_FULL),
    joiners: countSleepers(words, at + QUEUE.ALL_DONE),
  };
}

/** The items as they lie, oldest first (a heap's order for a priority queue); nobody may be inside meanwhile, so ask of a run that ended. */
export function itemsOfQueue(words: Int32Array, at: Address): Word[] {
  return Array.from({ length: sizeOfQueue(words, at) }, (_, i) => peek(words, at + QUEUE.STORE, i));
}

function isFull(words: Int32Array, at: Address): boolean {
  const capacity = words[at + QUEUE.CAPACITY];
  return capacity > 0 && words[at + QUEUE.STORE + STORE.COUNT] >= capacity;
}

/** Inside the mutex, before and after. OK: there is room. */
function waitForRoom(ctx: SyncContext, at: Address, timeoutMs: Milliseconds, probe: Probe): Status {
  const words = ctx.words;
  if (words[at + QUEUE.SHUT] !== 0) return turnAway(at, STATUS.SHUT_DOWN, OP.refused, probe);
  if (timeoutMs <= 0) return turnAway(at, STATUS.REFUSED, OP.refused, probe);
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  stepAside(ctx, at);
  if (words[at + QUEUE.SHUT] === 0 && isFull(words, at)) probe.waits(OP["put-wait"], at, timeoutMs !== FOREVER);
  for (let inTime = true; ; ) {
    if (words[at + QUEUE.SHUT] !== 0) return turnAway(at, STATUS.SHUT_DOWN, OP.refused, probe);
    if (!isFull(words, at)) return STATUS.OK;
    if (!inTime) return turnAway(at, STATUS.TIMED_OUT, OP["put-timeout"], probe);
    inTime = sleepAt(ctx, at, at + QUEUE.NOT_FULL, deadlineMs);
  }
}

/** Inside the mutex, before and after. OK: there is an item. */
function waitForItem(ctx: SyncContext, at: Address, timeoutMs: Milliseconds, probe: Probe): Status {
  const words = ctx.words;
  const count = at + QUEUE.STORE + STORE.COUNT;
  if (words[at + QUEUE.SHUT] !== 0) return turnAway(at, STATUS.SHUT_DOWN, OP.refused, probe);
  if (timeoutMs <= 0) return turnAway(at, STATUS.REFUSED, OP.refused, probe);
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  stepAside(ctx, at);
  if (words[at + QUEUE.SHUT] === 0 && words[count] === 0) probe.waits(OP["get-wait"], at, timeoutMs !== FOREVER);
  for (let inTime = true; ; ) {
    if (words[count] > 0) return STATUS.OK;
    if (words[at + QUEUE.SHUT] !== 0) return turnAway(at, STATUS.SHUT_DOWN, OP.refused, probe);
    if (!inTime) return turnAway(at, STATUS.TIMED_OUT, OP["get-timeout"], probe);
    inTime = sleepAt(ctx, at, at + QUEUE.NOT_EMPTY, deadlineMs);
  }
}

function turnAway(at: Address, status: Status, op: number, probe: Probe): Status {
  probe.did(op, at, 0);
  return status;
}

/** A put that may call the owner: if that throws, the mutex is left and nothing was put. */
function putCarefully(words: Int32Array, at: Address, item: Word, owner: QueueOwner): void {
  const store = at + QUEUE.STORE;
  try {
    ensureRoom(words, store, owner.allocate);
    if (words[at + QUEUE.KIND] === QUEUE_KIND.PRIORITY) pushHeap(words, store, item, owner.before);
    else pushWord(words, store, item);
  } catch (fault) {
    leaveAndPassOn(words, at, at + QUEUE.NOT_FULL);
    throw fault;
  }
}

function takeFirst(words: Int32Array, at: Address, owner: QueueOwner): Word {
  try {
    return popHeap(words, at + QUEUE.STORE, owner.before);
  } catch (fault) {
    leaveAndPassOn(words, at, at + QUEUE.NOT_EMPTY);
    throw fault;
  }
}

/** Whoever fails may have been woken for what is still there: the next sleeper gets that wake-up. */
function leaveAndPassOn(words: Int32Array, at: Address, turnstile: Address): void {
  const woken = announce(words, turnstile, 1);
  leaveMutex(words, at);
  if (woken > 0) Atomics.notify(words, turnstile, woken);
}
