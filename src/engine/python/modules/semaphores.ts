/** `threading.Semaphore`, `BoundedSemaphore`, `Event` and `Barrier` over the world's verbs. */
import { fromSmallWord, toSmallWord, TRUE } from "../../memory/words.ts";
import { STATUS, VERB, type Verb } from "../../program/operation.ts";
import { type Host, type Native, type NativeResult, PyRaise, SUSPEND, TailCall } from "../native.ts";
import { addGetSet, addMethods, type Maker } from "../objects/immutables.ts";
import { expectNumber } from "../objects/integers.ts";
import { KIND } from "../objects/kinds.ts";
import { extraSlot, extraValue, makePrimitive, setExtra } from "../objects/primitives.ts";
import { valueError } from "../objects/specials.ts";
import { askTypeOf, BARRIER, BOUNDED_SEMAPHORE, EVENT_FLAG, ofKind, SEMAPHORE } from "../objects/types.ts";
import type { PyRef } from "../values.ts";
import { type Value } from "../values.ts";
import { bindMethod, type Keywords, method, methodOfClass } from "../builtins/arguments.ts";
import { FOREVER, limitOf, misuse, perform, primitive } from "./operations.ts";

const BOUNDED_EXTRA = 0;

/** A bounded one tells the world so by a negative capacity: −1 − permits. */
function semaphoreMaker(bounded: boolean): Maker {
  return (host, type, args, keywords) => {
    const [value] = bindMethod(`${type.name}.__init__`, [null, ...args], keywords, ["value"]);
    const permits = value === undefined ? 1 : expectNumber(host.heap, value);
    if (permits < 0) throw valueError("semaphore initial value must be >= 0");
    const made = makePrimitive(host, "semaphore", bounded ? -1 - permits : permits);
    setExtra(host.heap, made.at, BOUNDED_EXTRA, bounded);
    return made;
  };
}

SEMAPHORE.make = semaphoreMaker(false);
BOUNDED_SEMAPHORE.make = semaphoreMaker(true);
askTypeOf(KIND.SEMAPHORE, (heap, at) => (extraValue(heap, at, BOUNDED_EXTRA) === true ? BOUNDED_SEMAPHORE : SEMAPHORE));

