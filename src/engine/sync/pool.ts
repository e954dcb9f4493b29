/**
 * The heart of Python's pools: a queue of task words in order of submission, the threads that take them, and an end.
 *
 * Protocol: MUTEX guards everything. STATE goes OPEN → CLOSED → TERMINATED. THREADS counts those that have not left yet; a
 * thread takes until SHUT_DOWN, then leaves. A burst of submissions wakes a sleeping thread once; it then takes tasks without
 * sleeping as long as there are any. Events, on the pool, numbered inside the mutex: `submit` and `task-start` with the task,
 * `get-wait` where a thread has to wait for one, `refused` after close, `close`, `terminate`, `join-wait`, `join`.
 * Promised: tasks are started in the order of submission. Not promised: which thread gets which.
 */
import type { Address, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { type Allocate, clearStore, ensureRoom, peek, pushWord, shiftWord, STORE } from "./store.ts";
import { ALL, announce, countSleepers, sleepAt, stepAside } from "./turnstile.ts";

/** Offsets in a pool's words. */
const POOL = { MUTEX: 0, STATE: 1, THREADS: 2, STORE: 3, TASKS: 7, GONE: 10 } as const;
export const POOL_WORDS = 13;

/** What STATE says. */
const POOL_STATE = { OPEN: 0, CLOSED: 1, TERMINATED: 2 } as const;

/** Makes an open pool of `threads` (1 or more) threads, each of which is to take and finally to leave. */
export function initPool(words: Int32Array, at: Address, threads: number): void {
  for (let i = 0; i < POOL_WORDS; i++) Atomics.store(words, at + i, 0);
  Atomics.store(words, at + POOL.THREADS, threads);
}

/** Adds a task. @returns OK, or CLOSED. @throws what `allocate` throws; nothing is then submitted. */
export function submitTask(
  ctx: SyncContext,
  at: Address,
  task: Word,
  allocate: Allocate,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  const store = at + POOL.STORE;
  enterMutex(words, at);
  if (words[at + POOL.STATE] !== POOL_STATE.OPEN) {
    probe.did(OP.refused, at, 0);
    leaveMutex(words, at);
    return STATUS.CLOSED;
  }
  if (words[store + STORE.COUNT] === words[store + STORE.ROOM]) growInside(words, at, allocate);
  pushWord(words, store, task);
  probe.did(OP.submit, at, task);
  const woken = announce(words, at + POOL.TASKS, 1);
  leaveMutex(words, at);
  if (woken !== 0) ctx.wake(at + POOL.TASKS, woken);
  return STATUS.OK;
}

/**
 * A pool's thread takes the next task into `ctx.result`; it waits while there is none.
 * @returns OK, SHUT_DOWN (there will be no more) or TIMED_OUT. @throws StopSignal while it waits.
 */
export function takeTask(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  const store = at + POOL.STORE;
  enterMutex(words, at);
  if (words[store + STORE.COUNT] === 0) {
    const status = waitForTask(ctx, at, timeoutMs, probe);
    if (status !== STATUS.OK) {
      leaveMutex(words, at);
      return status;
    }
  }
  const task = shiftWord(words, store);
  ctx.result = task;
  probe.did(OP["task-start"], at, task);
  leaveMutex(words, at);
  return STATUS.OK;
}

/** No more tasks are taken in; those that are in will run. */
export function closePool(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  return end(ctx, at, POOL_STATE.CLOSED, OP.close, probe);
}

/** No more tasks are taken in, and those that no thread has taken yet are dropped. */
export function terminatePool(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  return end(ctx, at, POOL_STATE.TERMINATED, OP.terminate, probe);
}

/** A pool's thread has gone. @returns OK with the threads left as a small word, or TOO_MANY. */
export function leavePool(ctx: SyncContext, at: Address): Status {
  const words = ctx.words;
  enterMutex(words, at);
  const left = words[at + POOL.THREADS] - 1;
  if (left < 0) {
    leaveMutex(words, at);
    return STATUS.TOO_MANY;
  }
  words[at + POOL.THREADS] = left;
  ctx.result = toSmallWord(left);
  const woken = left === 0 ? announce(words, at + POOL.GONE, ALL) : 0;
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + POOL.GONE, ALL);
  return STATUS.OK;
}

