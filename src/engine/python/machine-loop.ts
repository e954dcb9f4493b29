/**
 * Runs event loops: takes what is ready one after another, calls it or lets its task go on, sleeps until the next timer or message.
 * Rule: a loop that runs is a frame whose only instruction takes the next entry, so nothing here re-enters the machine.
 */
import { InternalError } from "../base/errors.ts";
import { fromAddressWord } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import type { RunLoop } from "./callables.ts";
import { ACTION, Frame, type Return, type Slot } from "./frames.ts";
import { CLOCK_RESOLUTION, type EventLoop } from "./loop/event-loop.ts";
import { laneKey, reportLater, wake } from "./loop/futures.ts";
import { isCancelledHandle } from "./loop/handles.ts";
import { ENTERED } from "./loop/shared-context.ts";
import { LOOP_CODE } from "./loop/loop-code.ts";
import { ensureLane } from "./loop/loops.ts";
import { MAILBOX, readMessages } from "./loop/mailbox.ts";
import { unpack } from "./loop/parcels.ts";
import { Callback, TaskState, Timer } from "./loop/task-state.ts";
import { MachineAwaits } from "./machine-awaits.ts";
import type { FrameView } from "./machine-state.ts";
import type { PyRef, Value } from "./values.ts";

/** Seconds that a loop sleeps at most, as CPython's. */
const LONGEST_SLEEP = 24 * 3600;

const FROM_CALLBACK: Return = { thens: null, action: ACTION.CALLBACK, argument: 0 };

export abstract class MachineLoop extends MachineAwaits {
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

  /** In debug mode: what took long is named. */
  private afterEntry(loop: EventLoop): void {
    if (loop.began === 0 || !loop.debug) return;
    const seconds = (this.world.nowMs() - loop.began) / 1000;
    loop.began = 0;
    if (seconds < loop.slow) return;
    reportLater(this.host, loop, "_tell_slow", [loop.entry, Math.round(seconds * 1000)]);
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

  private takeCallbackException(exception: PyRef): boolean {
    const loop = this.loops.running;
    if (loop === null || this.endsEverything(exception)) return false;
    reportLater(this.host, loop, "_tell_failed_callback", [loop.entry, exception]);
    return true;
  }
}
