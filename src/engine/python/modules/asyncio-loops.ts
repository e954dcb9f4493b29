/**
 * Event loops and handles: CPython's `BaseEventLoop` as far as it needs no sockets. What calls back into the listing is in `prelude/asyncio.py`.
 * Rule: only `call_soon_threadsafe` may be used from another thread; all else is refused there.
 */
import type { Address } from "../../base/ids.ts";
import { VERB } from "../../program/operation.ts";
import { OP } from "../../trace/ops.ts";
import { bindNames, type Keywords, method } from "../builtins/arguments.ts";
import { RunLoop } from "../callables.ts";
import { describeCallable, describeHandle, describeLoop } from "../loop/describe.ts";
import type { EventLoop } from "../loop/event-loop.ts";
import { cancelHandle, handleWhen, isCancelledHandle, makeHandle } from "../loop/handles.ts";
import { laneKey, makeFuture } from "../loop/futures.ts";
import { loopAt } from "../loop/loops.ts";
import { CLOSED, KEPT, makeLoopObject, makeMessage, OWNER } from "../loop/mailbox.ts";
import { giveUp, packCoroutines } from "../loop/parcels.ts";
import { sharedContext } from "../loop/shared-context.ts";
import { AwaitedSleep, makeSleep } from "../loop/sleeps.ts";
import { Callback } from "../loop/task-state.ts";
import { type Code, type CompiledProgram } from "../bytecode.ts";
import { type Host, type Native, type NativeResult, SUSPEND, TailCall } from "../native.ts";
import { addGetSet, addMethods } from "../objects/immutables.ts";
import { floatOf } from "../objects/integers.ts";
import { KIND } from "../objects/kinds.ts";
import { setRepr } from "../objects/repr.ts";
import { share } from "../objects/share.ts";
import { typeError, typeNameOf } from "../objects/specials.ts";
import { askTypeOf, HANDLE, LOOP, ofKind, TIMER_HANDLE } from "../objects/types.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { makeTask, pendingTasks } from "./asyncio-futures.ts";
import { makeList } from "../objects/lists.ts";
import { perform } from "./operations.ts";

setRepr(KIND.LOOP, describeLoop);
setRepr(KIND.HANDLE, describeHandle);
askTypeOf(KIND.HANDLE, (heap, at) => (handleWhen(heap, at) === null ? HANDLE : TIMER_HANDLE));

function self(args: readonly Value[]): PyRef {
  return args[0] as PyRef;
}

/** The loop of a method call. @throws RuntimeError where it is closed or another thread's */
function openLoop(host: Host, { at }: PyRef): EventLoop {
  const loop = loopAt(host, at);
  if (loop.closed) host.raise("RuntimeError", "Event loop is closed");
  return loop;
}

// —— calls ——

/** What is to be called, and the box of the Context that was given for it. */
interface Call {
  readonly callee: Value;
  readonly rest: Value[];
  readonly shared: Address;
}

/** The call behind `before` arguments, and the keyword `context`. */
function callOf(host: Host, name: string, args: readonly Value[], keywords: Keywords, before: number): Call {
  for (const keyword of keywords?.keys() ?? [])
    if (keyword !== "context") throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
  if (args.length < before + 1) throw typeError(`${name}() missing 1 required positional argument: 'callback'`);
  const shared = keywords === null ? 0 : sharedContext(host, keywords.get("context"));
  return { callee: args[before], rest: args.slice(before + 1), shared };
}

function callbackOf(host: Host, handle: PyRef, { callee, rest, shared }: Call): Callback {
  const callback = new Callback(handle.at, callee, rest, host.context, true);
  callback.shared = shared;
  return callback;
}

function checkCallable(host: Host, callee: Value, name: string): void {
  if (host.objects.isGenerator(callee)) throw typeError(`coroutines cannot be used with ${name}()`);
}

const callSoon: Native = (host, args, keywords) => {
  const loop = openLoop(host, self(args));
  const call = callOf(host, "call_soon", args, keywords, 1);
  checkCallable(host, call.callee, "call_soon");
  const handle = makeHandle(host.heap, call.callee, call.rest, null);
  host.note(OP.put, loop.at, 0, host.heap.toWord(host.objects.callableName(call.callee)));
  loop.ready.push(callbackOf(host, handle, call));
  return handle;
};

function callWhen(host: Host, loop: EventLoop, when: number, call: Call): PyRef {
  const handle = makeHandle(host.heap, call.callee, call.rest, new PyFloat(when));
  const timer = loop.addTimer(when, callbackOf(host, handle, call));
  loop.timersByHandle.set(handle.at, timer);
  const inMs = Math.max(0, Math.round((when - loop.lastTime) * 1000));
  host.note(OP["timer-set"], loop.at, laneKey(timer.number), host.heap.toWord(inMs));
  return handle;
}

