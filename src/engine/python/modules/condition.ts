/** `threading.Condition`: its lock is an object of its own; waiting is written in the prelude, as two operations. */
import { fromSmallWord, toAddressWord, toSmallWord } from "../../memory/words.ts";
import { STATUS, VERB } from "../../program/operation.ts";
import { type Host, type Native, type NativeResult, SUSPEND, TailCall } from "../native.ts";
import { addMethods } from "../objects/immutables.ts";
import { expectNumber } from "../objects/integers.ts";
import { KIND } from "../objects/kinds.ts";
import { extraValue, makePrimitive, setExtra } from "../objects/primitives.ts";
import { typeError, typeNameOf } from "../objects/specials.ts";
import { CONDITION, isKind, ofKind } from "../objects/types.ts";
import type { PyRef, Value } from "../values.ts";
import { bindMethod, bindNames, type Keywords, method, methodOfClass } from "../builtins/arguments.ts";
import { acquireLock, releaseLock } from "./locks.ts";
import { FOREVER, limitOf, lockLimit, misuse, perform, primitive } from "./operations.ts";

const LOCK_EXTRA = 0;

CONDITION.make = (host, _type, args, keywords) => {
  const [lock] = bindMethod("Condition.__init__", [null, ...args], keywords, ["lock"]);
  const given = lock ?? null;
  if (given !== null && !isKind(host.heap, given, KIND.LOCK) && !isKind(host.heap, given, KIND.RLOCK)) {
    throw typeError(`Condition() needs a Lock or an RLock, not ${typeNameOf(host.heap, given)}`);
  }
  const own = given ?? makePrimitive(host, "rlock", -1);
  const condition = makePrimitive(host, "condition", -1);
  setExtra(host.heap, condition.at, LOCK_EXTRA, own);
  return condition;
};

/** The lock of a condition. */
function lockOf(host: Host, condition: PyRef): PyRef {
  return extraValue(host.heap, condition.at, LOCK_EXTRA) as PyRef;
}

function inPrelude(name: string): Native {
  return (host, args, keywords) => new TailCall(host.preludeValue("threading", name), args, keywords);
}

/** `_condition_wait(condition)`: gives the lock up with all its levels and says how many. */
function beginWait(host: Host, args: Value[]): NativeResult {
  const condition = primitive(args);
  const status = perform(
    host,
    VERB.CONDITION_WAIT,
    condition.at,
    FOREVER,
    0,
    toAddressWord(lockOf(host, condition).at),
  );
  if (status < 0) return SUSPEND;
  if (status !== STATUS.OK) throw misuse(host, condition, "RuntimeError", "cannot wait on un-acquired lock");
  return fromSmallWord(host.operation.result);
}

/** `_condition_reacquire(condition, levels, timeout)`: whether it was notified in time. */
function finishWait(host: Host, args: Value[]): NativeResult {
  const condition = primitive(args);
  const key = toAddressWord(lockOf(host, condition).at);
  const levels = toSmallWord(args[1] as number);
  const status = perform(host, VERB.CONDITION_REACQUIRE, condition.at, limitOf(host, args[2]), levels, key);
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

function notify(host: Host, condition: PyRef, count: number): NativeResult {
  const key = toAddressWord(lockOf(host, condition).at);
  const status = perform(host, VERB.CONDITION_NOTIFY, condition.at, FOREVER, toSmallWord(count), key);
  if (status < 0) return SUSPEND;
  if (status !== STATUS.OK) throw misuse(host, condition, "RuntimeError", "cannot notify on un-acquired lock");
  return null;
}

const notifyAll = methodOfClass("Condition.notify_all", (host, args) => notify(host, primitive(args), -1));

addMethods(
  CONDITION,
  {
    acquire: (host, args, keywords: Keywords) => {
      const [blocking, timeout] = bindNames("acquire", args.slice(1), keywords, ["blocking", "timeout"]);
      return acquireLock(host, lockOf(host, primitive(args)), lockLimit(host, blocking, timeout));
    },
    release: method("release", 0, 0, (host, args) => releaseLock(host, lockOf(host, primitive(args)))),
    __enter__: method("__enter__", 0, 0, (host, args) => acquireLock(host, lockOf(host, primitive(args)), FOREVER)),
    __exit__: method("__exit__", 0, 3, (host, args) => releaseLock(host, lockOf(host, primitive(args)))),
    wait: inPrelude("_wait"),
    wait_for: inPrelude("_wait_for"),
    notify: (host, args, keywords: Keywords) => {
      const [n] = bindMethod("Condition.notify", args, keywords, ["n"]);
      return notify(host, primitive(args), n === undefined ? 1 : expectNumber(host.heap, n));
    },
    notify_all: notifyAll,
    notifyAll,
  },
  ofKind(KIND.CONDITION),
);

export const CONDITION_NATIVES: Readonly<Record<string, Native>> = {
  _condition_wait: beginWait,
  _condition_reacquire: finishWait,
};
