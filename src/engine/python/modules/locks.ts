/** `threading.Lock` and `RLock`: CPython's contract and messages over the world's verbs. */
import { STATUS, VERB } from "../../program/operation.ts";
import { TRUE } from "../../memory/words.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import { addMethods } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { makePrimitive } from "../objects/primitives.ts";
import { LOCK, ofKind, RLOCK } from "../objects/types.ts";
import type { PyRef } from "../values.ts";
import { type Value } from "../values.ts";
import { bindNames, checkCount, type Keywords, method } from "../builtins/arguments.ts";
import { FOREVER, lockLimit, misuse, perform, primitive } from "./operations.ts";

LOCK.make = (host, _type, args, keywords) => {
  checkCount("lock", args, keywords, 0, 0);
  return makePrimitive(host, "lock", -1);
};

RLOCK.make = (host, _type, args, keywords) => {
  checkCount("RLock", args, keywords, 0, 0);
  return makePrimitive(host, "rlock", -1);
};

/** Acquires a Lock or an RLock: True or False. */
export function acquireLock(host: Host, lock: PyRef, timeoutMs: number): NativeResult {
  const verb = host.heap.kind(lock) === KIND.RLOCK ? VERB.RLOCK_ACQUIRE : VERB.LOCK_ACQUIRE;
  const status = perform(host, verb, lock.at, timeoutMs);
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

/** @throws RuntimeError */
export function releaseLock(host: Host, lock: PyRef): NativeResult {
  const reentrant = host.heap.kind(lock) === KIND.RLOCK;
  const status = perform(host, reentrant ? VERB.RLOCK_RELEASE : VERB.LOCK_RELEASE, lock.at);
  if (status < 0) return SUSPEND;
  if (status === STATUS.OK) return null;
  throw misuse(host, lock, "RuntimeError", reentrant ? "cannot release un-acquired lock" : "release unlocked lock");
}

function acquire(host: Host, args: Value[], keywords: Keywords): NativeResult {
  const [blocking, timeout] = bindNames("acquire", args.slice(1), keywords, ["blocking", "timeout"]);
  return acquireLock(host, primitive(args), lockLimit(host, blocking, timeout));
}

const enter = method("__enter__", 0, 0, (host, args) => acquireLock(host, primitive(args), FOREVER));
const exit = method("__exit__", 0, 3, (host, args) => releaseLock(host, primitive(args)));

for (const type of [LOCK, RLOCK]) {
  addMethods(
    type,
    {
      acquire,
      release: method(`${type.name}.release`, 0, 0, (host, args) => releaseLock(host, primitive(args))),
      __enter__: enter,
      __exit__: exit,
    },
    ofKind(type === LOCK ? KIND.LOCK : KIND.RLOCK),
  );
}

addMethods(LOCK, {
  locked: method("lock.locked", 0, 0, (host, args) => {
    const status = perform(host, VERB.LOCK_LOCKED, primitive(args).at);
    return status < 0 ? SUSPEND : host.operation.result === TRUE;
  }),
});
