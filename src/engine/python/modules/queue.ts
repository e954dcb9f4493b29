/** The natives of `queue`: Queue, LifoQueue, PriorityQueue and SimpleQueue as types over the world's queues. */
import { fromSmallWord, toBooleanWord } from "../../memory/words.ts";
import { STATUS, VERB } from "../../program/operation.ts";
import { bindNames, method } from "../builtins/arguments.ts";
import { type Host, type Native, type NativeResult, PyRaise, SUSPEND } from "../native.ts";
import { QUEUE_EMPTY, QUEUE_FULL, QUEUE_SHUT_DOWN } from "../objects/exception-types.ts";
import { makeBuiltinException } from "../objects/exceptions.ts";
import { addGetSet, addMethods, type PyType } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { extraValue, makePrimitive, type PrimitiveKind, setExtra } from "../objects/primitives.ts";
import { share } from "../objects/share.ts";
import { valueError } from "../objects/specials.ts";
import { askTypeOf, LIFO_QUEUE, PRIORITY_QUEUE, QUEUE, SIMPLE_QUEUE } from "../objects/types.ts";
import type { PyRef } from "../values.ts";
import { type Value } from "../values.ts";
import { ask, selfOf } from "./asking.ts";
import { FOREVER, secondsOf } from "./seconds.ts";

function maker(kind: PrimitiveKind, isSimple: boolean): NonNullable<PyType["make"]> {
  return (host, type, args, keywords) => {
    const [given] = bindNames(type.name, args, keywords, isSimple ? [] : ["maxsize"]);
    const maxsize = given === undefined ? 0 : secondsOf(host, given);
    const queue = makePrimitive(host, kind, maxsize > 0 ? maxsize : -1);
    setExtra(host.heap, queue.at, 0, maxsize);
    setExtra(host.heap, queue.at, 1, isSimple);
    return queue;
  };
}

QUEUE.make = maker("queue", false);
LIFO_QUEUE.make = maker("lifo-queue", false);
PRIORITY_QUEUE.make = maker("priority-queue", false);
SIMPLE_QUEUE.make = maker("queue", true);
askTypeOf(KIND.QUEUE, (heap, at) => (extraValue(heap, at, 1) === true ? SIMPLE_QUEUE : QUEUE));

function throwNew(host: Host, type: PyType): never {
  throw new PyRaise(makeBuiltinException(host.heap, type, []));
}

/** As `put` and `get` read their arguments: a limit only counts when they wait at all. */
function limitOf(host: Host, block: Value | undefined, timeout: Value | undefined): number {
  if (block === false || block === 0) return 0;
  if (timeout === undefined || timeout === null) return FOREVER;
  const seconds = secondsOf(host, timeout);
  if (seconds < 0) throw valueError("'timeout' must be a non-negative number");
  return host.toRealMs(seconds);
}

function putItem(host: Host, queue: PyRef, item: Value, timeoutMs: number): NativeResult {
  share(host.heap, item);
  const status = ask(host, VERB.QUEUE_PUT, { object: queue.at, value: host.heap.toWord(item), timeoutMs });
  if (status < 0) return SUSPEND;
  if (status === STATUS.OK) return null;
  return throwNew(host, status === STATUS.SHUT_DOWN ? QUEUE_SHUT_DOWN : QUEUE_FULL);
}

function getItem(host: Host, queue: PyRef, timeoutMs: number): NativeResult {
  const status = ask(host, VERB.QUEUE_GET, { object: queue.at, timeoutMs });
  if (status < 0) return SUSPEND;
  if (status === STATUS.OK) return host.heap.fromWord(host.operation.result);
  return throwNew(host, status === STATUS.SHUT_DOWN ? QUEUE_SHUT_DOWN : QUEUE_EMPTY);
}

const put: Native = (host, args, keywords) => {
  const queue = selfOf(args);
  const [item, block, timeout] = bindNames("put", args.slice(1), keywords, ["item", "block", "timeout"], 1);
  return putItem(host, queue, item as Value, limitOf(host, block, timeout));
};

const get: Native = (host, args, keywords) => {
  const queue = selfOf(args);
  const [block, timeout] = bindNames("get", args.slice(1), keywords, ["block", "timeout"]);
  return getItem(host, queue, limitOf(host, block, timeout));
};

/** A number that may be stale as soon as it is said. */
function askSize(host: Host, args: Value[], use: (size: number, maxsize: number) => Value): NativeResult {
  const queue = selfOf(args);
  const status = ask(host, VERB.QUEUE_SIZE, { object: queue.at });
  return status < 0 ? SUSPEND : use(fromSmallWord(host.operation.result), extraValue(host.heap, queue.at, 0) as number);
}

const shared = {
  put,
  get,
  put_nowait: method("put_nowait", 1, 1, (host, args) => putItem(host, selfOf(args), args[1], 0)),
  get_nowait: method("get_nowait", 0, 0, (host, args) => getItem(host, selfOf(args), 0)),
  qsize: method("qsize", 0, 0, (host, args) => askSize(host, args, (size) => size)),
  empty: method("empty", 0, 0, (host, args) => askSize(host, args, (size) => size === 0)),
};

addMethods(QUEUE, {
  ...shared,
  full: method("full", 0, 0, (host, args) => askSize(host, args, (size, maxsize) => maxsize > 0 && size >= maxsize)),
  task_done: method("task_done", 0, 0, (host, args) => {
    const status = ask(host, VERB.QUEUE_TASK_DONE, { object: selfOf(args).at });
    if (status < 0) return SUSPEND;
    if (status === STATUS.TOO_MANY) throw valueError("task_done() called too many times");
    return null;
  }),
  join: method("join", 0, 0, (host, args) =>
    ask(host, VERB.QUEUE_JOIN, { object: selfOf(args).at, timeoutMs: FOREVER }) < 0 ? SUSPEND : null,
  ),
  shutdown: (host, args, keywords) => {
    const [immediate] = bindNames("shutdown", args.slice(1), keywords, ["immediate"]);
    const status = ask(host, VERB.QUEUE_SHUTDOWN, {
      object: selfOf(args).at,
      value: toBooleanWord(immediate === true),
    });
    return status < 0 ? SUSPEND : null;
  },
});
addMethods(SIMPLE_QUEUE, shared);
addGetSet(QUEUE, "maxsize", (host, self) => extraValue(host.heap, (self as PyRef).at, 0));

export const queueNatives: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["Queue", QUEUE],
  ["LifoQueue", LIFO_QUEUE],
  ["PriorityQueue", PRIORITY_QUEUE],
  ["SimpleQueue", SIMPLE_QUEUE],
  ["Empty", QUEUE_EMPTY],
  ["Full", QUEUE_FULL],
  ["ShutDown", QUEUE_SHUT_DOWN],
]);