function secondsOf(host: Host, value: Value | undefined, name: string): number {
  if (value === undefined || value === null)
    throw typeError(`${name} ${name === "when" ? "cannot" : "must not"} be None`);
  const number = floatOf(value);
  if (number === null)
    throw typeError(`unsupported operand type(s) for +: 'float' and '${typeNameOf(host.heap, value)}'`);
  return number;
}

const callLater: Native = (host, args, keywords) => {
  const loop = openLoop(host, self(args));
  const delay = secondsOf(host, args[1], "delay");
  const call = callOf(host, "call_later", args, keywords, 2);
  checkCallable(host, call.callee, "call_later");
  return callWhen(host, loop, loop.time(host.world.nowMs() / 1000) + delay, call);
};

const callAt: Native = (host, args, keywords) => {
  const loop = openLoop(host, self(args));
  const when = secondsOf(host, args[1], "when");
  const call = callOf(host, "call_at", args, keywords, 2);
  checkCallable(host, call.callee, "call_at");
  loop.time(host.world.nowMs() / 1000);
  return callWhen(host, loop, when, call);
};

const callThreadsafe: Native = (host, args, keywords) => {
  const { heap } = host;
  const { at } = self(args);
  if (heap.load(at + CLOSED) !== 0) host.raise("RuntimeError", "Event loop is closed");
  if (heap.load(at + OWNER) === host.world.thread) return callSoon(host, args, keywords);
  const { callee, rest, shared } = callOf(host, "call_soon_threadsafe", args, keywords, 1);
  if (shared !== 0)
    throw typeError("call_soon_threadsafe() of another thread takes no context here: give it context.run");
  const name = host.objects.callableName(callee);
  const parcels = packCoroutines(host, rest);
  const payload = new PyTuple([callee, new PyTuple(rest), name, parcels]);
  share(heap, payload);
  const handle = makeHandle(heap, callee, rest, null);
  const message = makeMessage(heap, payload);
  if (perform(host, VERB.LOOP_POST, at, 1, message << 1, heap.toWord(name)) < 0) return SUSPEND;
  giveUp(host, parcels);
  return handle;
};

// —— running ——

function runForever(host: Host, args: Value[]): NativeResult {
  const loop = openLoop(host, self(args));
  if (loop.running) host.raise("RuntimeError", "This event loop is already running");
  if (host.loops.running !== null)
    host.raise("RuntimeError", "Cannot run the event loop while another loop is running");
  return new RunLoop(self(args));
}

/** A loop that will never run again has come to its end. */
function endLane(host: Host, loop: EventLoop): void {
  const { world } = host;
  const closer = world.lane;
  world.lane = loop.lane;
  host.note(OP.finish, 0, laneKey(closer), 0);
  world.lane = closer;
}

function close(host: Host, args: Value[]): NativeResult {
  const loop = loopAt(host, self(args).at);
  if (loop.running) host.raise("RuntimeError", "Cannot close a running event loop");
  if (loop.begun && !loop.closed) endLane(host, loop);
  loop.close();
  host.heap.store(loop.at + CLOSED, 1);
  return null;
}

function inPrelude(name: string): Native {
  return (host, args, keywords) => new TailCall(host.preludeValue("asyncio", name), args, keywords);
}

const createTask: Native = (host, args, keywords) => {
  const loop = openLoop(host, self(args));
  const [coroutine, name, context] = bindNames("create_task", args.slice(1), keywords, ["coro", "name", "context"], 1);
  const shared = sharedContext(host, context);
  return makeTask(host, loop, coroutine as Value, { name: name ?? null, shared, dropped: host.isResultDropped });
};

addMethods(
  LOOP,
  {
    call_soon: callSoon,
    call_later: callLater,
    call_at: callAt,
    call_soon_threadsafe: callThreadsafe,
    run_forever: method("run_forever", 0, 0, runForever),
    run_until_complete: inPrelude("_run_until_complete"),
    run_in_executor: inPrelude("_run_in_executor"),
    set_default_executor: inPrelude("_set_default_executor"),
    shutdown_default_executor: inPrelude("_shutdown_default_executor"),
    shutdown_asyncgens: inPrelude("_shutdown_asyncgens"),
    set_exception_handler: inPrelude("_set_exception_handler"),
    get_exception_handler: inPrelude("_get_exception_handler"),
    call_exception_handler: inPrelude("_call_exception_handler"),
    default_exception_handler: inPrelude("_default_exception_handler"),
    create_task: createTask,
    create_future: method("create_future", 0, 0, (host, args) => makeFuture(host.heap, self(args).at)),
    stop: method("stop", 0, 0, (host, args) => {
      loopAt(host, self(args).at).stopping = true;
      return null;
    }),
    close: method("close", 0, 0, close),
    time: method(
      "time",
      0,
      0,
      (host, args) => new PyFloat(loopAt(host, self(args).at).time(host.world.nowMs() / 1000)),
    ),
    is_running: method("is_running", 0, 0, (host, args) => loopAt(host, self(args).at).running),
    is_closed: method("is_closed", 0, 0, (host, args) => host.heap.load(self(args).at + CLOSED) !== 0),
    get_debug: method("get_debug", 0, 0, (host, args) => loopAt(host, self(args).at).debug),
    set_debug: method("set_debug", 1, 1, (host, args) => {
      loopAt(host, self(args).at).debug = host.objects.truth(args[1]) === true;
      return null;
    }),
  },
  ofKind(KIND.LOOP),
);

