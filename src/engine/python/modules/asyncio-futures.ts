/**
 * `asyncio.Future` and `asyncio.Task`: CPython's `_asyncio`, its checks and messages, over the futures of `loop/`.
 * Rule: a future is its loop's thread's; another thread that touches it is refused, as debug mode refuses it in CPython.
 */
import type { Address } from "../../base/ids.ts";
import { CONTROL } from "../../memory/layout.ts";
import { TRUE } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import { bindNames, type Keywords, method } from "../builtins/arguments.ts";
import { CODE_KIND } from "../bytecode.ts";
import { PyMethod } from "../callables.ts";
import { describeFuture, describeTask } from "../loop/describe.ts";
import type { EventLoop } from "../loop/event-loop.ts";
import {
  addDoneCallback,
  cancel,
  cancelMessage,
  fail,
  finish,
  FLAG,
  FUTURE,
  isCancelled,
  isDone,
  hasFlag,
  laneKey,
  makeFuture,
  markFetched,
  raisedBy,
  resultOf,
  setFlags,
  takeCancelledError,
  TASK as TASK_WORD,
  TASK_WORDS,
  taskName,
  taskOf,
} from "../loop/futures.ts";
import { ensureLane, loopAt } from "../loop/loops.ts";
import { isLoop } from "../loop/mailbox.ts";
import { sharedContext } from "../loop/shared-context.ts";
import { TaskState } from "../loop/task-state.ts";
import { type Host, type Native, type NativeResult, PyRaise, TailCall } from "../native.ts";
import { generatorCode, generatorKind } from "../objects/generators.ts";
import { addGetSet, addMethods } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { setRepr } from "../objects/repr.ts";
import { share } from "../objects/share.ts";
import { typeError, typeNameOf } from "../objects/specials.ts";
import { ASYNC_FUTURE, ofKind, TASK } from "../objects/types.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";

setRepr(KIND.ASYNC_FUTURE, describeFuture);
setRepr(KIND.TASK, describeTask);

const FUTURES = ofKind(KIND.ASYNC_FUTURE, KIND.TASK);

function invalidState(host: Host, text: string): never {
  return host.raise("asyncio.exceptions.InvalidStateError", text);
}

function self(args: readonly Value[]): PyRef {
  return args[0] as PyRef;
}

/** The future's loop, which must be this thread's. @throws RuntimeError */
function loopOf(host: Host, { at }: PyRef): EventLoop {
  return loopAt(host, host.heap.load(at + FUTURE.LOOP));
}

/** `loop` where it is one, else the one that runs. @throws RuntimeError, TypeError */
function givenLoop(host: Host, loop: Value | undefined): EventLoop {
  if (loop === undefined || loop === null) {
    const { running } = host.loops;
    return running ?? host.raise("RuntimeError", "no running event loop");
  }
  if (!isLoop(host.heap, loop)) throw typeError(`an event loop is needed, not ${typeNameOf(host.heap, loop)}`);
  return loopAt(host, loop.at);
}

ASYNC_FUTURE.make = (host, _type, args, keywords) => {
  const [loop] = bindNames("Future", args, keywords, ["loop"]);
  return makeFuture(host.heap, givenLoop(host, loop).at);
};

// —— results ——

function result(host: Host, args: Value[]): NativeResult {
  const future = self(args);
  if (!isDone(host.heap, future.at)) return invalidState(host, "Result is not set.");
  const raised = raisedBy(host, loopOf(host, future), future.at);
  if (raised !== undefined) throw new PyRaise(raised);
  return resultOf(host.heap, future.at);
}

function exception(host: Host, args: Value[]): NativeResult {
  const { heap } = host;
  const { at } = self(args);
  if (isCancelled(heap, at)) throw new PyRaise(takeCancelledError(host, at));
  if (!isDone(heap, at)) return invalidState(host, "Exception is not set.");
  markFetched(heap, loopOf(host, self(args)), at);
  return hasFlag(heap, at, FLAG.FAILED) ? resultOf(heap, at) : null;
}

function setResult(host: Host, args: Value[]): NativeResult {
  const future = self(args);
  const loop = loopOf(host, future);
  if (isDone(host.heap, future.at)) return invalidState(host, "invalid state");
  finish(host, loop, future.at, host.heap.toWord(args[1]));
  return null;
}

function setException(host: Host, args: Value[]): NativeResult {
  const future = self(args);
  const { objects } = host;
  if (isDone(host.heap, future.at)) return invalidState(host, "invalid state");
  const [, given] = args;
  if (objects.isExceptionClass(given)) {
    const made = objects.toException(given);
    if (made instanceof TailCall)
      return new TailCall(made.callee, made.args, made.keywords, (again, value) =>
        setException(again, [future, made.then === null ? value : (made.then(again, value) as Value)]),
      );
    return setException(host, [future, made as Value]);
  }
  if (!objects.isException(given)) throw typeError("invalid exception object");
  fail(host, loopOf(host, future), future.at, withoutStop(host, given as PyRef));
  return null;
}

