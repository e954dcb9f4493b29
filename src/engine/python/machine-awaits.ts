/**
 * What a task waits for: futures, sleeps, steps of asynchronous generators. Rule: what is awaited at once in a task needs no call, and a
 * sleep no frame; both become coroutines by themselves only where somebody could tell the difference.
 */
import { InternalError } from "../base/errors.ts";
import { OP } from "../trace/ops.ts";
import { CODE_KIND, OPCODE } from "./bytecode.ts";
import { type FunctionParts, Resume } from "./callables.ts";
import { ACTION, Frame, FRAME_STATE, type Slot } from "./frames.ts";
import { AWAIT, type AwaitKind } from "./loop/awaits.ts";
import type { EventLoop } from "./loop/event-loop.ts";
import {
  cancelAwaited,
  FLAG,
  FUTURE,
  hasFlag,
  isDone,
  isFuture,
  laneKey,
  raisedBy,
  resultOf,
  setFlags,
} from "./loop/futures.ts";
import { AwaitedSleep, isUnbegunSleep, makeSleep, takeSleep } from "./loop/sleeps.ts";
import type { TaskState } from "./loop/task-state.ts";
import { FROM_TASK, MachineTasks } from "./machine-tasks.ts";
import { PyRaise } from "./native.ts";
import { floatOf } from "./objects/integers.ts";
import { PyRef, type Value } from "./values.ts";

export abstract class MachineAwaits extends MachineTasks {
  // —— futures and sleeps ——

  /** SEND to what is waited for without a call. False when it must stop. */
  protected sendToAwaited(
    kind: AwaitKind,
    frame: Frame,
    awaited: PyRef | AwaitedSleep,
    value: Value,
    target: number,
  ): boolean {
    if (awaited instanceof AwaitedSleep) return this.awaitSleepAtOnce(frame, awaited, target);
    switch (kind) {
      case AWAIT.FUTURE:
        return this.awaitFuture(frame, awaited, target);
      case AWAIT.SLEEP:
        return this.awaitSleep(frame, awaited, target);
      default: {
        const step = this.objects.asyncStep(awaited);
        if (step === null) throw new InternalError("an await of nothing");
        return this.resumeStep(step, "send", value, { thens: null, action: ACTION.SEND, argument: target });
      }
    }
  }

  /** SEND to a future. False when it must stop. */
  protected awaitFuture(frame: Frame, future: PyRef, target: number): boolean {
    const loop = this.loops.running;
    if (isDone(this.heap, future.at)) {
      const raised = raisedBy(this.host, this.ownerOf(future), future.at);
      if (raised !== undefined) throw new PyRaise(raised);
      frame.slots[frame.sp++] = resultOf(this.heap, future.at);
      frame.pc = target;
      return true;
    }
    const task = loop?.current ?? null;
    setFlags(this.heap, future.at, FLAG.AWAITED);
    if (loop === null || task === null || !frame.chained) {
      frame.slots[frame.sp++] = future;
      return true;
    }
    this.waitFor(loop, task, future);
    this.suspendWhole(loop, task, frame);
    return true;
  }

  private ownerOf(future: PyRef): EventLoop | undefined {
    return this.loops.get(this.heap.load(future.at + FUTURE.LOOP));
  }

  /** The current task waits for a future: CPython's `__step` when it is given one. */
  private waitFor(loop: EventLoop, task: TaskState, future: PyRef): void {
    const { heap } = this;
    const wrong = this.whyNotAwaited(loop, task, future);
    if (wrong !== null) {
      task.thrown = this.objects.makeException("RuntimeError", wrong);
      this.note(OP["task-suspend"], 0, 0, 0);
      loop.ready.push(task);
      return;
    }
    setFlags(heap, future.at, 0, FLAG.AWAITED);
    this.note(OP["task-suspend"], future.at, this.laneOfTask(loop, future), 0);
    if (isDone(heap, future.at)) {
      task.waitsFor = future.at;
      loop.ready.push(task);
      return;
    }
    loop.addWaiter(future.at, task);
    task.waitsFor = future.at;
    if (task.mustCancel && cancelAwaited(this.host, loop, task, task.message)) task.mustCancel = false;
  }

  private whyNotAwaited(loop: EventLoop, task: TaskState, future: PyRef): string | null {
    const { heap, objects } = this;
    const own = new PyRef(task.at);
    if (heap.load(future.at + FUTURE.LOOP) !== loop.at)
      return `Task ${objects.describe(own)} got Future ${objects.describe(future)} attached to a different loop`;
    if (!hasFlag(heap, future.at, FLAG.AWAITED))
      return `yield was used instead of yield from in task ${objects.describe(own)} with ${objects.describe(future)}`;
    return future.at === task.at ? `Task cannot await on itself: ${objects.describe(own)}` : null;
  }

  /** The lane of a task that is waited for, as an event names it; 0 for what is no task. */
  private laneOfTask(loop: EventLoop, future: PyRef): number {
    const task = loop.tasks.get(future.at);
    return task === undefined ? 0 : laneKey(task.lane);
  }

  /** SEND to `asyncio.sleep(…)` that nobody has begun. False when it must stop. */
  protected awaitSleep(frame: Frame, sleep: PyRef, target: number): boolean {
    const loop = this.loops.running;
    const task = loop?.current ?? null;
    if (loop === null || task === null || !frame.chained) {
      this.materializeAs(sleep, "_slow_sleep");
      return this.resume(new Resume(sleep, "send", null), { thens: null, action: ACTION.SEND, argument: target });
    }
    return this.sleepInTask(loop, task, frame, takeSleep(this.heap, sleep));
  }

