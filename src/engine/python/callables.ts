/**
 * What can be called, what goes round a `for`, and what a native may give back: values made in TypeScript that both the
 * loop and the objects know. Rule: none of them holds anything that belongs to one machine, but loop iterators, which a
 * frame owns alone and clones with itself.
 */
import type { Code } from "./bytecode.ts";
import { type Host, type Native, type NativeResult, Unfinished } from "./native.ts";
import { PyImmutable, type PyRef, type Value } from "./values.ts";

/** A function or method written in TypeScript. */
export class PyNative extends PyImmutable {
  override readonly typeName = "builtin_function_or_method";
  readonly name: string;
  readonly native: Native;

  constructor(name: string, native: Native) {
    super();
    this.name = name;
    this.native = native;
  }
}

/** What `with` calls. */
export interface ContextMethods {
  readonly enter: PyNative;
  readonly exit: PyNative;
}

/** `o.f` as a value: calling it calls `callee` with `self` first. */
export class PyMethod extends PyImmutable {
  override readonly typeName = "method";
  readonly self: Value;
  readonly callee: Value;

  constructor(self: Value, callee: Value) {
    super();
    this.self = self;
    this.callee = callee;
  }
}

/** A module of the prelude as a value; `index` in `CompiledProgram.modules`. */
export class PyModule extends PyImmutable {
  override readonly typeName = "module";
  readonly name: string;
  readonly index: number;

  constructor(name: string, index: number) {
    super();
    this.name = name;
    this.index = index;
  }
}

/** What a function object in memory is made of. The answer may be one scratch object: read it before the next call. */
export interface FunctionParts {
  readonly code: Code;
  /** Defaults of the last positional parameters. */
  readonly defaults: readonly Value[];
  /** Defaults of keyword-only parameters. */
  readonly keywordDefaults: ReadonlyMap<string, Value> | null;
  /** Cells, in the order of the code's free names. */
  readonly closure: readonly PyRef[];
}

/** No more items. */
export const END: unique symbol = Symbol("end");

/**
 * Goes over a container inside one frame (`for`, comprehensions): no heap object. Over a shared container each step is
 * one visible read, so `next` may suspend, and must then not have moved.
 */
export abstract class LoopIterator {
  abstract next(host: Host): Value | typeof END | NativeResult;
  abstract clone(): LoopIterator;
}

/** Over a range of numbers; the loop steps it by itself. `left` counts down. */
export class RangeIterator extends LoopIterator {
  value: number;
  readonly step: number;
  left: number;

  constructor(start: number, step: number, left: number) {
    super();
    this.value = start;
    this.step = step;
    this.left = left;
  }

  override next(): Value | typeof END {
    if (this.left <= 0) return END;
    this.left -= 1;
    const value = this.value;
    this.value += this.step;
    return value;
  }

  override clone(): RangeIterator {
    return new RangeIterator(this.value, this.step, this.left);
  }
}

/** A native asks the machine to run an event loop until that is stopped. */
export class RunLoop extends Unfinished {
  readonly loop: PyRef;

  constructor(loop: PyRef) {
    super();
    this.loop = loop;
  }
}

/** A native asks the machine to go on in another greenlet, with a value or an exception. */
export class SwitchTo extends Unfinished {
  readonly greenlet: PyRef;
  /** What it begins with, and its arguments; they are the value where it has begun. */
  readonly run: Value;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value> | null;
  readonly thrown: Value | undefined;

  constructor(
    greenlet: PyRef,
    run: Value,
    args: readonly Value[],
    keywords: ReadonlyMap<string, Value> | null,
    thrown: Value | undefined,
  ) {
    super();
    this.greenlet = greenlet;
    this.run = run;
    this.args = args;
    this.keywords = keywords;
    this.thrown = thrown;
  }
}

/** A native asks the loop to let a generator go on; its next value becomes the native's result. */
export class Resume extends Unfinished {
  readonly generator: PyRef;
  readonly mode: "next" | "send" | "throw" | "close";
  /** What is sent, or the exception object that is thrown into it. */
  readonly value: Value;
  /** Result when it ends, instead of StopIteration (`next(g, default)`). */
  readonly fallback: Value | undefined;

  constructor(generator: PyRef, mode: "next" | "send" | "throw" | "close", value: Value = null, fallback?: Value) {
    super();
    this.generator = generator;
    this.mode = mode;
    this.value = value;
    this.fallback = fallback;
  }
}
