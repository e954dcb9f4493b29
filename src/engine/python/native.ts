/**
 * The contract between the interpreter loop and everything written in TypeScript that a listing can call.
 * Rule: a native does all its checks, then asks leave for its one visible operation, and only then changes anything:
 * when leave is refused it returns SUSPEND, and the same instruction runs again from its start later.
 * What needs several visible operations, or calls back into Python, is written in Python (`prelude/`) instead.
 */
import type { Address, Word } from "../base/ids.ts";
import type { Operation, Status, Verb } from "../program/operation.ts";
import type { OpCode } from "../trace/ops.ts";
import type { OkCode, World } from "../program/world.ts";
import type { CompiledProgram } from "./bytecode.ts";
import type { Heap } from "./heap.ts";
import type { ObjectModel } from "./object-model.ts";
import type { Resume, RunLoop, SwitchTo } from "./callables.ts";
import type { Frame } from "./frames.ts";
import type { Context } from "./loop/context.ts";
import type { Loops } from "./loop/loops.ts";
import type { PyRef, Value } from "./values.ts";

/** The machine must stop here: not let go yet, or blocked. The instruction stays current. */
export const SUSPEND: unique symbol = Symbol("suspend");

/**
 * What becomes of a tail call's result before it is the native's: "its truth", "NotImplemented: the reflected method"…
 * It must be a pure function of its arguments and of values: machines that were copied share it, and it may run again
 * when it suspended.
 */
export type Then = (host: Host, result: Value) => NativeResult;

/** Instead of a result: something that the machine has to do first. One question tells all of these from values. */
export abstract class Unfinished {
  /** For the compiler alone: no value looks like this by chance. */
  declare protected readonly unfinished: true;
}

/** The machine calls `callee` and its result, through `then` where given, becomes the native's. */
export class TailCall extends Unfinished {
  readonly callee: Value;
  readonly args: Value[];
  readonly keywords: ReadonlyMap<string, Value> | null;
  readonly then: Then | null;
  constructor(
    callee: Value,
    args: Value[],
    keywords: ReadonlyMap<string, Value> | null = null,
    then: Then | null = null,
  ) {
    super();
    this.callee = callee;
    this.args = args;
    this.keywords = keywords;
    this.then = then;
  }
}

export type NativeResult = Value | TailCall | Resume | RunLoop | SwitchTo | typeof SUSPEND;

/** A Python exception on its way through TypeScript; the loop catches it and unwinds. `value` is the exception object. */
export class PyRaise {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** A native: `args` holds positional arguments (self first for methods); it must not keep the array. */
export type Native = (host: Host, args: Value[], keywords: ReadonlyMap<string, Value> | null) => NativeResult;

/** What natives and the object model see of the machine that runs them. */
export interface Host {
  readonly world: World;
  readonly heap: Heap;
  readonly objects: ObjectModel;
  readonly program: CompiledProgram;
  /** Scratch operation to fill before `perform`. Its line is filled by the machine. */
  readonly operation: Operation;
  /**
   * Carries out `operation` in the world. −1 when the machine must stop instead (return SUSPEND at once); never BLOCKED.
   */
  perform(): Status | -1;
  /**
   * True when the machine must stop before this memory operation (return SUSPEND at once). Otherwise the caller does it on
   * `world.memory` and tells `world.note` or uses `world.read`/`world.write`. Call it only for shared objects, after the program started.
   */
  mustStop(verb: Verb, object: Address, key: Word): boolean;
  /** Tells an event at the present line. */
  note(op: OpCode, object: Address, key: Word, value: Word, ok?: OkCode): void;
  /** The event loops of this machine. */
  readonly loops: Loops;
  /** What context variables hold at present. */
  context: Context;
  /** Frames of generators and coroutines that have not ended, by the generator. */
  readonly framesByGenerator: Map<Address, Frame>;
  /** The frame of a coroutine; null for one that has ended. */
  coroutineFrame(coroutine: PyRef): Frame | null;
  /** Whether the result of the call that is being made is thrown away at once. */
  readonly isResultDropped: boolean;
  /** Whether the result of the call that is being made is awaited at once, and known to nobody else. */
  readonly isResultAwaited: boolean;
  /** Warns that a coroutine just made at this line will never be awaited, since nobody keeps it; its result is `made`. */
  neverAwaited(name: string, made: Value): NativeResult;
  /** Raises a built-in exception by name, e.g. `raise("ValueError", "…")`. @throws PyRaise */
  raise(typeName: string, message: string): never;
  /** The value of a name of a prelude module, e.g. `preludeValue("builtins", "_sorted_by")`. */
  preludeValue(module: string, name: string): Value;
  /** Scales a time of the listing (seconds) to real milliseconds. */
  toRealMs(seconds: number): number;
}
