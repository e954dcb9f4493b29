/** The natives of `threading`: its primitives as types, and what `prelude/threading.py` asks of the world. */
import { CONTROL, THREAD, threadBlock } from "../../memory/layout.ts";
import { FALSE, fromSmallWord, toAddressWord, toBooleanWord, toSmallWord, TRUE } from "../../memory/words.ts";
import { STATUS, VERB, type Verb } from "../../program/operation.ts";
import { bindNames, method, positional } from "../builtins/arguments.ts";
import { type Host, type Native, type NativeResult, SUSPEND, TailCall } from "../native.ts";
import { BROKEN_BARRIER } from "../objects/exception-types.ts";
import { addGetSet, addMethods, createNative, type PyType } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { extraValue, makePrimitive, setExtra } from "../objects/primitives.ts";
import { share } from "../objects/share.ts";
import { valueError } from "../objects/specials.ts";
import {
  askTypeOf, BARRIER, BOUNDED_SEMAPHORE, CONDITION, EVENT_FLAG, LOCK, RLOCK, SEMAPHORE,
} from "../objects/types.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { ask, selfOf } from "./asking.ts";
import { FOREVER, lockTimeoutMs, secondsOf, timeoutMs } from "./seconds.ts";

function runtimeError(message: string): PythonError {
  return new PythonError("RuntimeError", message);
}

// —— Lock and RLock ——

LOCK.make = (host, _type, args, keywords) => {
  bindNames("lock", args, keywords, []);
  return makePrimitive(host, "lock", -1);
};
RLOCK.make = (host, _type, args, keywords) => {
  bindNames("RLock", args, keywords, []);
  return makePrimitive(host, "rlock", -1);
};

function isReentrant(host: Host, lock: PyRef): boolean {
  return host.heap.kind(lock) === KIND.RLOCK;
}

const acquire: Native = (host, args, keywords) => {
  const lock = selfOf(args);
  const [blocking, timeout] = bindNames("acquire", args.slice(1), keywords, ["blocking", "timeout"]);
  const limit = lockTimeoutMs(host, blocking, timeout);
  const status = ask(host, isReentrant(host, lock) ? VERB.RLOCK_ACQUIRE : VERB.LOCK_ACQUIRE, { object: lock.at, timeoutMs: limit });
  return status < 0 ? SUSPEND : status === STATUS.OK;
};

const release = method("release", 0, 0, (host, args) => {
  const lock = selfOf(args);
  const reentrant = isReentrant(host, lock);
  const status = ask(host, reentrant ? VERB.RLOCK_RELEASE : VERB.LOCK_RELEASE, { object: lock.at });
  if (status < 0) return SUSPEND;
  if (status === STATUS.OK) return null;
  throw runtimeError(reentrant ? "cannot release un-acquired lock" : "release unlocked lock");
});

const enter = method("__enter__", 0, 0, (host, args) => acquire(host, [args[0]], null));
const leave: Native = (host, args) => {
  const result = release(host, [args[0]], null);
  return result === SUSPEND ? SUSPEND : null;
};
const locked = method("locked", 0, 0, (host, args) => {
  const status = ask(host, VERB.LOCK_LOCKED, { object: selfOf(args).at });
  return status < 0 ? SUSPEND : host.operation.result === TRUE;
});

const lockMethods = { acquire, release, __enter__: enter, __exit__: leave, locked };
addMethods(LOCK, lockMethods);
addMethods(RLOCK, lockMethods);

// —— Condition ——

CONDITION.make = (host, _type, args, keywords) => {
  const [given] = bindNames("Condition", args, keywords, ["lock"]);
  const lock = given === undefined || given === null ? makePrimitive(host, "rlock", -1) : given;
  const isLock = lock instanceof PyRef && [KIND.LOCK, KIND.RLOCK].includes(host.heap.kind(lock) as typeof KIND.LOCK);
  if (!isLock) throw new PythonError("AttributeError", "a Condition needs a Lock or an RLock");
  const condition = makePrimitive(host, "condition", -1);
  setExtra(host.heap, condition.at, 0, lock);
  return condition;
};

function lockOf(host: Host, condition: PyRef): PyRef {
  return extraValue(host.heap, condition.at, 0) as PyRef;
}

/** Second half of a wait: its own call, since it is a step of its own. */
const reacquire = createNative("_reacquire", (host, [condition, levels, limit]) => {
  const at = (condition as PyRef).at;
  const lock = lockOf(host, condition as PyRef);
  const status = ask(host, VERB.CONDITION_REACQUIRE, {
    object: at, key: toAddressWord(lock.at), value: toSmallWord(levels as number), timeoutMs: limit === null ? FOREVER : secondsOf(host, limit),
  });
  return status < 0 ? SUSPEND : status === STATUS.OK;
});

