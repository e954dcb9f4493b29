/**
 * Runs event loops: takes what is ready one after another, lets tasks go on from where they stand, sleeps until the next timer or message.
 * Rule: a loop that runs is a frame whose only instruction takes the next entry, so nothing here re-enters the machine.
 *
 * A task whose calls are nothing but awaits is suspended with all of them at once, and resumed at the innermost: what that costs does
 * not depend on how deep it is. All others are suspended call by call, as generators are.
 */
import { InternalError } from "../base/errors.ts";
import type { Address } from "../base/ids.ts";
import { fromAddressWord } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { OK } from "../program/world.ts";
import { OP } from "../trace/ops.ts";
import { CODE_KIND, OPCODE } from "./bytecode.ts";
import { type FunctionParts, Resume, type RunLoop } from "./callables.ts";
import { ACTION, Frame, FRAME_STATE, type Return, type Slot } from "./frames.ts";
import { CLOCK_RESOLUTION, type EventLoop } from "./loop/event-loop.ts";
import {
  cancelAwaited,
  fail,
  finish,
  FLAG,
  FUTURE,
  hasFlag,
  isDone,
  isFuture,
  laneKey,
  makeCancelledError,
  markCancelled,
  markLeft,
  raisedBy,
  reportLater,
  resultOf,
  setFlags,
  wake,
} from "./loop/futures.ts";
import { AWAIT, type AwaitKind } from "./loop/awaits.ts";
import { isCancelledHandle } from "./loop/handles.ts";
import { enterContext, ENTERED, leaveContext } from "./loop/shared-context.ts";
import { LOOP_CODE } from "./loop/loop-code.ts";
import { ensureLane } from "./loop/loops.ts";
import { MAILBOX, readMessages } from "./loop/mailbox.ts";
import { unpack } from "./loop/parcels.ts";
import { AwaitedSleep, isUnbegunSleep, makeSleep, takeSleep } from "./loop/sleeps.ts";
import { Callback, TaskState, Timer } from "./loop/task-state.ts";
import { MachineGreenlets } from "./machine-greenlets.ts";
import type { FrameView } from "./machine-state.ts";
import { PyRaise } from "./native.ts";
import { floatOf } from "./objects/integers.ts";
import { PyRef, type Value } from "./values.ts";

/** Seconds that a loop sleeps at most, as CPython's. */
const LONGEST_SLEEP = 24 * 3600;

const FROM_TASK: Return = { thens: null, action: ACTION.TASK, argument: 0 };
const FROM_CALLBACK: Return = { thens: null, action: ACTION.CALLBACK, argument: 0 };

export abstract class MachineLoop extends MachineGreenlets {
  // —— beginning and ending ——

  protected override beginLoop({ loop: object }: RunLoop, returns: Return): void {
    const loop = this.loops.get(object.at);
    if (loop === undefined) throw new InternalError("a loop that its machine does not know");
    this.push(new Frame(LOOP_CODE, new Array<Slot>(LOOP_CODE.frameSize), this.frame, returns, []));
    this.loops.running = loop;
    loop.running = true;
    loop.frame = this.frame;
    loop.caller = this.world.lane;
    loop.left = -1;
    loop.callerContext = this.context;
    loop.depth = this.depth;
    ensureLane(this.host, loop);
    this.note(OP.switch, 0, laneKey(loop.lane), 0);
    this.world.lane = loop.lane;
    if (!loop.begun) this.note(OP.start, 0, 0, 0);
    loop.begun = true;
  }

  /** The loop was stopped: who ran it goes on. */
  private endLoop(loop: EventLoop): boolean {
    const frame = loop.frame;
    if (frame === null) throw new InternalError("a loop that does not run was ended");
    this.leaveLoop(loop);
    this.pop(frame);
    return this.deliver(null, frame.returns);
  }

  private leaveLoop(loop: EventLoop): void {
    this.note(OP.switch, 0, laneKey(loop.caller), 0);
    this.world.lane = loop.caller;
    this.context = loop.callerContext;
    this.loops.running = null;
    loop.running = false;
    loop.stopping = false;
    loop.frame = null;
    loop.current = null;
    loop.left = -1;
  }

  /** Calls of a lane, outermost first: of a task its own, of the thread those up to the loop, of a loop none. */
  framesOf(lane: number): readonly FrameView[] {
    const { running } = this.loops;
    if (lane === this.world.lane && running === null) return this.frames();
    const below = this.views(running?.frame ?? null);
    if (running !== null && lane === this.world.thread) return below;
    if (running !== null && running.current?.lane === lane) return this.frames().slice(below.length);
    for (const loop of this.loops.all())
      for (const task of loop.tasks.values()) if (task.lane === lane) return this.framesOfTask(task);
    const others = this.framesOfOther(lane);
    return others.length === 0 && lane === this.world.thread ? this.frames() : others;
  }