addGetSet(
  LOOP,
  "slow_callback_duration",
  (host, value) => new PyFloat(loopAt(host, (value as PyRef).at).slow),
  (host, value, seconds) => {
    loopAt(host, (value as PyRef).at).slow = secondsOf(host, seconds, "slow_callback_duration");
    return null;
  },
);

// —— handles ——

function cancelCall(host: Host, args: Value[]): NativeResult {
  const { at } = self(args);
  if (isCancelledHandle(host.heap, at)) return null;
  cancelHandle(host.heap, at);
  for (const loop of host.loops.all()) {
    const timer = loop.timersByHandle.get(at);
    if (timer !== undefined) loop.cancelTimer(timer);
  }
  return null;
}

addMethods(
  HANDLE,
  {
    cancel: method("cancel", 0, 0, cancelCall),
    cancelled: method("cancelled", 0, 0, (host, args) => isCancelledHandle(host.heap, self(args).at)),
  },
  ofKind(KIND.HANDLE),
);
addMethods(
  TIMER_HANDLE,
  { when: method("when", 0, 0, (host, args) => handleWhen(host.heap, self(args).at)) },
  ofKind(KIND.HANDLE),
);

// —— what the Python half asks ——

const newLoop = (host: Host): Value => {
  const loop = makeLoopObject(host.heap, host.world.thread);
  host.loops.add(loop.at);
  return loop;
};

/** By program: the prelude's coroutine that stands for a sleep nobody has begun. */
const SLEEP_CODES = new WeakMap<CompiledProgram, Code>();

function sleepCode(host: Host): Code {
  const known = SLEEP_CODES.get(host.program);
  if (known !== undefined) return known;
  const code = host.objects.functionParts(host.preludeValue("asyncio", "_sleep") as PyRef)!.code;
  SLEEP_CODES.set(host.program, code);
  return code;
}

const sleep: Native = (host, args, keywords) => {
  if (keywords === null && args.length === 1) return sleepFor(host, args[0], null);
  const [delay, result] = bindNames("sleep", args, keywords, ["delay", "result"], 1);
  return sleepFor(host, delay as Value, result ?? null);
};

function sleepFor(host: Host, delay: Value, result: Value): NativeResult {
  if (host.isResultAwaited) return new AwaitedSleep(delay, result);
  const made = makeSleep(host.heap, sleepCode(host), delay, result);
  return host.isResultDropped ? host.neverAwaited("sleep", made) : made;
}

const createTaskOnRunning: Native = (host, args, keywords) => {
  const { running } = host.loops;
  if (running === null) return host.raise("RuntimeError", "no running event loop");
  return createTask(host, [new PyRef(running.at), ...args], keywords);
};

export const LOOP_NATIVES: Readonly<Record<string, Native>> = {
  new_event_loop: newLoop,
  create_task: createTaskOnRunning,
  _make_sleep: sleep,
  _get_running_loop: (host) => (host.loops.running === null ? null : new PyRef(host.loops.running.at)),
  get_running_loop: (host) => {
    const { running } = host.loops;
    return running === null ? host.raise("RuntimeError", "no running event loop") : new PyRef(running.at);
  },
  _pending_tasks: (host, [loop]) => makeList(host.heap, pendingTasks(loopAt(host, (loop as PyRef).at))),
  _unfetched: (host, [loop]) =>
    makeList(
      host.heap,
      [...loopAt(host, (loop as PyRef).at).unfetched].map((at) => new PyRef(at)),
    ),
  _asyncgens: (host, [loop]) =>
    makeList(
      host.heap,
      loopAt(host, (loop as PyRef).at)
        .generators.map((at) => new PyRef(at))
        .filter((generator) => host.coroutineFrame(generator) !== null),
    ),
  /** `_kept(loop, which)` and `_keep(loop, which, value)`: 0 its executor, 1 its exception handler. */
  _kept: (host, [loop, which]) => {
    const word = host.heap.load((loop as PyRef).at + KEPT + (which as number));
    return word === 0 ? null : host.heap.fromWord(word);
  },
  _keep: (host, [loop, which, value]) => {
    host.heap.store((loop as PyRef).at + KEPT + (which as number), host.heap.toWord(value));
    return null;
  },
  _tell: (host, [op, object, value]) => {
    host.note(
      OP[op as keyof typeof OP],
      (object as PyRef).at,
      0,
      value === null || value === undefined ? 0 : host.heap.toWord(value),
    );
    return null;
  },
  _result_dropped: (host) => host.isResultDropped,
  _describe_callable: (host, [callee]) => describeCallable(host, callee),
};
