/**
 * Futures and pools: what the prelude's executors are made of. A task is a future; what it is to run is kept beside it.
 * A future's callbacks are a chain (function word, next) in its first extra word, which holds SETTLED once they were called:
 * whoever finds that calls at once, so that none is lost and none called twice.
 */
import type { Address } from "../../base/ids.ts";
import { fromSmallWord, TRUE, UNBOUND } from "../../memory/words.ts";
import { FUTURE_STATE, STATUS, VERB } from "../../program/operation.ts";
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { makeList } from "../objects/lists.ts";
import { extraSlot, extraValue, makePrimitive, setExtra } from "../objects/primitives.ts";
import { share } from "../objects/share.ts";
import { PyTuple, type Value } from "../values.ts";
import { limitOf, perform, primitive } from "./operations.ts";

const CALLBACKS = 0;
const WORK = 1;
/** The future that was given to the same pool before; for cancelling what is queued. */
const BEFORE = 2;
/** No chain has this address. */
const SETTLED = 1;

const LATEST = 0;

function makeFuture(host: Host): NativeResult {
  return makePrimitive(host, "future", -1);
}

/** `_submit(pool, future, work)`: whether the pool took it. */
function submit(host: Host, [pool, future, work]: Value[]): NativeResult {
  const { heap } = host;
  const { at } = primitive([future]);
  share(heap, work);
  share(heap, future);
  setExtra(heap, at, WORK, work);
  const status = perform(host, VERB.POOL_SUBMIT, primitive([pool]).at, 0, heap.toWord(future));
  if (status < 0) return SUSPEND;
  if (status !== STATUS.OK) return false;
  remember(host, primitive([pool]).at, at);
  return true;
}

/** Adds a future to the chain of all that were given to the pool. */
function remember(host: Host, pool: Address, future: Address): void {
  const { heap } = host;
  const latest = extraSlot(heap, pool, LATEST);
  for (;;) {
    const before = heap.load(latest);
    heap.store(extraSlot(heap, future, BEFORE), before);
    if (heap.memory.compareExchange(latest, before, future << 1) !== before) continue;
    heap.store(extraSlot(heap, future, BEFORE), host.world.remember(before));
    return;
  }
}

/** `_pool_futures(pool)`: all that were given to it, oldest first. */
function poolFutures(host: Host, [pool]: Value[]): NativeResult {
  const { heap } = host;
  const futures: Value[] = [];
  const latest = host.world.remember(heap.load(extraSlot(heap, primitive([pool]).at, LATEST)));
  let future = latest === UNBOUND ? null : heap.fromWord(latest);
  while (future !== null) {
    futures.unshift(future);
    future = extraValue(heap, primitive([future]).at, BEFORE);
  }
  return makeList(heap, futures);
}

/** `_take(pool)`: the next future, None when there will be no more. */
function take(host: Host, [pool]: Value[]): NativeResult {
  const status = perform(host, VERB.POOL_TAKE, primitive([pool]).at);
  if (status < 0) return SUSPEND;
  return status === STATUS.OK ? host.heap.fromWord(host.operation.result) : null;
}

function poolVerb(
  verb: typeof VERB.POOL_CLOSE | typeof VERB.POOL_TERMINATE | typeof VERB.POOL_JOIN | typeof VERB.POOL_LEAVE,
): Native {
  return (host, [pool]) => (perform(host, verb, primitive([pool]).at) < 0 ? SUSPEND : null);
}