/** A StopIteration would end who awaits it: it becomes the cause of a RuntimeError. */
function withoutStop({ objects }: Host, given: PyRef): PyRef {
  if (!objects.isInstanceOfBuiltin(given, "StopIteration")) return given;
  const text = "StopIteration interacts badly with generators and cannot be raised into a Future";
  const made = objects.makeException("RuntimeError", text);
  objects.setCause(made, given);
  objects.setContext(made, given);
  return made;
}

// —— callbacks ——

const addCallback: Native = (host, args, keywords) => {
  const future = self(args);
  const [callee, context] = bindNames("add_done_callback", args.slice(1), keywords, ["fn", "context"], 1, 1);
  const shared = sharedContext(host, context);
  addDoneCallback(host, loopOf(host, future), future, callee as Value, host.context, shared);
  return null;
};

/** Two bound methods are the same call when self and function are. */
function isSameCall(host: Host, one: Value, other: Value): boolean {
  if (!(one instanceof PyMethod) || !(other instanceof PyMethod)) return host.objects.isSame(one, other);
  return host.objects.isSame(one.self, other.self) && host.objects.isSame(one.callee, other.callee);
}

function removeCallback(host: Host, args: Value[]): NativeResult {
  const future = self(args);
  const waiters = loopOf(host, future).waiters.get(future.at);
  if (waiters === undefined) return 0;
  const kept = waiters.filter((one) => one instanceof TaskState || !isSameCall(host, one.callee, args[1]));
  const removed = waiters.length - kept.length;
  waiters.length = 0;
  waiters.push(...kept);
  return removed;
}

const cancelFuture: Native = (host, args, keywords) => {
  const future = self(args);
  const [message] = bindNames("cancel", args.slice(1), keywords, ["msg"]);
  return cancel(host, loopOf(host, future), future.at, message ?? null);
};

function iterate(host: Host, args: Value[]): NativeResult {
  return new TailCall(host.preludeValue("asyncio", "_iterate"), [args[0]]);
}

addMethods(
  ASYNC_FUTURE,
  {
    result: method("Future.result", 0, 0, result),
    exception: method("Future.exception", 0, 0, exception),
    set_result: method("Future.set_result", 1, 1, setResult),
    set_exception: method("Future.set_exception", 1, 1, setException),
    done: method("Future.done", 0, 0, (host, args) => isDone(host.heap, self(args).at)),
    cancelled: method("Future.cancelled", 0, 0, (host, args) => isCancelled(host.heap, self(args).at)),
    cancel: cancelFuture,
    add_done_callback: addCallback,
    remove_done_callback: method("Future.remove_done_callback", 1, 1, removeCallback),
    get_loop: method("Future.get_loop", 0, 0, (host, args) => new PyRef(host.heap.load(self(args).at + FUTURE.LOOP))),
    __await__: method("__await__", 0, 0, iterate),
    __iter__: method("__iter__", 0, 0, iterate),
  },
  FUTURES,
);

// —— tasks ——

TASK.make = (host, _type, args, keywords) => {
  const [coroutine, loop, name, context] = bindNames("Task", args, keywords, ["coro", "loop", "name", "context"], 1);
  const shared = sharedContext(host, context);
  return makeTask(host, givenLoop(host, loop), coroutine as Value, { name: name ?? null, shared, dropped: false });
};

/** How a task is made. */
interface TaskPlan {
  readonly name: Value;
  /** The box of the Context that it was given; 0 for none. */
  readonly shared: Address;
  /** Nobody keeps it. */
  readonly dropped: boolean;
}

/** A task of a coroutine, ready to begin. @throws TypeError */
export function makeTask(host: Host, loop: EventLoop, coroutine: Value, { name, shared, dropped }: TaskPlan): PyRef {
  const { heap, objects } = host;
  if (!isCoroutine(host, coroutine)) throw typeError(`a coroutine was expected, got ${objects.describe(coroutine)}`);
  const at = heap.alloc(TASK_WORDS);
  const number = heap.memory.add(CONTROL.TASKS, 1) + 1;
  heap.store(at, KIND.TASK);
  heap.store(at + FUTURE.LOOP, loop.at);
  heap.store(at + TASK_WORD.COROUTINE, heap.toWord(coroutine));
  heap.store(at + TASK_WORD.NUMBER, number);
  if (name !== null)
    heap.store(at + TASK_WORD.NAME, heap.toWord(typeof name === "string" ? name : objects.describe(name)));
  const { parts } = host.program.codes[generatorCode(heap, coroutine.at)];
  const lane = ensureLane(host, loop);
  const shown = name === null ? `Task-${number} (${parts.name})` : taskName(heap, at);
  const frame = host.coroutineFrame(coroutine);
  if (frame !== null)
    for (const slot of frame.slots) if (slot instanceof PyRef || slot instanceof PyTuple) share(heap, slot);
  const task = new TaskState(
    at,
    coroutine.at,
    host.world.createLane("task", heap.stringWord(shown), lane),
    frame,
    host.context,
  );
  task.dropped = dropped;
  task.shared = shared;
  host.note(OP["task-create"], loop.at, laneKey(task.lane), dropped ? TRUE : 0);
  loop.tasks.set(at, task);
  loop.ready.push(task);
  return new PyRef(at);
}

