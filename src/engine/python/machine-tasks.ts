/**
 * Tasks of event loops: how one goes on from where it stands, is suspended and comes to its end.
 * Rule: a task whose calls are nothing but awaits is suspended with all of them at once, and resumed at the innermost: what that costs
 * does not depend on how deep it is. All others are suspended call by call, as generators are.
 */
import { InternalError } from "../base/errors.ts";
import type { Address } from "../base/ids.ts";
import { OK } from "../program/world.ts";
import { OP } from "../trace/ops.ts";
import { OPCODE } from "./bytecode.ts";
import { Resume } from "./callables.ts";
import { ACTION, type Frame, FRAME_STATE, type Return } from "./frames.ts";
import type { EventLoop } from "./loop/event-loop.ts";
import {
  fail,
  finish,
  laneKey,
  makeCancelledError,
  markCancelled,
  markLeft,
  raisedBy,
  reportLater,
  resultOf,
} from "./loop/futures.ts";
import { enterContext, ENTERED, leaveContext } from "./loop/shared-context.ts";
import type { TaskState } from "./loop/task-state.ts";
import { MachineGreenlets } from "./machine-greenlets.ts";
import { PyRaise } from "./native.ts";
import { PyRef, type Value } from "./values.ts";

/** What a task gives goes to its event loop. */
export const FROM_TASK: Return = { thens: null, action: ACTION.TASK, argument: 0 };

export abstract class MachineTasks extends MachineGreenlets {
  // —— going on ——

  /** Lets a task go on. */
  protected stepTask(loop: EventLoop, task: TaskState): boolean {
    loop.entry = new PyRef(task.at);
    loop.current = task;
    this.context = task.context;
    this.world.lane = task.lane;
    if (task.shared !== 0 && !this.enterShared(loop, task.shared))
      return this.takeTaskException(this.objects.makeException("RuntimeError", ENTERED));
    const thrown = this.whatIsThrown(loop, task);
    task.timer = null;
    task.thrown = undefined;
    if (!task.begun && task.base?.state === FRAME_STATE.CREATED) return this.beginTask(loop, task, task.base, thrown);
    if (task.top !== null) return this.resumeWhole(loop, task, task.top, thrown);
    return this.resumeApart(loop, task, thrown);
  }

  /** Resumes the coroutine alone, as any generator; what hinders that is the task's exception. */
  private resumeApart(loop: EventLoop, task: TaskState, thrown: Value | undefined): boolean {
    if (!task.begun) this.world.note(OP.start, 0, 0, 0);
    task.begun = true;
    this.noteRun(loop, task.base);
    const mode = thrown === undefined ? "send" : "throw";
    try {
      return this.resume(new Resume(new PyRef(task.coroutine), mode, thrown ?? null), FROM_TASK);
    } catch (error) {
      if (this.frame !== loop.frame) throw error;
      if (this.takeTaskException(this.toException(error) as PyRef)) return true;
      throw error;
    }
  }

  /** What the future it waited for raises, a cancellation that is due, or nothing; `answer` is set otherwise. */
  private whatIsThrown(loop: EventLoop, task: TaskState): Value | undefined {
    let { thrown } = task;
    const future = task.waitsFor;
    task.waitsFor = 0;
    if (future !== 0) {
      thrown = raisedBy(this.host, loop, future);
      if (thrown === undefined) task.answer = resultOf(this.heap, future);
    }
    if (!task.mustCancel) return thrown;
    task.mustCancel = false;
    if (thrown !== undefined && this.objects.isInstanceOfBuiltin(thrown, "asyncio.exceptions.CancelledError"))
      return thrown;
    return makeCancelledError(this.host, task.message);
  }

  private noteRun(loop: EventLoop, frame: Frame | null): void {
    this.world.line = this.lineOf(frame);
    this.world.note(OP["task-run"], loop.at, 0, 0);
  }

  private beginTask(loop: EventLoop, task: TaskState, frame: Frame, thrown: Value | undefined): boolean {
    task.begun = true;
    this.world.line = this.lineOf(frame);
    this.world.note(OP.start, 0, 0, 0);
    this.world.note(OP["task-run"], loop.at, 0, 0);
    this.enter(frame, FROM_TASK);
    frame.chained = true;
    if (thrown !== undefined) throw new PyRaise(thrown);
    frame.slots[frame.sp++] = null;
    return true;
  }

  private resumeWhole(loop: EventLoop, task: TaskState, top: Frame, thrown: Value | undefined): boolean {
    if (task.base !== null) task.base.back = this.frame;
    task.top = null;
    this.frame = top;
    this.depth += task.depth;
    this.handled = task.handled;
    this.noteRun(loop, top);
    if (thrown !== undefined) throw new PyRaise(thrown);
    const { instructions } = top.code;
    const at = (top.pc - 1) * 2;
    const awaits = instructions[at] === OPCODE.SEND;
    if (awaits) top.pc = instructions[at + 1];
    top.slots[top.sp++] = awaits ? task.answer : null;
    return true;
  }

