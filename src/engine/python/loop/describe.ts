/** Futures, tasks, handles and loops in words, as asyncio's reprs have them. Rule: nothing of the listing's is called. */
import type { Code } from "../bytecode.ts";
import { PyMethod } from "../callables.ts";
import type { Host } from "../native.ts";
import { generatorCode } from "../objects/generators.ts";
import { handleCallee, handleWhen, isCancelledHandle } from "./handles.ts";
import { floatOf } from "../objects/integers.ts";
import { PyRef, type Value } from "../values.ts";
import { cancelMessage, DONE_STATE, FLAG, FUTURE, hasFlag, isTask, resultOf, TASK, taskName } from "./futures.ts";
import type { Waiter } from "./event-loop.ts";
import { TaskState } from "./task-state.ts";

const FILE = "listing.py";

/** `<Future pending cb=[f() at listing.py:3]>`. */
export function describeFuture(host: Host, ref: PyRef): string {
  if (isTask(host.heap, ref)) return describeTask(host, ref);
  return `<Future ${[...stateWords(host, ref), ...callbackWords(host, ref)].join(" ")}>`;
}

/** `<Task pending name='Task-2' coro=<f() running at listing.py:4> wait_for=<…>>`. */
export function describeTask(host: Host, ref: PyRef): string {
  const { heap } = host;
  const [state, ...rest] = stateWords(host, ref);
  const coroutine = heap.fromWord(heap.load(ref.at + TASK.COROUTINE)) as PyRef;
  const task = host.loops.get(heap.load(ref.at + FUTURE.LOOP))?.tasks.get(ref.at);
  const cancelling = task?.mustCancel === true ? ["cancelling"] : [state];
  const words = [
    ...cancelling,
    `name=${host.objects.describe(taskName(heap, ref.at))}`,
    `coro=<${describeCoroutine(host, coroutine)}>`,
    ...(task === undefined ? [] : waitWords(host, task)),
    ...rest,
    ...callbackWords(host, ref),
  ];
  return `<Task ${words.join(" ")}>`;
}

function stateWords(host: Host, { at }: PyRef): string[] {
  const { heap } = host;
  switch (heap.load(at + FUTURE.STATE)) {
    case DONE_STATE.PENDING:
      return ["pending"];
    case DONE_STATE.CANCELLED:
      return ["cancelled"];
    default: {
      const what = hasFlag(heap, at, FLAG.FAILED) ? "exception" : "result";
      return ["finished", `${what}=${host.objects.describe(resultOf(heap, at))}`];
    }
  }
}

function waitWords(host: Host, task: TaskState): string[] {
  if (task.waitsFor !== 0) return [`wait_for=${describeFuture(host, new PyRef(task.waitsFor))}`];
  return task.timer === null ? [] : ["wait_for=<Future pending cb=[Task.task_wakeup()]>"];
}

/** `f() running at listing.py:3`, `f() done, defined at listing.py:1`. */
function describeCoroutine(host: Host, coroutine: PyRef): string {
  const { parts } = host.program.codes[generatorCode(host.heap, coroutine.at)];
  const frame = host.coroutineFrame(coroutine);
  const name = `${parts.qualifiedName}()`;
  if (parts.internal) return frame === null ? `${name} done` : `${name} running`;
  if (frame === null) return `${name} done, defined at ${FILE}:${parts.firstLine}`;
  return `${name} running at ${FILE}:${parts.lines[frame.pc - 1] ?? parts.firstLine}`;
}

function callbackWords(host: Host, { at }: PyRef): string[] {
  const { heap, loops } = host;
  const waiters = loops.get(heap.load(at + FUTURE.LOOP))?.waiters.get(at) ?? [];
  if (waiters.length === 0) return [];
  const words = waiters.map((waiter) => describeWaiter(host, waiter));
  if (words.length > 2) words.splice(1, words.length - 2, `<${words.length - 2} more>`);
  return [`cb=[${words.join(", ")}]`];
}

function describeWaiter(host: Host, waiter: Waiter): string {
  return waiter instanceof TaskState ? "Task.task_wakeup()" : describeCallable(host, waiter.callee);
}

/** `f() at listing.py:3`; without a place for what is not the listing's. */
export function describeCallable(host: Host, callee: Value): string {
  const name = `${host.objects.callableName(callee)}()`;
  const code = codeOf(host, callee);
  return code === null || code.internal ? name : `${name} at ${FILE}:${code.parts.firstLine}`;
}

function codeOf(host: Host, callee: Value): Code | null {
  if (callee instanceof PyMethod) return codeOf(host, callee.callee);
  return callee instanceof PyRef ? (host.objects.functionParts(callee)?.code ?? null) : null;
}

/** `<Handle f() at listing.py:3>`, `<TimerHandle when=1.5 f() at listing.py:3>`. */
export function describeHandle(host: Host, { at }: PyRef): string {
  const { heap } = host;
  const when = floatOf(handleWhen(heap, at));
  const cancelled = isCancelledHandle(heap, at) ? " cancelled" : "";
  const name = when === null ? "Handle" : "TimerHandle";
  const moment = when === null ? "" : ` when=${host.objects.describe(handleWhen(heap, at))}`;
  const call = cancelled === "" ? ` ${describeCallable(host, handleCallee(heap, at))}` : "";
  return `<${name}${cancelled}${moment}${call}>`;
}

export function describeLoop(host: Host, { at }: PyRef): string {
  const loop = host.loops.get(at);
  const words = [loop?.running, loop?.closed, loop?.debug].map((is) => (is === true ? "True" : "False"));
  return `<_UnixSelectorEventLoop running=${words[0]} closed=${words[1]} debug=${words[2]}>`;
}

/** The text of a cancellation's message, for errors that repeat it; None where there is none. */
export function messageOf(host: Host, at: number): Value {
  return cancelMessage(host.heap, at);
}