function isCoroutine(host: Host, value: Value): value is PyRef {
  return (
    value instanceof PyRef &&
    host.heap.kind(value) === KIND.GENERATOR &&
    generatorKind(host.heap, value.at) === CODE_KIND.COROUTINE
  );
}

function setName(host: Host, args: Value[]): NativeResult {
  const [task, name] = args;
  host.heap.store(
    self([task]).at + TASK_WORD.NAME,
    host.heap.toWord(typeof name === "string" ? name : host.objects.describe(name)),
  );
  return null;
}

function uncancel(host: Host, args: Value[]): NativeResult {
  const { heap } = host;
  const { at } = self(args);
  const left = Math.max(0, heap.load(at + TASK_WORD.CANCELS) - 1);
  heap.store(at + TASK_WORD.CANCELS, left);
  if (left === 0 && !isDone(heap, at)) taskOf(loopOf(host, self(args)), at).mustCancel = false;
  return left;
}

addMethods(
  TASK,
  {
    get_name: method("Task.get_name", 0, 0, (host, args) => taskName(host.heap, self(args).at)),
    set_name: method("Task.set_name", 1, 1, setName),
    get_coro: method("Task.get_coro", 0, 0, (host, args) =>
      host.heap.fromWord(host.heap.load(self(args).at + TASK_WORD.COROUTINE)),
    ),
    cancelling: method("Task.cancelling", 0, 0, (host, args) => host.heap.load(self(args).at + TASK_WORD.CANCELS)),
    uncancel: method("Task.uncancel", 0, 0, uncancel),
    set_result: method("Task.set_result", 1, 1, (host) =>
      host.raise("RuntimeError", "Task does not support set_result operation"),
    ),
    set_exception: method("Task.set_exception", 1, 1, (host) =>
      host.raise("RuntimeError", "Task does not support set_exception operation"),
    ),
  },
  ofKind(KIND.TASK),
);

addGetSet(
  ASYNC_FUTURE,
  "_state",
  (host, value) => ["PENDING", "CANCELLED", "FINISHED"][host.heap.load((value as PyRef).at + FUTURE.STATE)],
);

/** Tasks of a loop that are not done, in the order in which they were made. */
export function pendingTasks(loop: EventLoop): PyRef[] {
  return [...loop.tasks.keys()].map((at: Address) => new PyRef(at));
}

const currentTask = (host: Host): Value => {
  const task = host.loops.running?.current ?? null;
  return task === null ? null : new PyRef(task.at);
};

const createTask: Native = (host, args, keywords: Keywords) => {
  const names = ["loop", "coro", "name", "context"];
  const [loop, coroutine, name, context] = bindNames("create_task", args, keywords, names, 2);
  const shared = sharedContext(host, context);
  return makeTask(host, givenLoop(host, loop), coroutine as Value, { name: name ?? null, shared, dropped: false });
};

/** What `gather` and the loop's Python half ask of futures. */
export const FUTURE_NATIVES: Readonly<Record<string, Native>> = {
  _current_task: currentTask,
  _new_task: createTask,
  _mark_awaited: (host, [future]) => {
    setFlags(host.heap, (future as PyRef).at, FLAG.AWAITED);
    return null;
  },
  _set_children: (host, [future, children]) => {
    host.heap.store((future as PyRef).at + FUTURE.CHILDREN, host.heap.toWord(children));
    return null;
  },
  _cancel_asked: (host, [future]) => hasFlag(host.heap, (future as PyRef).at, FLAG.CANCEL_ASKED),
  _make_cancelled_error: (host, [future]) => takeCancelledError(host, (future as PyRef).at),
  _cancel_message: (host, [future]) => cancelMessage(host.heap, (future as PyRef).at),
  _name_future: (host, [future, name]) => {
    host.heap.store((future as PyRef).at + 1, host.heap.toWord(name));
    return null;
  },
  _has_failed: (host, [future]) =>
    isDone(host.heap, (future as PyRef).at) && hasFlag(host.heap, (future as PyRef).at, FLAG.FAILED),
  _is_unfetched: (host, [future]) => hasFlag(host.heap, (future as PyRef).at, FLAG.UNFETCHED),
  _peek_exception: (host, [future]) => resultOf(host.heap, (future as PyRef).at),
  /** `_fetched(future)`: its exception will not be reported. */
  _fetched: (host, [future]) => {
    markFetched(host.heap, loopOf(host, future as PyRef), (future as PyRef).at);
    return null;
  },
  _drop_task: (host, [task]) => {
    const { at } = task as PyRef;
    const state = loopOf(host, task as PyRef).tasks.get(at);
    if (state !== undefined) state.dropped = true;
    return task;
  },
  isfuture: (host, [value]) =>
    value instanceof PyRef && [KIND.ASYNC_FUTURE, KIND.TASK].includes(host.heap.kind(value) as never),
  iscoroutine: (host, [value]) => isCoroutine(host, value),
  iscoroutinefunction: (host, [value]) =>
    value instanceof PyRef && host.objects.functionParts(value)?.code.kind === CODE_KIND.COROUTINE,
};
