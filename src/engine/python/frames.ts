/**
 * A frame: where one call of Python code stands. Locals and stack share one array (locals first). Rule: a frame holds only values, so
 * that copying its array (and cloning the loop iterators in it) copies the call.
 */
import type { Address } from "../base/ids.ts";
import type { Code } from "./bytecode.ts";
import { LoopIterator } from "./callables.ts";
import { type NativeResult, type Then, Unfinished } from "./native.ts";
import { PyImmutable, type PyTuple, type Value } from "./values.ts";

/** What may lie on a stack beside values: a hole (NULL) and an iterator of a `for`. */
export type Slot = Value | LoopIterator | undefined;

/** What becomes of a result when it arrives in the frame that waits for it. */
export const ACTION = {
  PUSH: 0,
  DROP: 1,
  /** Pushes its truth negated (`not in`). */
  NOT: 2,
  /** Pushes its truth (a comparison that is branched on). */
  TRUTH: 3,
  /** The next item of a `for`; StopIteration jumps to the argument. */
  FOR: 4,
  /** What a `yield from` received; an end jumps to the argument. */
  SEND: 5,
  /** Pushes an attribute and NULL, for a call. */
  METHOD: 6,
  /** Pushes the items of a tuple, first on top. */
  UNPACK: 7,
  /** An exception to raise: `raise x` where x was called first. */
  RAISE: 8,
  /** The text of an exception that has left the thread. */
  TEXT: 9,
  /** What the coroutine of the current task gives to the event loop. */
  TASK: 10,
  /** The result of a callback, which the event loop drops. */
  CALLBACK: 11,
  /** What a greenlet's function gives at its end: it goes to the greenlet's parent. */
  GREENLET: 12,
} as const;
export type Action = (typeof ACTION)[keyof typeof ACTION];

/** Functions that a result goes through before it arrives; never changed, so copies share it. */
export interface Thens {
  readonly then: Then;
  readonly next: Thens | null;
}

/** Who a result goes to. */
export interface Return {
  readonly thens: Thens | null;
  readonly action: Action;
  readonly argument: number;
}

export const PUSHED: Return = { thens: null, action: ACTION.PUSH, argument: 0 };

/** How a generator was asked to go on. */
export type ResumeMode = "next" | "send" | "throw" | "close";

/** Where the frame of a generator or coroutine stands. One that ended is known to nobody. */
export const FRAME_STATE = {
  /** Not begun. */
  CREATED: 0,
  SUSPENDED: 1,
  /** On the stack of its thread, or among the calls of a suspended task. */
  RUNNING: 2,
} as const;
export type FrameState = (typeof FRAME_STATE)[keyof typeof FRAME_STATE];

/** What a class statement needs when its body has run. */
export interface ClassParts {
  readonly name: string;
  readonly bases: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value> | null;
}

export class Frame {
  readonly code: Code;
  readonly slots: Slot[];
  /** Index of the next instruction; while one runs, that is the one behind it. */
  pc = 0;
  /** First free slot. */
  sp: number;
  back: Frame | null;
  returns: Return;
  /** Names of a class body; null elsewhere. */
  namespace: Map<string, Value> | null = null;
  classParts: ClassParts | null = null;
  /** Cells the function was made with. */
  closure: readonly Value[];
  /** Address of the generator object whose frame this is; 0 for an ordinary call. */
  generator: Address = 0;
  state: FrameState = FRAME_STATE.CREATED;
  /** Of a generator that has a lane of its own: that, and the lane that let it go on last. */
  lane = 0;
  callerLane = 0;
  /** Of a coroutine: the line of the listing that made it. */
  madeAt = 0;
  /** Whether nothing but awaits lies between it and the event loop: then a task is suspended and resumed with all its calls. */
  chained = false;
  /** Of an asynchronous generator: whether a step of it is under way, awaiting something maybe. */
  stepping = false;
  mode: ResumeMode = "next";
  /** Result of `next(g, default)` at the end; undefined raises StopIteration. */
  fallback: Value | undefined = undefined;
  /** What was being handled when the generator went on, and what it handles itself. */
  outerHandled: Value = null;
  ownHandled: Value = null;

  constructor(code: Code, slots: Slot[], back: Frame | null, returns: Return, closure: readonly Value[]) {
    this.code = code;
    this.slots = slots;
    this.sp = code.localCount;
    this.back = back;
    this.returns = returns;
    this.closure = closure;
  }

  /** The same frame for a copied machine; `back` is linked by whoever copies. */
  copy(): Frame {
    const slots = this.slots.slice();
    // A generator expression holds its iterator in a local until it begins.
    for (let i = 0; i < this.sp; i++) {
      const slot = slots[i];
      if (slot instanceof LoopIterator) slots[i] = slot.clone();
    }
    const copied = new Frame(this.code, slots, null, this.returns, this.closure);
    copied.pc = this.pc;
    copied.sp = this.sp;
    copied.namespace = this.namespace && new Map(this.namespace);
    copied.classParts = this.classParts;
    copied.generator = this.generator;
    copied.state = this.state;
    copied.lane = this.lane;
    copied.callerLane = this.callerLane;
    copied.madeAt = this.madeAt;
    copied.chained = this.chained;
    copied.stepping = this.stepping;
    copied.mode = this.mode;
    copied.fallback = this.fallback;
    copied.outerHandled = this.outerHandled;
    copied.ownHandled = this.ownHandled;
    return copied;
  }
}

/** A LoopIterator that came to its end inside `yield from`. */
export const ENDED: unique symbol = Symbol("ended");

/** What `LOAD_BUILD_CLASS` pushes. */
class ClassBuilder extends PyImmutable {
  override readonly typeName = "builtin_function_or_method";
}

/** Calling it runs a class body. */
export const CLASS_BUILDER: PyImmutable = new ClassBuilder();

/** Whether a result is there already: no call, no generator, no stop. */
export function isPlain(result: NativeResult | undefined): result is Value {
  if (typeof result !== "object" || result === null) return typeof result !== "symbol";
  return !(result instanceof Unfinished);
}

/** Puts the items of a tuple on a frame's stack, the first on top. */
export function pushUnpacked(frame: Frame, { items }: PyTuple): void {
  for (let i = items.length - 1; i >= 0; i--) frame.slots[frame.sp++] = items[i];
}
