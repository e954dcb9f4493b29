/**
 * Collects instructions with labels, follows the depth of the stack, and lays out jumps and the exception table.
 * Rule: what cannot be reached is never emitted; a label that nobody jumps to does not make code reachable.
 */
import { type ExceptionRange, OPCODE, type Opcode } from "../bytecode.ts";
import { stackEffect } from "./effects.ts";
import type { SourceText, Span } from "./diagnostics.ts";

export class Label {
  /** Index of the instruction it marks; −1 until then. */
  at = -1;
  /** Depth of the stack there; −1 while nobody jumps to it. */
  depth = -1;
}

/** Where exceptions of the instructions under it go. */
export interface Handler {
  readonly label: Label;
  readonly depth: number;
  readonly pushesPlace: boolean;
  readonly outer: Handler | null;
}

interface Instruction {
  opcode: Opcode;
  arg: number;
  label: Label | null;
  at: Span | null;
  handler: Handler | null;
}

/** What `Assembler.finish` gives: columns of a code object. */
export interface Assembled {
  readonly instructions: Int32Array;
  readonly exceptions: readonly ExceptionRange[];
  readonly lines: Int32Array;
  readonly endLines: Int32Array;
  readonly columns: Int32Array;
  readonly endColumns: Int32Array;
  readonly stackSize: number;
}

const ENDS_FLOW: ReadonlySet<Opcode> = new Set<Opcode>([
  OPCODE.JUMP_FORWARD, OPCODE.JUMP_BACKWARD, OPCODE.JUMP_BACKWARD_NO_INTERRUPT, OPCODE.RETURN_VALUE, OPCODE.RETURN_CONST, OPCODE.RAISE_VARARGS, OPCODE.RERAISE,
]);

export class Assembler {
  readonly source: SourceText;
  readonly list: Instruction[] = [];
  handler: Handler | null = null;
  depth = 0;
  deepest = 0;
  reachable = true;

  constructor(source: SourceText) {
    this.source = source;
  }

  emit(opcode: Opcode, arg = 0, at: Span | null = null): void {
    if (!this.reachable) return;
    this.list.push({ opcode, arg, label: null, at, handler: this.handler });
    this.shift(stackEffect(opcode, arg));
    if (ENDS_FLOW.has(opcode)) this.reachable = false;
  }

  jump(opcode: Opcode, label: Label, at: Span | null = null): void {
    if (!this.reachable) return;
    this.list.push({ opcode, arg: 0, label, at, handler: this.handler });
    this.shift(stackEffect(opcode, 0));
    label.depth = this.depth;
    if (ENDS_FLOW.has(opcode)) this.reachable = false;
  }

  /** A jump whose direction depends on where the label lies. */
  jumpTo(label: Label, at: Span | null = null): void {
    this.jump(label.at >= 0 ? OPCODE.JUMP_BACKWARD : OPCODE.JUMP_FORWARD, label, at);
  }

  shift(effect: number): void {
    this.depth += effect;
    if (this.depth > this.deepest) this.deepest = this.depth;
  }

  mark(label: Label): void {
    if (label.depth >= 0) {
      this.reachable = true;
      this.depth = label.depth;
    } else label.depth = this.depth;
    label.at = this.list.length;
  }

  /** From here on exceptions go to `label`, with `depth` values kept (default: those there are now). */
  pushHandler(label: Label, pushesPlace: boolean, depth = this.depth): void {
    this.handler = { label, depth, pushesPlace, outer: this.handler };
    if (!this.reachable) return;
    label.depth = depth + 1 + (pushesPlace ? 1 : 0);
    if (label.depth > this.deepest) this.deepest = label.depth;
  }

  popHandler(): void {
    if (this.handler === null) throw new Error("assembler: no handler to pop");
    this.handler = this.handler.outer;
  }

  finish(): Assembled {
    this.joinPairs();
    const count = this.list.length;
    const instructions = new Int32Array(count * 2);
    const lines = new Int32Array(count);
    const endLines = new Int32Array(count);
    const columns = new Int32Array(count);
    const endColumns = new Int32Array(count);
    this.list.forEach(({ opcode, arg, label, at }, i) => {
      instructions[i * 2] = opcode;
      instructions[i * 2 + 1] = label === null ? arg : label.at;
      if (at === null) return;
      lines[i] = this.source.lineAt(at.start);
      endLines[i] = this.source.lineAt(at.end);
      columns[i] = this.source.columnAt(at.start);
      endColumns[i] = this.source.columnAt(at.end);
    });
    return { instructions, exceptions: this.ranges(), lines, endLines, columns, endColumns, stackSize: this.deepest + 1 };
  }

  ranges(): ExceptionRange[] {
    const ranges: ExceptionRange[] = [];
    let from = 0;
    for (let i = 1; i <= this.list.length; i++) {
      const { handler } = this.list[from];
      if (i < this.list.length && this.list[i].handler === handler) continue;
      if (handler !== null) ranges.push({ start: from, end: i, target: handler.label.at, depth: handler.depth, pushesPlace: handler.pushesPlace });
      from = i;
    }
    return ranges;
  }

  /** Two loads or stores of locals in one line become one instruction, as CPython 3.13 does it. */
  joinPairs(): void {
    const targets = this.targets();
    const removed = new Set<number>();
    for (let i = 0; i + 1 < this.list.length; i++) {
      const a = this.list[i];
      const b = this.list[i + 1];
      const joined = targets.has(i + 1) || a.handler !== b.handler || a.arg > 15 || b.arg > 15 || !this.sameLine(a, b) ? null : pairOf(a.opcode, b.opcode);
      if (joined === null) continue;
      a.opcode = joined;
      a.arg = (a.arg << 4) | b.arg;
      removed.add(i + 1);
      i += 1;
    }
    if (removed.size > 0) this.drop(removed);
  }

  sameLine(a: Instruction, b: Instruction): boolean {
    return a.at !== null && b.at !== null && this.source.lineAt(a.at.start) === this.source.lineAt(b.at.start);
  }

  targets(): Set<number> {
    const targets = new Set<number>();
    for (const { label, handler } of this.list) {
      if (label !== null) targets.add(label.at);
      for (let h = handler; h !== null; h = h.outer) targets.add(h.label.at);
    }
    return targets;
  }

  drop(removed: ReadonlySet<number>): void {
    const moved = new Int32Array(this.list.length + 1);
    let to = 0;
    for (let i = 0; i <= this.list.length; i++) {
      moved[i] = to;
      if (!removed.has(i)) to += 1;
    }
    const labels = new Set<Label>();
    for (const { label, handler } of this.list) {
      if (label !== null) labels.add(label);
      for (let h = handler; h !== null; h = h.outer) labels.add(h.label);
    }
    for (const label of labels) if (label.at >= 0) label.at = moved[label.at];
    const kept = this.list.filter((_, i) => !removed.has(i));
    this.list.length = 0;
    this.list.push(...kept);
  }
}

function pairOf(a: Opcode, b: Opcode): Opcode | null {
  if (a === OPCODE.LOAD_FAST && b === OPCODE.LOAD_FAST) return OPCODE.LOAD_FAST_LOAD_FAST;
  if (a === OPCODE.STORE_FAST && b === OPCODE.LOAD_FAST) return OPCODE.STORE_FAST_LOAD_FAST;
  if (a === OPCODE.STORE_FAST && b === OPCODE.STORE_FAST) return OPCODE.STORE_FAST_STORE_FAST;
  return null;
}