function acquirePermit(host: Host, semaphore: PyRef, timeoutMs: number): NativeResult {
  const status = perform(host, VERB.SEMAPHORE_ACQUIRE, semaphore.at, timeoutMs);
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

function acquire(host: Host, args: Value[], keywords: Keywords): NativeResult {
  const [blocking, timeout] = bindMethod("Semaphore.acquire", args, keywords, ["blocking", "timeout"]);
  const waits = blocking === undefined || host.objects.truth(blocking) === true;
  if (!waits && timeout !== undefined && timeout !== null)
    throw valueError("can't specify timeout for non-blocking acquire");
  return acquirePermit(host, primitive(args), waits ? limitOf(host, timeout) : 0);
}

function releasePermits(host: Host, semaphore: PyRef, count: number): NativeResult {
  if (count < 1) throw valueError("n must be one or more");
  const status = perform(host, VERB.SEMAPHORE_RELEASE, semaphore.at, FOREVER, toSmallWord(count));
  if (status < 0) return SUSPEND;
  if (status === STATUS.TOO_MANY) throw misuse(host, semaphore, "ValueError", "Semaphore released too many times");
  return null;
}

addMethods(
  SEMAPHORE,
  {
    acquire,
    release: (host, args, keywords) => {
      const [n] = bindMethod(`${host.objects.typeName(args[0])}.release`, args, keywords, ["n"]);
      return releasePermits(host, primitive(args), n === undefined ? 1 : expectNumber(host.heap, n));
    },
    __enter__: method("__enter__", 0, 0, (host, args) => acquirePermit(host, primitive(args), FOREVER)),
    __exit__: method("__exit__", 0, 3, (host, args) => releasePermits(host, primitive(args), 1)),
  },
  ofKind(KIND.SEMAPHORE),
);

EVENT_FLAG.make = (host, _type, args, keywords) => {
  bindMethod("Event.__init__", [null, ...args], keywords, []);
  return makePrimitive(host, "event-flag", -1);
};

function flagVerb(name: string, verb: Verb): Native {
  return methodOfClass(`Event.${name}`, (host, args) => (perform(host, verb, primitive(args).at) < 0 ? SUSPEND : null));
}

function waitFlag(host: Host, args: Value[], keywords: Keywords): NativeResult {
  const [timeout] = bindMethod("Event.wait", args, keywords, ["timeout"]);
  const status = perform(host, VERB.EVENT_WAIT, primitive(args).at, limitOf(host, timeout));
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

const isSet = methodOfClass("Event.is_set", (host, args) => {
  const status = perform(host, VERB.EVENT_IS_SET, primitive(args).at);
  return status < 0 ? SUSPEND : host.operation.result === TRUE;
});

addMethods(
  EVENT_FLAG,
  {
    set: flagVerb("set", VERB.EVENT_SET),
    clear: flagVerb("clear", VERB.EVENT_CLEAR),
    wait: waitFlag,
    is_set: isSet,
    isSet,
  },
  ofKind(KIND.EVENT_FLAG),
);

const BARRIER_EXTRA = { PARTIES: 0, ACTION: 1, TIMEOUT: 2, SECOND: 3, WAITING: 4, BROKEN: 5 } as const;

BARRIER.make = (host, _type, args, keywords) => {
  const [parties, action, timeout] = bindMethod(
    "Barrier.__init__",
    [null, ...args],
    keywords,
    ["parties", "action", "timeout"],
    1,
  );
  const count = expectNumber(host.heap, parties as Value);
  if (count < 1) throw valueError("parties must be >= 1");
  const made = makePrimitive(host, "barrier", count);
  setExtra(host.heap, made.at, BARRIER_EXTRA.PARTIES, count);
  setExtra(host.heap, made.at, BARRIER_EXTRA.ACTION, action ?? null);
  setExtra(host.heap, made.at, BARRIER_EXTRA.TIMEOUT, timeout ?? null);
  // With an action all wait a second time, until the last to arrive has run it.
  const second = action === undefined || action === null ? null : makePrimitive(host, "barrier", count);
  setExtra(host.heap, made.at, BARRIER_EXTRA.SECOND, second);
  setExtra(host.heap, made.at, BARRIER_EXTRA.WAITING, 0);
  setExtra(host.heap, made.at, BARRIER_EXTRA.BROKEN, false);
  return made;
};

function extra(host: Host, args: readonly Value[], index: number): Value {
  return extraValue(host.heap, primitive(args).at, index);
}

/** `_barrier_wait(barrier, timeout)`: the index of arrival. @throws BrokenBarrierError */
function waitBarrier(host: Host, args: Value[]): NativeResult {
  const status = perform(host, VERB.BARRIER_WAIT, primitive(args).at, limitOf(host, args[1]));
  if (status < 0) return SUSPEND;
  if (status === STATUS.OK) return fromSmallWord(host.operation.result);
  setExtra(host.heap, primitive(args).at, BARRIER_EXTRA.BROKEN, true);
  throw new PyRaise(host.objects.makeExceptionWith("threading.BrokenBarrierError", []));
}

/** `reset` mends it, `abort` breaks it. */
function barrierVerb(name: string, verb: Verb, breaks: boolean): Native {
  return methodOfClass(`Barrier.${name}`, (host, args) => {
    if (perform(host, verb, primitive(args).at) < 0) return SUSPEND;
    setExtra(host.heap, primitive(args).at, BARRIER_EXTRA.BROKEN, breaks);
    return null;
  });
}

/** `_barrier_count(barrier, change)`: how many are in `wait`, for `n_waiting`; told to nobody. */
function countWaiting(host: Host, [barrier, change]: Value[]): null {
  // A small word grows by 1 when 2 is added to it.
  host.heap.memory.add(extraSlot(host.heap, primitive([barrier]).at, BARRIER_EXTRA.WAITING), 2 * (change as number));
  return null;
}

addMethods(
  BARRIER,
  {
    wait: (host, args, keywords) => {
      const [timeout] = bindMethod("Barrier.wait", args, keywords, ["timeout"]);
      const limit = timeout ?? extra(host, args, BARRIER_EXTRA.TIMEOUT);
      const action = extra(host, args, BARRIER_EXTRA.ACTION);
      if (action === null) return new TailCall(host.preludeValue("threading", "_wait_at_barrier"), [args[0], limit]);
      const second = extra(host, args, BARRIER_EXTRA.SECOND);
      return new TailCall(host.preludeValue("threading", "_wait_with_action"), [args[0], second, action, limit]);
    },
    reset: barrierVerb("reset", VERB.BARRIER_RESET, false),
    abort: barrierVerb("abort", VERB.BARRIER_ABORT, true),
  },
  ofKind(KIND.BARRIER),
);
addGetSet(BARRIER, "parties", (host, self) => extra(host, [self], BARRIER_EXTRA.PARTIES));

for (const [name, which] of [
  ["n_waiting", BARRIER_EXTRA.WAITING],
  ["broken", BARRIER_EXTRA.BROKEN],
] as const) {
  addGetSet(BARRIER, name, (host, self) =>
    host.heap.fromWord(host.world.remember(host.heap.load(extraSlot(host.heap, primitive([self]).at, which)))),
  );
}

export const BARRIER_NATIVES: Readonly<Record<string, Native>> = {
  _barrier_wait: waitBarrier,
  _barrier_count: countWaiting,
};
