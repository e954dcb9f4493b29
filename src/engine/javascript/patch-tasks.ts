/**
 * Observes what makes tasks and microtasks: timers, `queueMicrotask`, message channels, the console. Rule: the native function schedules,
 * with the same delay and in the same order; what it calls is the listing's callback between a begin and an end.
 */
import type { Milliseconds } from "../base/units.ts";
import type { Line } from "../base/ids.ts";
import { formatLine, formatUncaught } from "./format-values.ts";
import { type ChannelLike, watchChannel } from "./patch-ports.ts";
import type { Recorder } from "./recorder.ts";
import { type LaneNow, LOOP_LANE, MICROTASKS, TIMERS } from "./script-record.ts";

type Callback = (...given: unknown[]) => unknown;

/** What the patches use of the worker's own functions. */
export interface NativeTasks {
  readonly nowMs: () => Milliseconds;
  readonly setTimeout: (callback: () => void, ms: number) => unknown;
  readonly clearTimeout: (id: unknown) => void;
  readonly setInterval: (callback: () => void, ms: number) => unknown;
  readonly clearInterval: (id: unknown) => void;
  readonly queueMicrotask: (callback: () => void) => void;
  readonly createChannel: () => ChannelLike;
}

interface Timer {
  readonly lane: LaneNow;
  readonly native: unknown;
  readonly repeats: boolean;
}

/** Nesting from which on a timer takes 4 ms at least, in browsers (HTML, 8.6). */
const DEEP = 5;
const DEEP_MS = 4;

export class TaskPatches {
  readonly #recorder: Recorder;
  readonly #native: NativeTasks;
  readonly #onRest: () => void;
  /** Real milliseconds to one of the listing. */
  readonly #scale: number;
  readonly #timers = new Map<number, Timer>();
  #lastTimer = 0;
  #messages = 0;
  #nesting = 0;

  /** @param onRest told when no timer and no message is left, as far as it is known then */
  constructor(recorder: Recorder, native: NativeTasks, onRest: () => void, scale = 1) {
    this.#recorder = recorder;
    this.#native = native;
    this.#onRest = onRest;
    this.#scale = scale;
  }

  /** Timers and messages that are still to come. */
  get left(): number {
    return this.#timers.size + this.#messages;
  }

  /** The functions that a listing sees in place of the worker's own. */
  functions() {
    return {
      setTimeout: (callback: unknown, ms?: unknown, ...given: unknown[]) => this.#setTimer(callback, ms, given, false),
      setInterval: (callback: unknown, ms?: unknown, ...given: unknown[]) => this.#setTimer(callback, ms, given, true),
      clearTimeout: (id: unknown) => this.#clear(id),
      clearInterval: (id: unknown) => this.#clear(id),
      queueMicrotask: (callback: unknown) => this.#queueMicrotask(callback),
    };
  }

  /** Runs a piece of code as a task. */
  runTask(lane: LaneNow, work: () => void, isScript = false): void {
    this.#recorder.beginTask(lane, isScript);
    this.#run(lane, work);
  }

  /** An error that nobody caught, told as the browser's console does. */
  tellUncaught(error: unknown): void {
    this.#recorder.tell("raise", { value: formatUncaught(error), ok: false });
  }

  /** A rejection that nobody has reacted to by the end of the checkpoint: the loop tells it. */
  tellUnhandled(error: unknown, line: Line): void {
    this.#recorder.tell("raise", { lane: LOOP_LANE, line, value: formatUncaught(error, true), ok: false });
  }

  print(values: readonly unknown[]): void {
    this.#recorder.tell("print", { value: formatLine(values) });
  }

