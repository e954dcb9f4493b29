/**
 * What a loop schedules: tasks between two steps, callbacks, timers. Rule: they belong to one machine; a copied machine copies them,
 * each once (`Copies`).
 */
import type { Address } from "../../base/ids.ts";
import type { Frame } from "../frames.ts";
import type { Value } from "../values.ts";
import type { Context } from "./context.ts";

/** A task that is not done. */
export class TaskState {
  /** Its Task object. */
  readonly at: Address;
  /** Its coroutine object. */
  readonly coroutine: Address;
  /** The lane of its events. */
  readonly lane: number;
  /** Frame of its coroutine; null where that had ended before. */
  base: Frame | null;
  /** Innermost of its calls, when it is suspended with all of them; null when its coroutine is resumed by itself. */
  top: Frame | null = null;
  /** How many calls that are, and what they were handling. */
  depth = 0;
  handled: Value = null;
  /** Whether its first step was taken. */
  begun = false;
  /** The future it waits for, by address; 0 for none. */
  waitsFor: Address = 0;
  /** The timer it sleeps by. */
  timer: Timer | null = null;
  /** What its `await` gives when it goes on, unless `thrown` is thrown into it. */
  answer: Value = null;
  thrown: Value | undefined = undefined;
  /** A cancellation that nobody has thrown yet, and its message. */
  mustCancel = false;
  message: Value = null;
  /** Whether nobody keeps the task object. */
  dropped = false;
  context: Context;
  /** The box of the Context that it was given (`shared-context.ts`); 0 where it has a copy of its maker's. */
  shared: Address = 0;

  constructor(at: Address, coroutine: Address, lane: number, base: Frame | null, context: Context) {
    this.at = at;
    this.coroutine = coroutine;
    this.lane = lane;
    this.base = base;
    this.context = context;
  }

  copy(copies: Copies): TaskState {
    const copied = new TaskState(
      this.at,
      this.coroutine,
      this.lane,
      this.base && copies.frame(this.base),
      this.context,
    );
    copies.note(this, copied);
    copied.top = this.top && copies.frame(this.top);
    copied.depth = this.depth;
    copied.handled = this.handled;
    copied.begun = this.begun;
    copied.waitsFor = this.waitsFor;
    copied.timer = this.timer && copies.of(this.timer);
    copied.answer = this.answer;
    copied.thrown = this.thrown;
    copied.mustCancel = this.mustCancel;
    copied.message = this.message;
    copied.dropped = this.dropped;
    copied.shared = this.shared;
    return copied;
  }
}

/** A call that is to be made. */
export class Callback {
  /** Its Handle object; 0 where nobody has one. */
  readonly at: Address;
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly context: Context;
  /** Whether the listing asked for it: such are told in the trace. */
  readonly told: boolean;
  /** The box of the Context that it was given; 0 for none. */
  shared: Address = 0;
  cancelled = false;

  constructor(at: Address, callee: Value, args: readonly Value[], context: Context, told: boolean) {
    this.at = at;
    this.callee = callee;
    this.args = args;
    this.context = context;
    this.told = told;
  }

  copy(copies: Copies): Callback {
    const copied = new Callback(this.at, this.callee, this.args, this.context, this.told);
    copies.note(this, copied);
    copied.cancelled = this.cancelled;
    copied.shared = this.shared;
    return copied;
  }
}

/** Wakes a sleeping task, or makes a call, at a moment of the loop's clock (seconds). */
export class Timer {
  readonly when: number;
  /** Counts a loop's timers from 1; the trace names them so. */
  readonly number: number;
  what: TaskState | Callback;
  cancelled = false;
  /** Whether it has left the heap; what it does is done in its turn. */
  fired = false;
  done = false;

  constructor(when: number, number: number, what: TaskState | Callback) {
    this.when = when;
    this.number = number;
    this.what = what;
  }

  copy(copies: Copies): Timer {
    const copied = new Timer(this.when, this.number, this.what);
    copies.note(this, copied);
    copied.what = copies.of(this.what);
    copied.cancelled = this.cancelled;
    copied.fired = this.fired;
    copied.done = this.done;
    return copied;
  }
}

/** What may lie in a ready queue. */
export type Ready = TaskState | Callback | Timer;

/** Copies of what refers to each other, each made once. */
export class Copies {
  readonly frame: (frame: Frame) => Frame;
  readonly #made = new Map<Ready, Ready>();

  constructor(frame: (frame: Frame) => Frame) {
    this.frame = frame;
  }

  note(original: Ready, copied: Ready): void {
    this.#made.set(original, copied);
  }

  of<T extends Ready>(original: T): T {
    return (this.#made.get(original) ?? original.copy(this)) as T;
  }
}