/** Waits until all its threads have gone. @returns OK, TIMED_OUT, or REFUSED while it is open. @throws StopSignal */
export function joinPool(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + POOL.STATE] === POOL_STATE.OPEN) {
    leaveMutex(words, at);
    return STATUS.REFUSED;
  }
  if (words[at + POOL.THREADS] > 0) stepAside(ctx, at);
  if (words[at + POOL.THREADS] > 0) {
    const deadlineMs = deadlineAfter(ctx, timeoutMs);
    probe.waits(OP["join-wait"], at, timeoutMs !== FOREVER);
    while (words[at + POOL.THREADS] > 0) {
      const inTime = sleepAt(ctx, at, at + POOL.GONE, deadlineMs);
      if (inTime || words[at + POOL.THREADS] === 0) continue;
      probe.did(OP["join-timeout"], at, 0);
      leaveMutex(words, at);
      return STATUS.TIMED_OUT;
    }
  }
  probe.did(OP.join, at, 0);
  leaveMutex(words, at);
  return STATUS.OK;
}

/** What a pool looks like from outside. */
export interface PoolSight {
  /** Tasks that no thread has taken yet. */
  readonly queued: number;
  /** Threads that have not left. */
  readonly threads: number;
  /** Threads that wait for a task. */
  readonly idle: number;
  readonly state: "open" | "closed" | "terminated";
}

const STATE_NAMES = ["open", "closed", "terminated"] as const;

/** Reads a pool for the inspector and the deadlock watch; the parts are not of one moment. */
export function describePool(words: Int32Array, at: Address): PoolSight {
  return {
    queued: Atomics.load(words, at + POOL.STORE + STORE.COUNT),
    threads: Atomics.load(words, at + POOL.THREADS),
    idle: countSleepers(words, at + POOL.TASKS),
    state: STATE_NAMES[Atomics.load(words, at + POOL.STATE)] ?? "terminated",
  };
}

/** Tasks not taken yet, in order; nobody may be inside meanwhile, so ask of a run that ended. */
export function tasksOfPool(words: Int32Array, at: Address): Word[] {
  const store = at + POOL.STORE;
  return Array.from({ length: words[store + STORE.COUNT] }, (_, i) => peek(words, store, i));
}

/** Inside the mutex, before and after. OK: there is a task. */
function waitForTask(ctx: SyncContext, at: Address, timeoutMs: Milliseconds, probe: Probe): Status {
  const words = ctx.words;
  const count = at + POOL.STORE + STORE.COUNT;
  if (words[at + POOL.STATE] !== POOL_STATE.OPEN) return STATUS.SHUT_DOWN;
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  stepAside(ctx, at);
  const mustWait = words[count] === 0 && words[at + POOL.STATE] === POOL_STATE.OPEN;
  if (mustWait) probe.waits(OP["get-wait"], at, timeoutMs !== FOREVER);
  for (let inTime = true; ; ) {
    if (words[count] > 0) return STATUS.OK;
    if (words[at + POOL.STATE] !== POOL_STATE.OPEN) return STATUS.SHUT_DOWN;
    if (!inTime) break;
    inTime = sleepAt(ctx, at, at + POOL.TASKS, deadlineMs);
  }
  probe.did(OP["get-timeout"], at, 0);
  return STATUS.TIMED_OUT;
}

function end(ctx: SyncContext, at: Address, state: number, op: number, probe: Probe): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + POOL.STATE] < state) Atomics.store(words, at + POOL.STATE, state);
  if (state === POOL_STATE.TERMINATED) clearStore(words, at + POOL.STORE);
  probe.did(op, at, 0);
  const woken = announce(words, at + POOL.TASKS, ALL);
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + POOL.TASKS, ALL);
  return STATUS.OK;
}

function growInside(words: Int32Array, at: Address, allocate: Allocate): void {
  try {
    ensureRoom(words, at + POOL.STORE, allocate);
  } catch (fault) {
    leaveMutex(words, at);
    throw fault;
  }
}
