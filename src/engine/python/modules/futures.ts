/**
 * The natives of `concurrent.futures` and of `multiprocessing.pool`: the world's pools, and Future as a type.
 * Rule: a future's callbacks are a chain of pairs in the heap, read once, by whoever settles it.
 */
import { fromSmallWord, toBooleanWord } from "../../memory/words.ts";
import { FUTURE_STATE, STATUS, VERB } from "../../program/operation.ts";
import { bindNames, method, positional } from "../builtins/arguments.ts";
import { type Host, type Native, type NativeResult, PyRaise, SUSPEND, TailCall } from "../native.ts";
import {
  BROKEN_EXECUTOR,
  BROKEN_THREAD_POOL,
  CANCELLED_ERROR,
  FUTURES_ERROR,
  findExceptionType,
  INVALID_STATE_ERROR,
} from "../objects/exception-types.ts";
import { makeBuiltinException } from "../objects/exceptions.ts";
import { addMethods, createNative, type PyType } from "../objects/immutables.ts";
import { extraSlot, makePrimitive } from "../objects/primitives.ts";
import { share } from "../objects/share.ts";
import { FUTURE } from "../objects/types.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { ask, selfOf } from "./asking.ts";
import { timeoutMs } from "./seconds.ts";

/** In the word behind a future: nobody may add a callback any more. Else 0 or the word of a pair (callback, next). */
const CALLED = 2;

function throwNew(host: Host, type: PyType, args: readonly Value[] = []): never {
  throw new PyRaise(makeBuiltinException(host.heap, type, args));
}

FUTURE.make = (host, _type, args, keywords) => {
  bindNames("Future", args, keywords, []);
  return makePrimitive(host, "future", -1);
};

/** −1 when the machine must stop. */
function stateOf(host: Host, future: PyRef): number {
  return ask(host, VERB.FUTURE_STATE, { object: future.at }) < 0 ? -1 : fromSmallWord(host.operation.result);
}

function isInState(...states: readonly number[]): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const state = stateOf(host, selfOf(args));
    return state < 0 ? SUSPEND : states.includes(state);
  };
}

/** Waits and gives status and word. @throws PyRaise TimeoutError, CancelledError */
function waitFor(host: Host, args: Value[], keywords: ReadonlyMap<string, Value> | null, name: string): number {
  const future = selfOf(args);
  const [timeout] = bindNames(name, args.slice(1), keywords, ["timeout"]);
  const status = ask(host, VERB.FUTURE_WAIT, { object: future.at, timeoutMs: timeoutMs(host, timeout) });
  if (status === STATUS.TIMED_OUT || status === STATUS.REFUSED)
    throwNew(host, findExceptionType("TimeoutError") as PyType);
  if (status === STATUS.CANCELLED) throwNew(host, CANCELLED_ERROR);
  return status;
}

const result: Native = (host, args, keywords) => {
  const status = waitFor(host, args, keywords, "result");
  if (status < 0) return SUSPEND;
  const value = host.heap.fromWord(host.operation.result);
  if (status === STATUS.FAILED) throw new PyRaise(value);
  return value;
};

const exception: Native = (host, args, keywords) => {
  const status = waitFor(host, args, keywords, "exception");
  if (status < 0) return SUSPEND;
  return status === STATUS.FAILED ? host.heap.fromWord(host.operation.result) : null;
};

/** Takes the callbacks, so that each is called once. Oldest first. */
function takeCallbacks(host: Host, future: PyRef): Value[] {
  const { heap } = host;
  const slot = extraSlot(heap, future.at, 0);
  for (;;) {
    const word = heap.load(slot);
    if (heap.memory.compareExchange(slot, word, CALLED) !== word) continue;
    const callbacks: Value[] = [];
    for (
      let pair = word === 0 || word === CALLED ? null : heap.fromWord(word);
      pair instanceof PyTuple;
      pair = pair.items[1]
    )
      callbacks.unshift(pair.items[0]);
    return callbacks;
  }
}

/** Calls the callbacks one after another, in Python. */
function callBack(host: Host, future: PyRef): NativeResult {
  const callbacks = takeCallbacks(host, future);
  return callbacks.length === 0
    ? null
    : new TailCall(host.preludeValue("concurrent.futures", "_call_back"), [future, new PyTuple(callbacks)]);
}

/** Settles as its own step; what follows it is another call, so that it is not done twice. */
function settling(failed: boolean): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const future = selfOf(args);
    share(host.heap, args[1]);
    const status = ask(host, VERB.FUTURE_SETTLE, {
      object: future.at,
      key: toBooleanWord(failed),
      value: host.heap.toWord(args[1]),
    });
    if (status < 0) return SUSPEND;
    if (status !== STATUS.OK) throwNew(host, INVALID_STATE_ERROR, ["the future is settled already"]);
    return callBack(host, future);
  };
}