  /** Suspends the current task with all its calls; `frame` is the innermost. */
  protected suspendWhole(loop: EventLoop, task: TaskState, frame: Frame): void {
    const below = this.loopFrame(loop);
    task.top = frame;
    task.depth = this.depth - loop.depth;
    task.handled = this.handled;
    this.handled = task.base?.outerHandled ?? null;
    this.depth = loop.depth;
    this.frame = below;
    if (task.base !== null) task.base.back = null;
    this.leaveTask(loop);
  }

  private loopFrame(loop: EventLoop): Frame {
    if (loop.frame === null) throw new InternalError("a task runs without a loop");
    return loop.frame;
  }

  protected leaveTask(loop: EventLoop): void {
    if (loop.current !== null) loop.current.context = this.context;
    if (loop.shared !== 0) this.leaveShared(loop);
    loop.current = null;
    this.world.lane = loop.lane;
  }

  /** Into a context that others may have, too: it must be nobody's at present. False where it is. */
  protected enterShared(loop: EventLoop, shared: Address): boolean {
    const entered = enterContext(this.host, shared);
    if (entered === null) return false;
    loop.shared = shared;
    this.context = entered;
    return true;
  }

  protected leaveShared(loop: EventLoop): void {
    leaveContext(this.host, loop.shared);
    loop.shared = 0;
  }

  protected abstract toException(error: unknown): Value;

  // —— the end of a task ——

  protected override taskReturned(value: Value, frame: Frame): boolean {
    const { loop, task } = this.currentTask();
    this.world.line = this.lineOf(frame);
    if (task.mustCancel) {
      task.mustCancel = false;
      return this.taskCancelled(loop, task, task.message);
    }
    this.forgetTask(loop, task);
    const word = this.heap.toWord(value);
    this.world.note(OP["task-finish"], task.at, 0, word);
    finish(this.host, loop, task.at, word);
    this.endLane(loop);
    return true;
  }

  protected currentTask(): { loop: EventLoop; task: TaskState } {
    const { running } = this.loops;
    const task = running?.current ?? null;
    if (running === null || task === null) throw new InternalError("a task without a loop");
    return { loop: running, task };
  }

  private forgetTask(loop: EventLoop, task: TaskState): void {
    loop.tasks.delete(task.at);
  }

  private endLane(loop: EventLoop): void {
    this.world.note(OP.finish, 0, laneKey(loop.lane), 0);
    this.leaveTask(loop);
  }

  private taskCancelled(loop: EventLoop, task: TaskState, message: Value): boolean {
    this.forgetTask(loop, task);
    this.world.note(OP["task-fail"], task.at, 0, this.heap.toWord(makeCancelledError(this.host, message)), OK.FALSE);
    markCancelled(this.host, loop, task.at, message);
    this.endLane(loop);
    return true;
  }

  /** A CancelledError left it. */
  private taskLeft(loop: EventLoop, task: TaskState, error: PyRef): boolean {
    this.forgetTask(loop, task);
    this.world.note(OP["task-fail"], task.at, 0, this.heap.toWord(error), OK.FALSE);
    markLeft(this.host, loop, task.at, error);
    this.endLane(loop);
    return true;
  }

  private taskFailed(loop: EventLoop, task: TaskState, exception: PyRef): boolean {
    const heard = loop.waiters.has(task.at);
    this.forgetTask(loop, task);
    this.world.note(OP["task-fail"], task.at, 0, this.heap.toWord(exception));
    fail(this.host, loop, task.at, exception);
    // Nobody has the task and nobody waits for it: nobody will ever fetch its exception.
    if (task.dropped && !heard) this.reportUnfetched(loop, task.at);
    this.endLane(loop);
    return true;
  }

  private reportUnfetched(loop: EventLoop, at: Address): void {
    loop.unfetched.delete(at);
    reportLater(this.host, loop, "_never_retrieved", [new PyRef(at)]);
  }

  protected takeTaskException(exception: PyRef): boolean {
    const { loop, task } = this.currentTask();
    const { objects } = this;
    if (objects.isInstanceOfBuiltin(exception, "asyncio.exceptions.CancelledError"))
      return this.taskLeft(loop, task, exception);
    this.taskFailed(loop, task, exception);
    return !this.endsEverything(exception);
  }

  /** What leaves the loop as well as the task or callback. */
  protected endsEverything(exception: PyRef): boolean {
    return (
      this.objects.isInstanceOfBuiltin(exception, "SystemExit") ||
      this.objects.isInstanceOfBuiltin(exception, "KeyboardInterrupt")
    );
  }
}