  /** SEND to a sleep that is no object; it becomes one where no loop waits for it. False when it must stop. */
  private awaitSleepAtOnce(frame: Frame, sleep: AwaitedSleep, target: number): boolean {
    const loop = this.loops.running;
    const task = loop?.current ?? null;
    if (loop !== null && task !== null && frame.chained) return this.sleepInTask(loop, task, frame, sleep);
    const made = makeSleep(this.heap, this.preludeCoroutine("_sleep").code, sleep.delay, sleep.result);
    frame.slots[frame.sp - 1] = made;
    return this.awaitSleep(frame, made, target);
  }

  private sleepInTask(
    loop: EventLoop,
    task: TaskState,
    frame: Frame,
    { delay, result }: Pick<AwaitedSleep, "delay" | "result">,
  ): boolean {
    const seconds = this.secondsOf(delay);
    task.answer = result;
    if (seconds > 0) this.sleepBy(loop, task, seconds);
    else {
      this.note(OP["task-suspend"], 0, 0, 0);
      loop.ready.push(task);
    }
    this.suspendWhole(loop, task, frame);
    return true;
  }

  /** @throws TypeError, ValueError */
  private secondsOf(delay: Value): number {
    const seconds = floatOf(delay);
    if (seconds === null)
      this.raise("TypeError", `'<=' not supported between instances of '${this.objects.typeName(delay)}' and 'int'`);
    if (Number.isNaN(seconds)) this.raise("ValueError", "Invalid delay: NaN (not a number)");
    return seconds;
  }

  private sleepBy(loop: EventLoop, task: TaskState, seconds: number): void {
    const when = loop.time(this.world.nowMs() / 1000) + seconds;
    task.timer = loop.addTimer(when, task);
    const told = this.heap.toWord(Math.round(seconds * 1000));
    this.note(OP["timer-set"], loop.at, laneKey(task.timer.number), told);
    this.note(OP["task-suspend"], 0, 0, told);
    if (!task.mustCancel) return;
    if (cancelAwaited(this.host, loop, task, task.message)) task.mustCancel = false;
  }

  /** YIELD_VALUE between which and the loop there is nothing but awaits; an asynchronous generator's own goes to who iterates it. */
  protected yieldChained(frame: Frame, value: Value, arg: number): boolean {
    if (arg === 0 && frame.code.kind === CODE_KIND.ASYNC_GENERATOR) return this.yieldFrom(frame, value, true);
    const { loop, task } = this.currentTask();
    task.answer = null;
    this.takeYielded(loop, task, value);
    this.suspendWhole(loop, task, frame);
    return true;
  }

  /** What CPython's `__step` does with what a coroutine yielded. */
  private takeYielded(loop: EventLoop, task: TaskState, value: Value): void {
    if (isFuture(this.heap, value)) return this.waitFor(loop, task, value);
    if (value !== null) {
      const own = this.objects.describe(new PyRef(task.at));
      const shown = this.objects.describe(value);
      task.thrown = this.objects.makeException(
        "RuntimeError",
        value instanceof PyRef && this.objects.isGenerator(value)
          ? `yield was used instead of yield from for generator in task ${own} with ${shown}`
          : `Task got bad yield: ${shown}`,
      );
    }
    this.note(OP["task-suspend"], 0, 0, 0);
    loop.ready.push(task);
  }

  protected override taskYielded(value: Value): boolean {
    const { loop, task } = this.currentTask();
    this.takeYielded(loop, task, value);
    this.leaveTask(loop);
    return true;
  }

  // —— coroutines without a frame ——

  protected override materialize(generator: PyRef): Frame | undefined {
    return isUnbegunSleep(this.heap, generator) ? this.materializeAs(generator, "_sleep") : undefined;
  }

  /** Gives an unbegun sleep a frame: that of a coroutine of the prelude. */
  private materializeAs(generator: PyRef, name: string): Frame {
    const { delay, result } = takeSleep(this.heap, generator);
    const parts = this.preludeCoroutine(name);
    const slots = new Array<Slot>(parts.code.frameSize);
    slots[0] = delay;
    slots[1] = result;
    const frame = new Frame(parts.code, slots, null, FROM_TASK, parts.closure);
    frame.pc = 1;
    frame.generator = generator.at;
    this.generators.set(generator.at, frame);
    return frame;
  }

  private preludeCoroutine(name: string): FunctionParts {
    const parts = this.objects.functionParts(this.preludeValue("asyncio", name) as PyRef);
    if (parts === null || parts.code.kind !== CODE_KIND.COROUTINE) throw new InternalError("no coroutine for a sleep");
    return parts;
  }

  /** A suspended task's calls become suspended coroutines, each by itself; false where the frame is on the stack. */
  protected override detach(frame: Frame): boolean {
    if (this.isOnStack(frame)) return false;
    for (const loop of this.loops.all())
      for (const task of loop.tasks.values()) if (this.hasCall(task, frame)) return this.takeApart(task);
    return false;
  }

  private hasCall(task: TaskState, frame: Frame): boolean {
    for (let at = task.top; at !== null; at = at.back) if (at === frame) return true;
    return false;
  }

  private takeApart(task: TaskState): boolean {
    for (let frame: Frame | null = task.top; frame !== null; ) {
      const { back }: Frame = frame;
      // Behind SEND lies YIELD_VALUE; a call that awaits stands behind that.
      if (frame.code.instructions[(frame.pc - 1) * 2] === OPCODE.SEND) frame.pc++;
      frame.state = FRAME_STATE.SUSPENDED;
      frame.chained = false;
      frame.back = null;
      frame = back;
    }
    task.top = null;
    return true;
  }
}
