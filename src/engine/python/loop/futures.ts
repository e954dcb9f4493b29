/**
 * Futures and tasks as objects in memory, and what becomes of them: a result, an exception, a cancellation; who is told.
 * Rule: what CPython's `_asyncio` does in one step is one step here, in the same order.
 */
import type { Address, Word } from "../../base/ids.ts";
import { InternalError } from "../../base/errors.ts";
import { NONE } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import type { Host } from "../native.ts";
import { EXCEPTION } from "../objects/instances.ts";
import { HEADER_WORDS, KIND, NAME } from "../objects/kinds.ts";
import { PyRef, type PyTuple, type Value } from "../values.ts";
import { type EventLoop, internalCall } from "./event-loop.ts";
import { Callback, TaskState } from "./task-state.ts";

const BASE = HEADER_WORDS;

/** Words of a future. */
export const FUTURE = {
  /** One of DONE_STATE. */
  STATE: BASE,
  /** Word of the result or exception; of a cancelled task, of the CancelledError that left it, 0 once somebody has it. */
  RESULT: BASE + 1,
  /** Where the exception had passed when it was set. */
  TRACEBACK: BASE + 2,
  /** Address of its loop. */
  LOOP: BASE + 3,
  /** FLAG bits. */
  FLAGS: BASE + 4,
  /** Word of the cancellation's message; 0 none. */
  MESSAGE: BASE + 5,
  /** Word of a tuple: the futures that are cancelled in its place (`gather`); 0 none. */
  CHILDREN: BASE + 6,
} as const;
export const FUTURE_WORDS = HEADER_WORDS + 7;

/** More words of a task. */
export const TASK = {
  /** Word of its coroutine. */
  COROUTINE: FUTURE_WORDS,
  /** How often it was asked to cancel itself, less `uncancel`. */
  CANCELS: FUTURE_WORDS + 1,
  /** Its name (word of a str), 0 where it is still `Task-NUMBER`. */
  NAME: FUTURE_WORDS + 2,
  NUMBER: FUTURE_WORDS + 3,
} as const;
export const TASK_WORDS = FUTURE_WORDS + 4;

export const DONE_STATE = { PENDING: 0, CANCELLED: 1, FINISHED: 2 } as const;

export const FLAG = {
  /** RESULT is an exception. */
  FAILED: 1,
  /** Nobody has fetched the exception. */
  UNFETCHED: 2,
  /** It was given to its task by an `await`, not by a `yield`. */
  AWAITED: 4,
  /** A cancellation of `gather` was asked for. */
  CANCEL_ASKED: 8,
  /** Nothing is said when it is destroyed while pending. */
  QUIET: 16,
} as const;

/** A pending future of a loop. */
export function makeFuture(heap: Heap, loop: Address): PyRef {
  const at = heap.alloc(FUTURE_WORDS);
  heap.store(at, KIND.ASYNC_FUTURE);
  heap.store(at + FUTURE.LOOP, loop);
  return new PyRef(at);
}

export function isFuture(heap: Heap, value: Value): value is PyRef {
  if (!(value instanceof PyRef)) return false;
  const kind = heap.kind(value);
  return kind === KIND.ASYNC_FUTURE || kind === KIND.TASK;
}

export function isTask(heap: Heap, value: Value): value is PyRef {
  return value instanceof PyRef && heap.kind(value) === KIND.TASK;
}

export function isDone(heap: Heap, at: Address): boolean {
  return heap.load(at + FUTURE.STATE) !== DONE_STATE.PENDING;
}

export function isCancelled(heap: Heap, at: Address): boolean {
  return heap.load(at + FUTURE.STATE) === DONE_STATE.CANCELLED;
}

export function hasFlag(heap: Heap, at: Address, flag: number): boolean {
  return (heap.load(at + FUTURE.FLAGS) & flag) !== 0;
}

export function setFlags(heap: Heap, at: Address, set: number, clear = 0): void {
  heap.store(at + FUTURE.FLAGS, (heap.load(at + FUTURE.FLAGS) & ~clear) | set);
}

/** The name for people; a future's is set by who made it ("gather", "sleep"). */
export function nameFuture(heap: Heap, at: Address, name: string): void {
  heap.store(at + NAME, heap.stringWord(name));
}

