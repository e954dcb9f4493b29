/** How exceptions travel: to the handler that takes them, or out of the thread with its last words. */
import type { Word } from "../base/ids.ts";
import { OutOfMemory } from "../program/world.ts";
import { OPCODE } from "./bytecode.ts";
import { ACTION, type Frame } from "./frames.ts";
import { attributeHint } from "./hints.ts";
import { LastWords } from "./last-words.ts";
import { LOOP_CODE } from "./loop/loop-code.ts";
import { MachineLoop } from "./machine-loop.ts";
import { PyRaise } from "./native.ts";
import { PythonError } from "./text/index.ts";
import { formatTraceback, printedExceptions } from "./traceback.ts";
import { PyRef, PyTuple, type Value } from "./values.ts";

/** Characters of a last text that surely fit what is set aside for it. */
const LAST_WORDS = 1500;

/** An exception on its way out. */
interface Unwinding {
  readonly exception: Value;
  readonly reraised: boolean;
}

function isSameRef(left: Value, right: Value): boolean {
  return left instanceof PyRef && right instanceof PyRef && left.at === right.at;
}

export abstract class MachineEndings extends MachineLoop {
  protected override toException(error: unknown): Value {
    if (error instanceof PyRaise) return error.value;
    if (error instanceof PythonError) {
      const made = this.objects.makeException(error.typeName, error.message);
      if (error.typeName === "AttributeError" && this.frame !== null) this.hintAttribute(made, this.frame);
      return made;
    }
    if (error instanceof OutOfMemory) return this.memoryError(error);
    const exhausted = this.exhausted(error);
    if (exhausted !== null) return exhausted;
    throw error;
  }

  /** What the browser's own limits end inside one operation: values nested too deep, or a piece too large for it; else null. */
  private exhausted(error: unknown): Value | null {
    if (!(error instanceof Error)) return null;
    // Firefox says it with an error of its own, which is no RangeError.
    if (/call stack|too much recursion/i.test(error.message))
      return this.objects.makeException("RecursionError", "maximum recursion depth exceeded");
    if (error instanceof RangeError && /array length|string length|allocation|BigInt/i.test(error.message))
      return this.objects.makeException("MemoryError", `too large for one operation: ${error.message}`);
    return null;
  }

  /** The exception lies in what was set aside; when that is spent too, the former one is raised again. */
  protected memoryError({ words }: OutOfMemory): Value {
    const [first, ...rest] = this.reserves;
    if (rest.length > 0) {
      this.heap.continueIn(first);
      this.reserves = rest;
    }
    try {
      const text = `line ${this.lineOf(this.frame)} asks for ${words * 4} bytes and the run's memory is spent`;
      this.outOfMemory = this.objects.makeException("MemoryError", text);
    } catch (error) {
      if (!(error instanceof OutOfMemory) || this.outOfMemory === null) throw error;
    }
    return this.outOfMemory;
  }

  /** Where an attribute was being loaded, its owner lies on top. */
  protected hintAttribute(exception: PyRef, frame: Frame): void {
    const { instructions, names, internal } = frame.code;
    const opcode = instructions[(frame.pc - 1) * 2];
    const owner = frame.slots[frame.sp - 1];
    if (internal || (opcode !== OPCODE.LOAD_ATTR && opcode !== OPCODE.LOAD_ATTR_VISIBLE) || owner === undefined) return;
    this.hint(
      exception,
      attributeHint(this.host, frame, owner as Value, names[instructions[(frame.pc - 1) * 2 + 1] >> 1]),
    );
  }

  /** Finds who handles the exception, or ends the thread's entry. */
  protected unwind(exception: Value, reraised: boolean): void {
    this.pending = null;
    for (let next: Unwinding | null = { exception, reraised }; next !== null; ) next = this.unwindOnce(next);
  }

  /** Gives the exception that took this one's place on the way, null once somebody has it. */
  private unwindOnce({ exception, reraised }: Unwinding): Unwinding | null {
    if (!reraised && this.handled !== null && this.handled !== exception && !isSameRef(this.handled, exception)) {
      this.objects.setContext(exception, this.handled);
    }
    let addsPlace = !reraised;
    for (let frame = this.frame; frame !== null; frame = this.frame) {
      if (addsPlace) this.appendPlace(exception, frame);
      if (this.caughtBy(frame, exception)) return null;
      this.pop(frame);
      try {
        if (this.takenOver(frame, exception)) return null;
      } catch (error) {
        return { exception: this.toException(error), reraised: false };
      }
      addsPlace = true;
    }
    this.leaveThread(exception);
    return null;
  }