const wait: Native = (host, args, keywords) => {
  const condition = selfOf(args);
  const [timeout] = bindNames("wait", args.slice(1), keywords, ["timeout"]);
  const limit = timeoutMs(host, timeout);
  const status = ask(host, VERB.CONDITION_WAIT, { object: condition.at, key: toAddressWord(lockOf(host, condition).at) });
  if (status < 0) return SUSPEND;
  if (status === STATUS.NOT_OWNER || status === STATUS.NOT_HELD) throw runtimeError("cannot wait on un-acquired lock");
  const levels = fromSmallWord(host.operation.result);
  return new TailCall(reacquire, [condition, levels, limit === FOREVER ? null : Math.ceil(limit)]);
};

function notify(count: (host: Host, args: Value[]) => number): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const condition = selfOf(args);
    const status = ask(host, VERB.CONDITION_NOTIFY, {
      object: condition.at, key: toAddressWord(lockOf(host, condition).at), value: toSmallWord(count(host, args)),
    });
    if (status < 0) return SUSPEND;
    if (status !== STATUS.OK) throw runtimeError("cannot notify on un-acquired lock");
    return null;
  };
}

addMethods(CONDITION, {
  wait,
  wait_for: (host, args, keywords) => {
    const [predicate, timeout] = bindNames("wait_for", args.slice(1), keywords, ["predicate", "timeout"], 1);
    return new TailCall(host.preludeValue("threading", "_wait_for"), [args[0], predicate as Value, timeout ?? null]);
  },
  notify: method("notify", 0, 1, notify((host, args) => (args[1] === undefined ? 1 : secondsOf(host, args[1])))),
  notify_all: method("notify_all", 0, 0, notify(() => -1)),
  notifyAll: method("notifyAll", 0, 0, notify(() => -1)),
  acquire: (host, args, keywords) => acquire(host, [lockOf(host, selfOf(args)), ...args.slice(1)], keywords),
  release: (host, args, keywords) => release(host, [lockOf(host, selfOf(args))], keywords),
  __enter__: (host, args) => acquire(host, [lockOf(host, selfOf(args))], null),
  __exit__: (host, args) => leave(host, [lockOf(host, selfOf(args))], null),
});

// —— Semaphore and BoundedSemaphore ——

function makeSemaphore(host: Host, type: PyType, args: readonly Value[], keywords: ReadonlyMap<string, Value> | null): NativeResult {
  const [value] = bindNames(type.name, args, keywords, ["value"]);
  const permits = value === undefined ? 1 : secondsOf(host, value);
  if (permits < 0) throw valueError("semaphore initial value must be >= 0");
  const bounded = type === BOUNDED_SEMAPHORE;
  const made = makePrimitive(host, "semaphore", bounded ? -2 - permits : permits);
  setExtra(host.heap, made.at, 0, bounded);
  return made;
}

SEMAPHORE.make = makeSemaphore;
BOUNDED_SEMAPHORE.make = makeSemaphore;
askTypeOf(KIND.SEMAPHORE, (heap, at) => (extraValue(heap, at, 0) === true ? BOUNDED_SEMAPHORE : SEMAPHORE));

const acquirePermit: Native = (host, args, keywords) => {
  const [blocking, timeout] = bindNames("acquire", args.slice(1), keywords, ["blocking", "timeout"]);
  const waits = blocking === undefined || (blocking !== false && blocking !== 0);
  if (!waits && timeout !== undefined && timeout !== null) throw valueError("can't specify timeout for non-blocking acquire");
  const status = ask(host, VERB.SEMAPHORE_ACQUIRE, { object: selfOf(args).at, timeoutMs: waits ? timeoutMs(host, timeout) : 0 });
  return status < 0 ? SUSPEND : status === STATUS.OK;
};

const releasePermit: Native = (host, args, keywords) => {
  const [given] = bindNames("release", args.slice(1), keywords, ["n"]);
  const count = given === undefined ? 1 : secondsOf(host, given);
  if (count < 1) throw valueError("n must be one or more");
  const status = ask(host, VERB.SEMAPHORE_RELEASE, { object: selfOf(args).at, value: toSmallWord(count) });
  if (status < 0) return SUSPEND;
  if (status === STATUS.TOO_MANY) throw valueError("Semaphore released too many times");
  return null;
};

addMethods(SEMAPHORE, {
  acquire: acquirePermit,
  release: releasePermit,
  __enter__: (host, args) => acquirePermit(host, [args[0]], null),
  __exit__: (host, args) => releasePermit(host, [args[0]], null),
});

// —— Event ——

EVENT_FLAG.make = (host, _type, args, keywords) => {
  bindNames("Event", args, keywords, []);
  return makePrimitive(host, "event-flag", -1);
};

function telling(verb: Verb): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => (ask(host, verb, { object: selfOf(args).at }) < 0 ? SUSPEND : null);
}

const isSet = (host: Host, args: Value[]): NativeResult => {
  const status = ask(host, VERB.EVENT_IS_SET, { object: selfOf(args).at });
  return status < 0 ? SUSPEND : host.operation.result === TRUE;
};