  private framesOfTask(task: TaskState): readonly FrameView[] {
    return this.views(task.top ?? task.base);
  }

  // —— turns ——

  /** EVENT_LOOP: takes the next entry. False when it must stop; the instruction then runs again. */
  protected turnLoop(): boolean {
    const loop = this.loops.running;
    if (loop === null) throw new InternalError("no loop runs");
    this.afterEntry(loop);
    if (loop.shared !== 0) this.leaveShared(loop);
    for (;;) {
      const report = loop.reports.shift();
      if (report !== undefined) return this.call(loop, report);
      if (loop.left <= 0) {
        if (loop.left === 0 && loop.stopping) return this.endLoop(loop);
        if (!this.beginTurn(loop)) return false;
        continue;
      }
      if (this.world.gated && !this.mayStep(loop)) return false;
      loop.left--;
      const entry = loop.ready.shift();
      if (loop.debug) loop.began = this.world.nowMs();
      if (entry instanceof TaskState) return this.stepTask(loop, entry);
      if (entry instanceof Callback && !this.isCancelledCall(entry)) return this.callFromLoop(loop, entry);
      if (entry instanceof Timer && !entry.cancelled) {
        if (entry.what instanceof Callback) {
          if (!this.isCancelledCall(entry.what)) return this.callFromLoop(loop, entry.what);
        } else {
          entry.done = true;
          wake(this.host, loop, entry.what);
        }
      }
    }
  }

  /** Gated worlds let a task go on as they let an operation be done. */
  private mayStep({ ready: { first }, at }: EventLoop): boolean {
    return !(first instanceof TaskState) || !this.mustStop(VERB.TASK_STEP, at, laneKey(first.lane));
  }

  /** One turn of CPython's `_run_once`, up to what is then ready. */
  private beginTurn(loop: EventLoop): boolean {
    loop.tidyTimers();
    if (loop.ready.length > 0 || loop.stopping) {
      if (this.world.hasMessages(loop.at + MAILBOX) && !this.select(loop, 0)) return false;
    } else if (!this.sleepUntilReady(loop)) return false;
    if (loop.timers.length > 0) this.takeDue(loop);
    loop.left = loop.ready.length;
    return true;
  }

  private sleepUntilReady(loop: EventLoop): boolean {
    const { first } = loop.timers;
    if (first === undefined) return this.select(loop, Number.POSITIVE_INFINITY);
    const seconds = Math.min(Math.max(0, first.when - loop.time(this.world.nowMs() / 1000)), LONGEST_SLEEP);
    // In whole milliseconds, rounded up, as `epoll` has them: timers that lie close together fire in one turn.
    return this.select(loop, this.host.toRealMs(Math.ceil(seconds * 1000) / 1000));
  }

  private takeDue(loop: EventLoop): void {
    const end = loop.time(this.world.nowMs() / 1000) + CLOCK_RESOLUTION;
    for (let timer = loop.takeDue(end); timer !== undefined; timer = loop.takeDue(end)) {
      this.note(OP["timer-fire"], loop.at, laneKey(timer.number), 0);
      loop.ready.push(timer);
    }
  }

  /** Sleeps until something is there, `timeoutMs` at most, and takes what other threads said. False when it must stop. */
  private select(loop: EventLoop, timeoutMs: number): boolean {
    const { operation } = this;
    operation.verb = VERB.SELECT;
    operation.object = loop.at;
    operation.key = 0;
    operation.value = 0;
    operation.timeoutMs = timeoutMs;
    operation.result = 0;
    const status = this.performOperation();
    if (status < 0) return false;
    if (status !== STATUS.OK) return true;
    for (const { callee, args, name, parcels } of readMessages(this.heap, fromAddressWord(operation.result))) {
      for (const parcel of parcels) this.adopt(unpack(this.program, parcel));
      this.note(OP.get, loop.at, 0, this.heap.toWord(name));
      loop.ready.push(new Callback(0, callee, args, this.context, true));
    }
    return true;
  }

  private adopt(frame: Frame): void {
    this.generators.set(frame.generator, frame);
  }

  // —— callbacks ——

  private isCancelledCall({ at, cancelled }: Callback): boolean {
    return cancelled || (at !== 0 && isCancelledHandle(this.heap, at));
  }