  createChannel(): ChannelLike {
    return watchChannel(this.#native.createChannel(), this.#recorder, {
      runTask: (lane, work) => this.runTask(lane, work),
      onChange: (by) => {
        this.#messages += by;
        this.#restIfNothingIsLeft();
      },
    });
  }

  #run(lane: LaneNow, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.tellUncaught(error);
    }
    this.#recorder.tell("finish", { lane: lane.id, line: lane.line });
    this.#recorder.leave(lane);
    this.#restIfNothingIsLeft();
  }

  #setTimer(callback: unknown, wanted: unknown, given: readonly unknown[], repeats: boolean): number {
    if (typeof callback !== "function") throw new TypeError("a timer's callback must be a function here");
    const id = ++this.#lastTimer;
    const delay = Math.max(0, Math.trunc(Number(wanted)) || 0);
    const name = repeats ? "setInterval" : "setTimeout";
    const line = this.#recorder.running?.line ?? 0;
    const lane = this.#recorder.newLane(`${name}:${line}`, repeats ? "interval" : "timeout", line);
    const nesting = this.#nesting + 1;
    const work = (): void =>
      this.#fire(id, lane, delay, nesting, () => void Reflect.apply(callback as Callback, undefined, given));
    this.#recorder.tell("task-create", { object: TIMERS, other: lane.id, value: delay });
    const ms = delay * this.#scale;
    const native = repeats ? this.#native.setInterval(work, ms) : this.#native.setTimeout(work, ms);
    this.#timers.set(id, { lane, native, repeats });
    this.#sleep(lane, delay, nesting);
    return id;
  }

  #sleep(lane: LaneNow, delay: Milliseconds, nesting: number): void {
    const least = nesting > DEEP ? DEEP_MS : 0;
    const due = this.#native.nowMs() + Math.max(delay * this.#scale, least);
    this.#recorder.tell("sleep", { lane: lane.id, line: lane.line, object: TIMERS, value: delay, due });
  }

  #fire(id: number, lane: LaneNow, delay: Milliseconds, nesting: number, work: () => void): void {
    const timer = this.#timers.get(id);
    if (timer === undefined) return;
    if (!timer.repeats) this.#timers.delete(id);
    this.#nesting = nesting;
    if (timer.repeats) this.#runTurn(id, lane, delay, nesting, work);
    else this.runTask(lane, work);
    this.#nesting = 0;
  }

  /** One turn of an interval, which waits for its next one unless it was cleared meanwhile. */
  #runTurn(id: number, lane: LaneNow, delay: Milliseconds, nesting: number, work: () => void): void {
    this.#recorder.beginTask(lane);
    try {
      work();
    } catch (error) {
      this.tellUncaught(error);
    }
    if (this.#timers.has(id)) this.#sleep(lane, delay, nesting);
    else this.#recorder.tell("finish", { lane: lane.id, line: lane.line });
    this.#recorder.leave(lane);
    this.#restIfNothingIsLeft();
  }

  #clear(id: unknown): void {
    const timer = this.#timers.get(Number(id));
    if (timer === undefined) return;
    this.#timers.delete(Number(id));
    if (timer.repeats) this.#native.clearInterval(timer.native);
    else this.#native.clearTimeout(timer.native);
    this.#recorder.tell("task-cancel", { object: TIMERS, other: timer.lane.id });
    if (this.#recorder.running !== timer.lane) this.#recorder.tell("finish", { lane: timer.lane.id, ok: false });
    this.#restIfNothingIsLeft();
  }

  #queueMicrotask(callback: unknown): void {
    if (typeof callback !== "function") throw new TypeError("queueMicrotask wants a function");
    const line = this.#recorder.running?.line ?? 0;
    const lane = this.#recorder.newLane(`queueMicrotask:${line}`, "microtask", line);
    this.#recorder.tell("task-create", { object: MICROTASKS, other: lane.id });
    this.#native.queueMicrotask(() => {
      this.#recorder.beginMicrotask(lane);
      this.#run(lane, () => void (callback as Callback)());
    });
    this.#recorder.model.queue({ lane, adopts: null });
  }

  #restIfNothingIsLeft(): void {
    if (this.left === 0) this.#onRest();
  }
}