/** `task.get_name()`. */
export function taskName(heap: Heap, at: Address): string {
  const word = heap.load(at + TASK.NAME);
  return word === 0 ? `Task-${heap.load(at + TASK.NUMBER)}` : (heap.fromWord(word) as string);
}

/** The result of a finished future that did not fail. */
export function resultOf(heap: Heap, at: Address): Value {
  return heap.fromWord(heap.load(at + FUTURE.RESULT));
}

/** A new CancelledError with the message of the cancellation. */
export function makeCancelledError(host: Host, message: Value): PyRef {
  return host.objects.makeExceptionWith("asyncio.exceptions.CancelledError", message === null ? [] : [message]);
}

/** The message a future was cancelled with. */
export function cancelMessage(heap: Heap, at: Address): Value {
  const word = heap.load(at + FUTURE.MESSAGE);
  return word === 0 ? null : heap.fromWord(word);
}

/** What a cancelled future raises: what its task was left by, and from the second time on a new one. CPython's `_make_cancelled_error`. */
export function takeCancelledError(host: Host, at: Address): PyRef {
  const { heap } = host;
  const left = heap.load(at + FUTURE.RESULT);
  heap.store(at + FUTURE.RESULT, 0);
  const isLeft = left !== 0 && isCancelled(heap, at);
  return isLeft ? (heap.fromWord(left) as PyRef) : makeCancelledError(host, cancelMessage(heap, at));
}

/**
 * What a done future raises, undefined where it has a result. From now on its exception counts as fetched, and it has passed only
 * the places that it had when it was set.
 */
export function raisedBy(host: Host, loop: EventLoop | undefined, at: Address): Value | undefined {
  const { heap } = host;
  if (isCancelled(heap, at)) return takeCancelledError(host, at);
  if (!hasFlag(heap, at, FLAG.FAILED)) return undefined;
  markFetched(heap, loop, at);
  const exception = resultOf(heap, at) as PyRef;
  heap.store(exception.at + EXCEPTION.TRACEBACK, heap.load(at + FUTURE.TRACEBACK));
  return exception;
}

export function markFetched(heap: Heap, loop: EventLoop | undefined, at: Address): void {
  if (!hasFlag(heap, at, FLAG.UNFETCHED)) return;
  setFlags(heap, at, 0, FLAG.UNFETCHED);
  loop?.unfetched.delete(at);
}

/** Gives a pending future its result. */
export function finish(host: Host, loop: EventLoop, at: Address, result: Word): void {
  host.heap.store(at + FUTURE.RESULT, result);
  settle(host, loop, at, DONE_STATE.FINISHED);
}

/** Gives a pending future an exception. */
export function fail(host: Host, loop: EventLoop, at: Address, exception: PyRef): void {
  const { heap } = host;
  heap.store(at + FUTURE.RESULT, heap.toWord(exception));
  heap.store(at + FUTURE.TRACEBACK, heap.load(exception.at + EXCEPTION.TRACEBACK));
  setFlags(heap, at, FLAG.FAILED | FLAG.UNFETCHED);
  loop.unfetched.add(at);
  settle(host, loop, at, DONE_STATE.FINISHED);
}

/** `Future.cancel`: false where it was done. */
export function cancel(host: Host, loop: EventLoop, at: Address, message: Value): boolean {
  const { heap } = host;
  if (heap.kind(new PyRef(at)) === KIND.TASK) return cancelTask(host, loop, at, message);
  setFlags(heap, at, 0, FLAG.UNFETCHED);
  loop.unfetched.delete(at);
  if (isDone(heap, at)) return false;
  const children = heap.load(at + FUTURE.CHILDREN);
  if (children !== 0) return cancelChildren(host, loop, at, heap.fromWord(children) as PyTuple, message);
  markCancelled(host, loop, at, message);
  return true;
}

/** Cancels a pending future by itself. */
export function markCancelled(host: Host, loop: EventLoop, at: Address, message: Value): void {
  if (message !== null) host.heap.store(at + FUTURE.MESSAGE, host.heap.toWord(message));
  settle(host, loop, at, DONE_STATE.CANCELLED);
}