/** `_begin(future)`: False where it was cancelled. */
function begin(host: Host, [future]: Value[]): NativeResult {
  const status = perform(host, VERB.FUTURE_BEGIN, primitive([future]).at);
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

/** `_settle(future, value, failed)`: False where it was settled before. */
function settle(host: Host, [future, value, failed]: Value[]): NativeResult {
  const { heap } = host;
  share(heap, value);
  const status = perform(
    host,
    VERB.FUTURE_SETTLE,
    primitive([future]).at,
    0,
    heap.toWord(value),
    failed === true ? TRUE : 0,
  );
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

const OUTCOMES = new Map<number, string>([
  [STATUS.OK, "finished"],
  [STATUS.FAILED, "failed"],
  [STATUS.CANCELLED, "cancelled"],
  [STATUS.TIMED_OUT, "timeout"],
  [STATUS.REFUSED, "timeout"],
]);

/** `_await_future(future, timeout)`: how it came out, and the result or exception. */
function wait(host: Host, [future, timeout]: Value[]): NativeResult {
  const status = perform(host, VERB.FUTURE_WAIT, primitive([future]).at, limitOf(host, timeout));
  if (status < 0) return SUSPEND;
  const settled = status === STATUS.OK || status === STATUS.FAILED;
  return new PyTuple([OUTCOMES.get(status) ?? "timeout", settled ? host.heap.fromWord(host.operation.result) : null]);
}

const STATE_NAMES = new Map<number, string>([
  [FUTURE_STATE.PENDING, "pending"],
  [FUTURE_STATE.RUNNING, "running"],
  [FUTURE_STATE.CANCELLED, "cancelled"],
  [FUTURE_STATE.FINISHED, "finished"],
  [FUTURE_STATE.FAILED, "failed"],
]);

function state(host: Host, [future]: Value[]): NativeResult {
  const status = perform(host, VERB.FUTURE_STATE, primitive([future]).at);
  return status < 0 ? SUSPEND : (STATE_NAMES.get(fromSmallWord(host.operation.result)) ?? null);
}

function cancel(host: Host, [future]: Value[]): NativeResult {
  const status = perform(host, VERB.FUTURE_CANCEL, primitive([future]).at);
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

/** `_add_callback(future, function)`: False where the callbacks have been called already. Asking for the state is its visible step. */
function addCallback(host: Host, [future, callback]: Value[]): NativeResult {
  const { heap } = host;
  const { at } = primitive([future]);
  if (perform(host, VERB.FUTURE_STATE, at) < 0) return SUSPEND;
  share(heap, callback);
  const node = heap.alloc(2);
  heap.store(node, heap.toWord(callback));
  const chain = extraSlot(heap, at, CALLBACKS);
  for (;;) {
    const first = heap.load(chain);
    heap.store(node + 1, first);
    if (first !== SETTLED && heap.memory.compareExchange(chain, first, node) !== first) continue;
    const found = host.world.remember(first);
    heap.store(node + 1, found);
    return found !== SETTLED;
  }
}

/** `_take_callbacks(future)`: in the order they were added; from now on they are called at once. */
function takeCallbacks(host: Host, [future]: Value[]): NativeResult {
  const { heap } = host;
  const chain = extraSlot(heap, primitive([future]).at, CALLBACKS);
  for (;;) {
    const first = heap.load(chain);
    if (first !== SETTLED && heap.memory.compareExchange(chain, first, SETTLED) !== first) continue;
    const found = host.world.remember(first);
    return makeList(heap, found === SETTLED ? [] : callbacksFrom(host, found));
  }
}

function callbacksFrom(host: Host, first: Address): Value[] {
  const { heap } = host;
  const callbacks: Value[] = [];
  for (let node = first; node !== 0; node = heap.load(node + 1)) callbacks.unshift(heap.fromWord(heap.load(node)));
  return callbacks;
}

export const FUTURE_NATIVES: Readonly<Record<string, Native>> = {
  _make_future: makeFuture,
  _make_pool: (host, [threads]) => makePrimitive(host, "pool", threads as number),
  _submit: submit,
  _pool_futures: poolFutures,
  _take: take,
  _close: poolVerb(VERB.POOL_CLOSE),
  _terminate: poolVerb(VERB.POOL_TERMINATE),
  _join_pool: poolVerb(VERB.POOL_JOIN),
  _leave: poolVerb(VERB.POOL_LEAVE),
  _begin: begin,
  _settle: settle,
  _work: (host, [future]) => extraValue(host.heap, primitive([future]).at, WORK),
  _await_future: wait,
  _state: state,
  _cancel: cancel,
  _add_callback: addCallback,
  _take_callbacks: takeCallbacks,
};

/** `threading` closes pools that the listing left open when main ends. */
export const closePool: Native = poolVerb(VERB.POOL_CLOSE);