  private callFromLoop(loop: EventLoop, callback: Callback): boolean {
    if (callback.told && callback.at !== 0)
      this.note(OP.get, loop.at, 0, this.heap.toWord(this.objects.callableName(callback.callee)));
    return this.call(loop, callback);
  }

  /** Into a context that others may have, too: it must be nobody's at present. False where it is. */
  private enterShared(loop: EventLoop, shared: Address): boolean {
    const entered = enterContext(this.host, shared);
    if (entered === null) return false;
    loop.shared = shared;
    this.context = entered;
    return true;
  }

  private leaveShared(loop: EventLoop): void {
    leaveContext(this.host, loop.shared);
    loop.shared = 0;
  }

  private call(loop: EventLoop, { callee, args, context, shared }: Callback): boolean {
    this.context = context;
    if (shared !== 0 && !this.enterShared(loop, shared)) {
      loop.entry = callee;
      return this.takeCallbackException(this.objects.makeException("RuntimeError", ENTERED));
    }
    loop.entry = callee;
    try {
      return this.invoke(callee, args.slice(), null, FROM_CALLBACK);
    } catch (error) {
      // What a native raises at once; a function's exception comes by way of its frame.
      if (this.frame !== loop.frame) throw error;
      const exception = this.toException(error) as PyRef;
      if (!this.takeCallbackException(exception)) throw error;
      return true;
    }
  }

  protected abstract toException(error: unknown): Value;

  /** In debug mode: what took long is named. */
  private afterEntry(loop: EventLoop): void {
    if (loop.began === 0 || !loop.debug) return;
    const seconds = (this.world.nowMs() - loop.began) / 1000;
    loop.began = 0;
    if (seconds < loop.slow) return;
    reportLater(this.host, loop, "_tell_slow", [loop.entry, Math.round(seconds * 1000)]);
  }

  // —— tasks ——

  /** Lets a task go on. */
  private stepTask(loop: EventLoop, task: TaskState): boolean {
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
  private suspendWhole(loop: EventLoop, task: TaskState, frame: Frame): void {
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

  private leaveTask(loop: EventLoop): void {
    if (loop.current !== null) loop.current.context = this.context;
    if (loop.shared !== 0) this.leaveShared(loop);
    loop.current = null;
    this.world.lane = loop.lane;
  }

  // —— what a task waits for ——

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
    const loop = this.loops.running;
    const task = loop?.current ?? null;
    if (loop === null || task === null) throw new InternalError("nobody to yield to");
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
    const loop = this.loops.running;
    const task = loop?.current ?? null;
    if (loop === null || task === null) throw new InternalError("a task without a loop");
    this.takeYielded(loop, task, value);
    this.leaveTask(loop);
    return true;
  }

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

  private currentTask(): { loop: EventLoop; task: TaskState } {
    const loop = this.loops.running;
    const task = loop?.current ?? null;
    if (loop === null || task === null) throw new InternalError("a task without a loop");
    return { loop, task };
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

  // —— exceptions ——

  /** Whether an exception that left a frame was a task's or a callback's, and the loop has taken it. */
  protected endsCallback(frame: Frame, exception: Value): boolean {
    const { action } = frame.returns;
    if (frame.code === LOOP_CODE) {
      const loop = this.loops.running;
      if (loop !== null) this.leaveLoop(loop);
      return false;
    }
    this.world.line = this.lineOf(frame);
    if (action === ACTION.GREENLET) return this.greenletFailed(exception as PyRef);
    if (action === ACTION.TASK) return this.takeTaskException(exception as PyRef);
    return action === ACTION.CALLBACK && this.takeCallbackException(exception as PyRef);
  }

  private takeTaskException(exception: PyRef): boolean {
    const { loop, task } = this.currentTask();
    const { objects } = this;
    if (objects.isInstanceOfBuiltin(exception, "asyncio.exceptions.CancelledError"))
      return this.taskLeft(loop, task, exception);
    this.taskFailed(loop, task, exception);
    return !this.endsEverything(exception);
  }

  /** What leaves the loop as well as the task or callback. */
  private endsEverything(exception: PyRef): boolean {
    return (
      this.objects.isInstanceOfBuiltin(exception, "SystemExit") ||
      this.objects.isInstanceOfBuiltin(exception, "KeyboardInterrupt")
    );
  }

  private takeCallbackException(exception: PyRef): boolean {
    const loop = this.loops.running;
    if (loop === null || this.endsEverything(exception)) return false;
    reportLater(this.host, loop, "_tell_failed_callback", [loop.entry, exception]);
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