addMethods(EVENT_FLAG, {
  set: method("set", 0, 0, telling(VERB.EVENT_SET)),
  clear: method("clear", 0, 0, telling(VERB.EVENT_CLEAR)),
  is_set: method("is_set", 0, 0, isSet),
  isSet: method("isSet", 0, 0, isSet),
  wait: (host, args, keywords) => {
    const [timeout] = bindNames("wait", args.slice(1), keywords, ["timeout"]);
    const status = ask(host, VERB.EVENT_WAIT, { object: selfOf(args).at, timeoutMs: timeoutMs(host, timeout) });
    return status < 0 ? SUSPEND : status === STATUS.OK;
  },
});

// —— Barrier ——

BARRIER.make = (host, _type, args, keywords) => {
  const [parties, action, timeout] = bindNames("Barrier", args, keywords, ["parties", "action", "timeout"], 1);
  const count = secondsOf(host, parties as Value);
  if (count < 1) throw valueError("parties must be >= 1");
  if (action !== undefined && action !== null) throw valueError("a Barrier's action is not supported: let the thread whose wait() gave 0 do it");
  const made = makePrimitive(host, "barrier", count);
  setExtra(host.heap, made.at, 0, count);
  setExtra(host.heap, made.at, 2, timeout ?? null);
  return made;
};

addMethods(BARRIER, {
  wait: (host, args, keywords) => {
    const barrier = selfOf(args);
    const [given] = bindNames("wait", args.slice(1), keywords, ["timeout"]);
    const limit = timeoutMs(host, given ?? extraValue(host.heap, barrier.at, 2));
    const status = ask(host, VERB.BARRIER_WAIT, { object: barrier.at, timeoutMs: limit });
    if (status < 0) return SUSPEND;
    if (status !== STATUS.OK) throw new PythonError(BROKEN_BARRIER.qualifiedName, "");
    return fromSmallWord(host.operation.result);
  },
  reset: method("reset", 0, 0, telling(VERB.BARRIER_RESET)),
  abort: method("abort", 0, 0, telling(VERB.BARRIER_ABORT)),
});
addGetSet(BARRIER, "parties", (host, self) => extraValue(host.heap, (self as PyRef).at, 0));

// —— what prelude/threading.py asks ——

const start = positional("_start", 3, 3, (host, [thread, name, daemon]) => {
  share(host.heap, thread);
  const status = ask(host, VERB.SPAWN, { object: (thread as PyRef).at, key: host.heap.toWord(name), value: toBooleanWord(daemon === true) });
  if (status < 0) return SUSPEND;
  if (status === STATUS.TOO_MANY) throw runtimeError("can't start new thread");
  return fromSmallWord(host.operation.result);
});

const join = positional("_join", 2, 2, (host, [number, timeout]) => {
  const status = ask(host, VERB.JOIN, { value: toSmallWord(number as number), timeoutMs: timeoutMs(host, timeout) });
  if (status < 0) return SUSPEND;
  if (status === STATUS.SELF) throw runtimeError("cannot join current thread");
  return null;
});

const alive = positional("_alive", 1, 1, (host, [number]) => {
  const status = ask(host, VERB.IS_ALIVE, { value: toSmallWord(number as number) });
  return status < 0 ? SUSPEND : host.operation.result !== FALSE;
});

const activeCount = positional("active_count", 0, 0, (host) => {
  const status = ask(host, VERB.ACTIVE_COUNT);
  return status < 0 ? SUSPEND : fromSmallWord(host.operation.result);
});

/** The Thread object of the running thread; null in main. */
const current = positional("_current", 0, 0, (host) => {
  const at = host.heap.load(threadBlock(host.world.thread) + THREAD.OBJECT);
  return at === 0 ? null : new PyRef(at);
});

const living = positional("_living", 0, 0, (host) => {
  const status = ask(host, VERB.ACTIVE_COUNT);
  if (status < 0) return SUSPEND;
  const { heap } = host;
  const count = heap.load(CONTROL.THREAD_COUNT);
  const threads: Value[] = [];
  for (let thread = 1; thread < count; thread++) {
    const block = threadBlock(thread);
    if (heap.load(block + THREAD.ENDED) === 0 && heap.load(block + THREAD.OBJECT) !== 0) threads.push(new PyRef(heap.load(block + THREAD.OBJECT)));
  }
  return new PyTuple(threads);
});

const nextNumber = positional("_next_number", 0, 0, (host) => host.heap.memory.add(CONTROL.NAMES, 1) + 1);
const getIdent = positional("get_ident", 0, 0, (host) => host.world.thread + 1);

function natives(named: Readonly<Record<string, Native>>): [string, Value][] {
  return Object.entries(named).map(([name, native]) => [name, createNative(name, native)]);
}

export const threadingNatives: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["Lock", LOCK], ["RLock", RLOCK], ["Condition", CONDITION], ["Semaphore", SEMAPHORE], ["BoundedSemaphore", BOUNDED_SEMAPHORE],
  ["Event", EVENT_FLAG], ["Barrier", BARRIER], ["BrokenBarrierError", BROKEN_BARRIER],
  ...natives({
    _start: start, _join: join, _alive: alive, active_count: activeCount, _current: current, _living: living, _next_number: nextNumber,
    get_ident: getIdent, get_native_id: getIdent,
  }),
]);