/** Cancels a pending task that was left by a CancelledError. */
export function markLeft(host: Host, loop: EventLoop, at: Address, error: PyRef): void {
  host.heap.store(at + FUTURE.RESULT, host.heap.toWord(error));
  settle(host, loop, at, DONE_STATE.CANCELLED);
}

/** `gather` is cancelled through what it gathers, and is done when that is. */
function cancelChildren(host: Host, loop: EventLoop, at: Address, { items }: PyTuple, message: Value): boolean {
  let any = false;
  for (const child of items) if (cancel(host, loop, (child as PyRef).at, message)) any = true;
  if (any) {
    setFlags(host.heap, at, FLAG.CANCEL_ASKED);
    if (message !== null) host.heap.store(at + FUTURE.MESSAGE, host.heap.toWord(message));
  }
  return any;
}

/** `Task.cancel`: what it waits for is cancelled, or it is told at its next step. */
function cancelTask(host: Host, loop: EventLoop, at: Address, message: Value): boolean {
  const { heap } = host;
  setFlags(heap, at, 0, FLAG.UNFETCHED);
  loop.unfetched.delete(at);
  if (isDone(heap, at)) return false;
  const task = taskOf(loop, at);
  heap.store(at + TASK.CANCELS, heap.load(at + TASK.CANCELS) + 1);
  host.note(OP["task-cancel"], loop.at, laneKey(task.lane), 0);
  if (cancelAwaited(host, loop, task, message)) return true;
  task.mustCancel = true;
  task.message = message;
  return true;
}

/** Cancels what a task waits for; false where it waits for nothing that can be cancelled. */
export function cancelAwaited(host: Host, loop: EventLoop, task: TaskState, message: Value): boolean {
  if (task.waitsFor !== 0) return cancel(host, loop, task.waitsFor, message);
  const { timer } = task;
  if (timer === null || timer.done || timer.cancelled) return false;
  // A sleep is a future of its own that nobody sees: that is cancelled, and the timer with it.
  task.thrown = makeCancelledError(host, message);
  if (!loop.cancelTimer(timer)) timer.cancelled = true;
  wake(host, loop, task);
  return true;
}

export function taskOf(loop: EventLoop, at: Address): TaskState {
  const task = loop.tasks.get(at);
  if (task === undefined) throw new InternalError("a pending task that its loop does not know");
  return task;
}

/** A lane as an event names it. */
export function laneKey(lane: number): Word {
  return (lane << 1) | 1;
}

/** Makes a task ready, and tells who did. */
export function wake(host: Host, loop: EventLoop, task: TaskState): void {
  host.note(OP["task-wake"], task.waitsFor, laneKey(task.lane), 0);
  loop.ready.push(task);
}

/** The future is done: everybody who waits for it comes to the ready queue, in the order in which they asked. */
function settle(host: Host, loop: EventLoop, at: Address, state: number): void {
  host.heap.store(at + FUTURE.STATE, state);
  for (const waiter of loop.takeWaiters(at)) {
    if (waiter instanceof TaskState) wake(host, loop, waiter);
    else loop.ready.push(waiter);
  }
}

/** `add_done_callback`: called soon where the future is done. */
export function addDoneCallback(
  host: Host,
  loop: EventLoop,
  future: PyRef,
  callee: Value,
  context: Callback["context"],
  shared: Address = 0,
): void {
  const callback = new Callback(0, callee, [future], context, false);
  callback.shared = shared;
  if (isDone(host.heap, future.at)) loop.ready.push(callback);
  else loop.addWaiter(future.at, callback);
}

/** What the loop has to say of a failed future that nobody will fetch. */
export function reportLater(host: Host, loop: EventLoop, name: string, args: readonly Value[]): void {
  loop.reports.push(internalCall(host.preludeValue("asyncio", name), args));
}

/** Words of values that a future or task holds. */
export function futureWords(heap: Heap, at: Address): Word[] {
  const { RESULT, MESSAGE, CHILDREN } = FUTURE;
  const own = [RESULT, MESSAGE, CHILDREN].map((offset) => heap.load(at + offset));
  if (heap.kind(new PyRef(at)) !== KIND.TASK) return own.filter((word) => word !== 0);
  return [...own, heap.load(at + TASK.COROUTINE)].filter((word) => word !== 0 && word !== NONE);
}
