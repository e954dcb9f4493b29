/**
 * What a thread does one after another: its entries (a module's code, functions of the prelude), and at last the words of the
 * exception that ended it. Rule: false means "stop here"; asked again, the same entry or word is begun anew.
 */
import { UNBOUND } from "../memory/words.ts";
import { VERB } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { ACTION, Frame, PUSHED, type Return, type Slot } from "./frames.ts";
import type { LastWords } from "./last-words.ts";
import { MachineEndings } from "./machine-endings.ts";
import { lineOfRaise } from "./traceback.ts";

/** The text of an exception that left the thread goes to its last words. */
const TEXT_WANTED: Return = { thens: null, action: ACTION.TEXT, argument: 0 };

export abstract class MachineEntries extends MachineEndings {
  /** Begins the next entry, or ends. False when it must stop. */
  protected continueEntries(): boolean {
    if (this.lastWords !== null) return this.sayLastWords(this.lastWords);
    const [entry, ...rest] = this.entries;
    if (entry === undefined) {
      const warning = this.nextNeverAwaited();
      if (warning !== null) return this.deliver(warning, PUSHED);
      this.ended = true;
      return true;
    }
    this.entries = rest;
    this.handled = null;
    if (entry.kind === "module")
      this.push(new Frame(entry.code, new Array<Slot>(entry.code.frameSize), null, PUSHED, []));
    else if (!this.invoke(this.preludeValue(entry.module, entry.name), entry.args, null, PUSHED)) return false;
    return true;
  }

  /** False when it must stop, or when a `__str__` of the listing has to run first. */
  protected sayLastWords(words: LastWords): boolean {
    const [first] = words.waiting;
    if (first !== undefined) {
      this.deliver(this.objects.exceptionText(first), TEXT_WANTED);
      return true;
    }
    if (!words.told && words.farewell === null) {
      const { traceback, about } = this.objects.exceptionParts(words.exception);
      this.world.line = lineOfRaise(this.program, traceback);
      this.world.note(OP.raise, about, 0, this.heap.toWord(words.exception));
      this.lastWords = words.afterTelling();
    }
    if (words.word === 0) {
      this.lastWords = (this.lastWords ?? words).withWord(this.lastWord(this.lastText(words)));
      return true;
    }
    this.operation.verb = VERB.PRINT;
    this.operation.object = 0;
    this.operation.key = UNBOUND;
    this.operation.timeoutMs = 0;
    this.operation.value = words.word;
    if (this.performOperation() < 0) return false;
    this.lastWords = null;
    return true;
  }
}