/** A state looked at a moment ago; the second half of `add_done_callback`. */
const addCallback = createNative("_add_callback", (host, [future, callback]) => {
  const { heap } = host;
  const slot = extraSlot(heap, (future as PyRef).at, 0);
  share(heap, callback);
  for (;;) {
    const word = heap.load(slot);
    if (word === CALLED)
      return new TailCall(host.preludeValue("concurrent.futures", "_call_back"), [future, new PyTuple([callback])]);
    const next = word === 0 ? null : heap.fromWord(word);
    if (heap.memory.compareExchange(slot, word, heap.toWord(new PyTuple([callback, next]))) === word) return null;
  }
});

addMethods(FUTURE, {
  result,
  exception,
  done: method("done", 0, 0, isInState(FUTURE_STATE.CANCELLED, FUTURE_STATE.FINISHED, FUTURE_STATE.FAILED)),
  running: method("running", 0, 0, isInState(FUTURE_STATE.RUNNING)),
  cancelled: method("cancelled", 0, 0, isInState(FUTURE_STATE.CANCELLED)),
  cancel: method("cancel", 0, 0, (host, args) => {
    const future = selfOf(args);
    const status = ask(host, VERB.FUTURE_CANCEL, { object: future.at });
    if (status < 0) return SUSPEND;
    if (status !== STATUS.OK) return false;
    const called = callBack(host, future);
    return called instanceof TailCall ? new TailCall(called.callee, called.args, null, () => true) : true;
  }),
  set_running_or_notify_cancel: method("set_running_or_notify_cancel", 0, 0, (host, args) => {
    const status = ask(host, VERB.FUTURE_BEGIN, { object: selfOf(args).at });
    return status < 0 ? SUSPEND : status === STATUS.OK;
  }),
  set_result: method("set_result", 1, 1, settling(false)),
  set_exception: method("set_exception", 1, 1, settling(true)),
  add_done_callback: method("add_done_callback", 1, 1, (_host, args) => new TailCall(addCallback, [args[0], args[1]])),
});

// —— pools, for the prelude ——

const pool = positional("_pool", 1, 1, (host, [threads]) => makePrimitive(host, "pool", threads as number));

const submit = positional("_submit", 2, 2, (host, [to, task]) => {
  share(host.heap, task);
  const status = ask(host, VERB.POOL_SUBMIT, { object: (to as PyRef).at, value: host.heap.toWord(task) });
  return status < 0 ? SUSPEND : status === STATUS.OK;
});

const take = positional("_take", 1, 2, (host, [from, timeout]) => {
  const status = ask(host, VERB.POOL_TAKE, { object: (from as PyRef).at, timeoutMs: timeoutMs(host, timeout) });
  if (status < 0) return SUSPEND;
  return status === STATUS.OK ? host.heap.fromWord(host.operation.result) : null;
});

const steal = positional("_steal", 1, 1, (host, [from]) => {
  const status = ask(host, VERB.POOL_TAKE, { object: (from as PyRef).at, timeoutMs: 0 });
  if (status < 0) return SUSPEND;
  return status === STATUS.OK ? host.heap.fromWord(host.operation.result) : null;
});

function ending(verb: typeof VERB.POOL_CLOSE | typeof VERB.POOL_TERMINATE) {
  return (host: Host, [one]: Value[]): NativeResult =>
    ask(host, verb, { object: (one as PyRef).at }) < 0 ? SUSPEND : null;
}

const settled = positional("_settled", 2, 2, (host, [future, timeout]) => {
  const status = ask(host, VERB.FUTURE_WAIT, { object: (future as PyRef).at, timeoutMs: timeoutMs(host, timeout) });
  return status < 0 ? SUSPEND : status !== STATUS.TIMED_OUT && status !== STATUS.REFUSED;
});

const idle = positional("_idle", 1, 1, (host, [one]) => {
  const status = ask(host, VERB.POOL_IDLE, { object: (one as PyRef).at });
  return status < 0 ? SUSPEND : fromSmallWord(host.operation.result);
});

function named(natives: Readonly<Record<string, Native>>): [string, Value][] {
  return Object.entries(natives).map(([name, native]) => [name, createNative(name, native)]);
}

/** Tells a pool's threads that no more tasks will come. */
export const closePool: Native = positional("_close", 1, 1, ending(VERB.POOL_CLOSE));

const shared: readonly [string, Value][] = [
  ["Future", FUTURE],
  ...named({
    _pool: pool,
    _submit: submit,
    _take: take,
    _steal: steal,
    _idle: idle,
    _settled: settled,
    _close: closePool,
    _terminate: positional("_terminate", 1, 1, ending(VERB.POOL_TERMINATE)),
    _cores: positional("_cores", 0, 0, (host) => host.world.cores),
  }),
];

export const futuresNatives: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...shared,
  ["CancelledError", CANCELLED_ERROR],
  ["InvalidStateError", INVALID_STATE_ERROR],
  ["BrokenExecutor", BROKEN_EXECUTOR],
  ["Error", FUTURES_ERROR],
  ["TimeoutError", findExceptionType("TimeoutError") as Value],
  ["BrokenThreadPool", BROKEN_THREAD_POOL],
]);

export const poolNatives: ReadonlyMap<string, Value> = new Map(shared);
