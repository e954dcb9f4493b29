/** Python's `queue`: the three queues and SimpleQueue over one set of verbs. */
import { fromSmallWord, toBooleanWord } from "../../memory/words.ts";
import { STATUS, VERB, type Status } from "../../program/operation.ts";
import { type Host, type Native, type NativeResult, PyRaise, SUSPEND } from "../native.ts";
import { addGetSet, addMethods, type Maker } from "../objects/immutables.ts";
import { expectNumber, floatOf } from "../objects/integers.ts";
import { KIND } from "../objects/kinds.ts";
import { extraValue, makePrimitive, type PrimitiveKind, setExtra } from "../objects/primitives.ts";
import { share } from "../objects/share.ts";
import { valueError } from "../objects/specials.ts";
import { askTypeOf, LIFO_QUEUE, ofKind, PRIORITY_QUEUE, QUEUE, SIMPLE_QUEUE } from "../objects/types.ts";
import type { Value } from "../values.ts";
import { bindMethod, checkCount, type Keywords, methodOfClass } from "../builtins/arguments.ts";
import { FOREVER, limitOf, misuse, perform, primitive } from "./operations.ts";

const MAXSIZE_EXTRA = 0;
const SIMPLE_EXTRA = 1;

function maker(kind: PrimitiveKind): Maker {
  return (host, _type, args, keywords) => {
    const [maxsize] = bindMethod("Queue.__init__", [null, ...args], keywords, ["maxsize"]);
    const capacity = maxsize === undefined ? 0 : expectNumber(host.heap, maxsize);
    const made = makePrimitive(host, kind, Math.max(0, capacity));
    setExtra(host.heap, made.at, MAXSIZE_EXTRA, capacity);
    setExtra(host.heap, made.at, SIMPLE_EXTRA, false);
    return made;
  };
}

QUEUE.make = maker("queue");
LIFO_QUEUE.make = maker("lifo-queue");
PRIORITY_QUEUE.make = maker("priority-queue");
SIMPLE_QUEUE.make = (host, _type, args, keywords) => {
  checkCount("SimpleQueue", args, keywords, 0, 0);
  const made = makePrimitive(host, "queue", 0);
  setExtra(host.heap, made.at, MAXSIZE_EXTRA, 0);
  setExtra(host.heap, made.at, SIMPLE_EXTRA, true);
  return made;
};
askTypeOf(KIND.QUEUE, (heap, at) => (extraValue(heap, at, SIMPLE_EXTRA) === true ? SIMPLE_QUEUE : QUEUE));

/** What the exceptions of putting and getting are. */
function refuse(host: Host, status: Status, otherwise: string): never {
  const name = status === STATUS.SHUT_DOWN ? "queue.ShutDown" : otherwise;
  throw new PyRaise(host.objects.makeExceptionWith(name, []));
}

function put(host: Host, queue: Value, item: Value, timeoutMs: number): NativeResult {
  const { at } = primitive([queue]);
  share(host.heap, item);
  const status = perform(host, VERB.QUEUE_PUT, at, timeoutMs, host.heap.toWord(item));
  if (status < 0) return SUSPEND;
  return status === STATUS.OK ? null : refuse(host, status as Status, "queue.Full");
}

function get(host: Host, queue: Value, timeoutMs: number): NativeResult {
  const status = perform(host, VERB.QUEUE_GET, primitive([queue]).at, timeoutMs);
  if (status < 0) return SUSPEND;
  return status === STATUS.OK
    ? host.heap.fromWord(host.operation.result)
    : refuse(host, status as Status, "_queue.Empty");
}

/** `block` and `timeout` as milliseconds. @throws ValueError */
function queueLimit(host: Host, block: Value | undefined, timeout: Value | undefined): number {
  if (block !== undefined && host.objects.truth(block) !== true) return 0;
  if (timeout !== undefined && timeout !== null && (floatOf(timeout) ?? 0) < 0)
    throw valueError("'timeout' must be a non-negative number");
  return limitOf(host, timeout);
}

function putMethod(host: Host, args: Value[], keywords: Keywords): NativeResult {
  const [item, block, timeout] = bindMethod("Queue.put", args, keywords, ["item", "block", "timeout"], 1);
  return put(host, args[0], item as Value, queueLimit(host, block, timeout));
}

function getMethod(host: Host, args: Value[], keywords: Keywords): NativeResult {
  const [block, timeout] = bindMethod("Queue.get", args, keywords, ["block", "timeout"]);
  return get(host, args[0], queueLimit(host, block, timeout));
}

function size(host: Host, queue: Value): number | typeof SUSPEND {
  const status = perform(host, VERB.QUEUE_SIZE, primitive([queue]).at);
  return status < 0 ? SUSPEND : fromSmallWord(host.operation.result);
}

function sizeAnswer(name: string, answer: (size: number, maxsize: number) => Value): Native {
  return methodOfClass(`Queue.${name}`, (host, [queue]) => {
    const count = size(host, queue);
    return count === SUSPEND ? SUSPEND : answer(count, maxsizeOf(host, queue));
  });
}

function maxsizeOf(host: Host, queue: Value): number {
  return extraValue(host.heap, primitive([queue]).at, MAXSIZE_EXTRA) as number;
}

function taskDone(host: Host, [queue]: Value[]): NativeResult {
  const status = perform(host, VERB.QUEUE_TASK_DONE, primitive([queue]).at);
  if (status < 0) return SUSPEND;
  if (status !== STATUS.OK) throw misuse(host, primitive([queue]), "ValueError", "task_done() called too many times");
  return null;
}

function shutdown(host: Host, args: Value[], keywords: Keywords): NativeResult {
  const [immediate] = bindMethod("Queue.shutdown", args, keywords, ["immediate"]);
  const drops = immediate !== undefined && host.objects.truth(immediate) === true;
  return perform(host, VERB.QUEUE_SHUTDOWN, primitive(args).at, FOREVER, toBooleanWord(drops)) < 0 ? SUSPEND : null;
}

const QUEUES = ofKind(KIND.QUEUE, KIND.LIFO_QUEUE, KIND.PRIORITY_QUEUE);

const COMMON: Readonly<Record<string, Native>> = {
  put: putMethod,
  get: getMethod,
  put_nowait: (host, args, keywords) => {
    const [item] = bindMethod("Queue.put_nowait", args, keywords, ["item"], 1);
    return put(host, args[0], item as Value, 0);
  },
  get_nowait: methodOfClass("Queue.get_nowait", (host, [queue]) => get(host, queue, 0)),
  qsize: sizeAnswer("qsize", (count) => count),
  empty: sizeAnswer("empty", (count) => count === 0),
};

addMethods(
  QUEUE,
  {
    ...COMMON,
    full: sizeAnswer("full", (count, maxsize) => maxsize > 0 && count >= maxsize),
    task_done: methodOfClass("Queue.task_done", taskDone),
    join: methodOfClass("Queue.join", (host, args) =>
      perform(host, VERB.QUEUE_JOIN, primitive(args).at) < 0 ? SUSPEND : null,
    ),
    shutdown,
  },
  QUEUES,
);
addGetSet(QUEUE, "maxsize", (host, self) => maxsizeOf(host, self));
addMethods(SIMPLE_QUEUE, COMMON, QUEUES);
