/**
 * Collects instructions with labels, follows the depth of the stack, and makes the columns and the exception table of a code object.
 * Rule: what cannot be reached is never emitted; a label that nobody jumps to does not make code reachable.
 */
import { type ExceptionRange, OPCODE, type Opcode } from "../bytecode.ts";
import { ENDS_FLOW, type Handler, type Instruction, type Label, layOutInstructions } from "./layout.ts";
import { stackEffect } from "./effects.ts";
import type { SourceText, Span } from "./diagnostics.ts";

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
    const list = layOutInstructions(this.list, (offset) => this.source.lineAt(offset));
    const count = list.length;
    const instructions = new Int32Array(count * 2);
    const lines = new Int32Array(count);
    const endLines = new Int32Array(count);
    const columns = new Int32Array(count);
    const endColumns = new Int32Array(count);
    list.forEach(({ opcode, arg, label, at }, i) => {
      instructions[i * 2] = opcode;
      instructions[i * 2 + 1] = label === null ? arg : label.at;
      if (at === null) return;
      lines[i] = this.source.lineAt(at.start);
      endLines[i] = this.source.lineAt(at.end);
      columns[i] = this.source.columnAt(at.start);
      endColumns[i] = this.source.columnAt(at.end);
    });
    return {
      instructions,
      exceptions: rangesOf(list),
      lines,
      endLines,
      columns,
      endColumns,
      stackSize: this.deepest + 1,
    };
  }
}

function rangesOf(list: readonly Instruction[]): ExceptionRange[] {
  const ranges: ExceptionRange[] = [];
  let from = 0;
  for (let i = 1; i <= list.length; i++) {
    const { handler } = list[from];
    if (i < list.length && list[i].handler === handler) continue;
    if (handler !== null)
      ranges.push({
        start: from,
        end: i,
        target: handler.label.at,
        depth: handler.depth,
        pushesPlace: handler.pushesPlace,
      });
    from = i;
  }
  return ranges;
}