  /** Whether an exception that left a frame goes no further, since whoever called the frame has another use for it. */
  private takenOver(frame: Frame, exception: Value): boolean {
    if (frame.generator !== 0) {
      this.laneFailed(frame, exception);
      this.forget(frame);
      if (this.endsClosing(frame, exception)) return true;
    }
    return this.endsLoop(frame, exception) || this.endsCallback(frame, exception);
  }

  /** A place that has no room any more is left out. */
  protected appendPlace(exception: Value, frame: Frame): void {
    if (frame.code === LOOP_CODE) return;
    try {
      this.objects.appendTraceback(exception, frame.code.id, frame.pc - 1);
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
    }
  }

  /** Whether the frame's own handlers take it. */
  protected caughtBy(frame: Frame, exception: Value): boolean {
    const range = frame.code.parts.exceptions.find(({ start, end }) => start < frame.pc && frame.pc <= end);
    if (range === undefined) return false;
    frame.sp = frame.code.localCount + range.depth;
    if (range.pushesPlace) frame.slots[frame.sp++] = frame.pc - 1;
    frame.slots[frame.sp++] = exception;
    frame.pc = range.target;
    return true;
  }

  /** A StopIteration out of a user's `__next__` ends the `for` (or `yield from`) that called it. */
  protected endsLoop({ returns }: Frame, exception: Value): boolean {
    if (returns.action !== ACTION.FOR && returns.action !== ACTION.SEND) return false;
    if (!this.objects.isInstanceOfBuiltin(exception, "StopIteration")) return false;
    this.stopIteration(this.objects.stopValue(exception), { ...returns, thens: null }, undefined);
    return true;
  }

  protected leaveThread(exception: Value): void {
    if (this.lastWords !== null) {
      // The listing's own `__str__` failed while the last words were put together; or there is no memory even for those, and it ends in silence.
      this.lastWords = this.lastWords.waiting.length === 0 ? null : this.lastWords.withText("<exception str() failed>");
      return;
    }
    if (this.objects.isInstanceOfBuiltin(exception, "SystemExit")) this.exitQuietly(exception);
    else {
      this.failed = true;
      this.lastWords = new LastWords(exception as PyRef, printedExceptions(this.objects, exception as PyRef));
    }
    // What is left of main's own code does not run; what the prelude does at the end does.
    this.entries = this.entries.filter(({ kind }) => kind === "call");
  }

  /** `sys.exit("text")` of the main thread prints its text; a number or nothing ends in silence. */
  protected exitQuietly(exception: Value): void {
    const args = this.objects.getAttribute(exception, "args", false);
    const [code] = args instanceof PyTuple ? args.items : [];
    const silent = code === undefined || code === null || typeof code === "number" || typeof code === "boolean";
    if (silent || this.world.thread !== 0) return;
    const text = this.objects.convertValue(1, code);
    this.lastWords = LastWords.farewell(
      exception as PyRef,
      `${typeof text === "string" ? text : this.objects.describe(code)}\n`,
    );
  }

  protected lastText({ exception, texts, farewell }: LastWords): string {
    if (farewell !== null) return farewell;
    const text = formatTraceback(this.program, this.objects, exception, texts, this.hints);
    if (this.world.thread === 0) return text;
    const name = this.objects.getAttribute(new PyRef(this.threadObject), "_name", false);
    return `Exception in thread ${typeof name === "string" ? name : `Thread-${this.world.thread}`}:\n${text}`;
  }

  protected lastWord(text: string): Word {
    try {
      return this.heap.toWord(text);
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      const reserve = this.reserves.at(-1);
      if (reserve !== undefined) this.heap.continueIn(reserve);
      this.reserves = [];
      return this.heap.toWord(text.length <= LAST_WORDS ? text : `…${text.slice(-LAST_WORDS)}`);
    }
  }
}
