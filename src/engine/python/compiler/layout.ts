/**
 * The last pass over a code object's instructions, as CPython 3.13 does it: jumps to jumps go straight, what only exceptions
 * reach moves to the end, jumps to the next instruction vanish, pairs of locals are joined, lines are passed on.
 * Rule: the meaning stays; where it can, the order and the names are CPython's.
 */
import { OPCODE, type Opcode } from "../bytecode.ts";
import type { Span } from "./diagnostics.ts";

/** Where exceptions go. */
export interface Handler {
  readonly label: Label;
  readonly depth: number;
  readonly pushesPlace: boolean;
  readonly outer: Handler | null;
}

export class Label {
  /** Index of the instruction it marks; −1 until then. */
  at = -1;
  /** Depth of the stack there; −1 while nobody jumps to it. */
  depth = -1;
}

export interface Instruction {
  opcode: Opcode;
  arg: number;
  label: Label | null;
  at: Span | null;
  handler: Handler | null;
}

const UNCONDITIONAL: ReadonlySet<Opcode> = new Set<Opcode>([
  OPCODE.JUMP_FORWARD,
  OPCODE.JUMP_BACKWARD,
  OPCODE.JUMP_BACKWARD_NO_INTERRUPT,
]);

/** Instructions of a block that is copied rather than jumped to. */
const SMALL_EXIT = 4;

/** After these nothing follows by itself. */
export const ENDS_FLOW: ReadonlySet<Opcode> = new Set<Opcode>([
  ...UNCONDITIONAL,
  OPCODE.RETURN_VALUE,
  OPCODE.RETURN_CONST,
  OPCODE.RAISE_VARARGS,
  OPCODE.RERAISE,
]);

/** Lays out the instructions; labels are moved along. `lineAt` gives the line of an offset. */
export function layOutInstructions(list: readonly Instruction[], lineAt: (offset: number) => number): Instruction[] {
  const layout = new Layout(list, lineAt);
  layout.threadJumps();
  layout.copySmallExits();
  layout.duplicateReturns();
  layout.dropDead();
  layout.moveCold();
  layout.dropEmptyJumps();
  layout.dropNops();
  layout.exchangeStores();
  layout.passLinesOn();
  layout.joinPairs();
  layout.settle();
  return layout.list;
}

class Layout {
  list: Instruction[];
  readonly #lineAt: (offset: number) => number;
  /** The instruction each label marks. */
  readonly #marks = new Map<Label, Instruction | undefined>();
  /** Where blocks began at first: pairs are not joined over these. */
  readonly #begins: ReadonlySet<Instruction>;

  constructor(list: readonly Instruction[], lineAt: (offset: number) => number) {
    this.list = [...list];
    this.#lineAt = lineAt;
    for (const { label, handler } of list) {
      if (label !== null) this.#marks.set(label, list[label.at]);
      for (let h = handler; h !== null; h = h.outer) this.#marks.set(h.label, list[h.label.at]);
    }
    this.#begins = this.#targets();
  }

  #target(label: Label | null): Instruction | undefined {
    return label === null ? undefined : this.#marks.get(label);
  }

  /** Everything that is jumped to or begins a handler. */
  #targets(): Set<Instruction> {
    const targets = new Set<Instruction>();
    for (const { label, handler } of this.list) {
      const target = this.#target(label);
      if (target !== undefined) targets.add(target);
      for (let h = handler; h !== null; h = h.outer) {
        const begin = this.#marks.get(h.label);
        if (begin !== undefined) targets.add(begin);
      }
    }
    return targets;
  }

  /** Instructions are left out; what marked one marks the next that stays. */
  #drop(removed: ReadonlySet<Instruction>): void {
    if (removed.size === 0) return;
    const next = new Map<Instruction, Instruction | undefined>();
    let following: Instruction | undefined;
    for (const instruction of [...this.list].reverse()) {
      if (removed.has(instruction)) next.set(instruction, following);
      else following = instruction;
    }
    for (const [label, instruction] of this.#marks) {
      if (instruction !== undefined && removed.has(instruction)) this.#marks.set(label, next.get(instruction));
    }
    this.list = this.list.filter((instruction) => !removed.has(instruction));
  }

  /** `SWAP 2` before two stores: the stores change places instead. */
  exchangeStores(): void {
    const targets = this.#targets();
    const removed = new Set<Instruction>();
    for (let i = 0; i + 2 < this.list.length; i++) {
      const [swap, first, second] = this.list.slice(i, i + 3);
      if (
        swap.opcode !== OPCODE.SWAP ||
        swap.arg !== 2 ||
        first.opcode !== OPCODE.STORE_FAST ||
        second.opcode !== OPCODE.STORE_FAST
      )
        continue;
      if (targets.has(first) || targets.has(second) || first.arg === second.arg || first.handler !== second.handler)
        continue;
      [first.arg, second.arg] = [second.arg, first.arg];
      [first.at, second.at] = [second.at, first.at];
      removed.add(swap);
    }
    this.#drop(removed);
  }

  /** A jump to an unconditional jump goes where that one goes. */
  threadJumps(): void {
    for (const instruction of this.list) {
      for (let hops = 0; hops < 8; hops++) {
        const target = this.#target(instruction.label);
        if (
          target === undefined ||
          !UNCONDITIONAL.has(target.opcode) ||
          target.label === instruction.label ||
          target === instruction
        )
          break;
        if (!UNCONDITIONAL.has(instruction.opcode)) break;
        instruction.label = target.label;
        if (instruction.opcode === OPCODE.JUMP_BACKWARD_NO_INTERRUPT) instruction.opcode = target.opcode;
      }
    }
  }

  /** A jump to a few instructions that end the function becomes a copy of them. */
  copySmallExits(): void {
    const list: Instruction[] = [];
    for (const instruction of this.list) {
      const exit = isPlainJump(instruction.opcode) ? this.#smallExit(this.#target(instruction.label)) : null;
      if (exit === null) {
        list.push(instruction);
        continue;
      }
      const copies = exit.map((each) => ({ ...each }));
      for (const [label, marked] of this.#marks) if (marked === instruction) this.#marks.set(label, copies[0]);
      list.push(...copies);
    }
    this.list = list;
  }

  /** The block from an instruction on, when it is small and leaves the function. */
  #smallExit(from: Instruction | undefined): Instruction[] | null {
    if (from === undefined || from.at === null) return null;
    const start = this.list.indexOf(from);
    const targets = this.#targets();
    for (let i = start; i < start + SMALL_EXIT && i < this.list.length; i++) {
      const instruction = this.list[i];
      if (instruction.label !== null || (i > start && targets.has(instruction))) return null;
      if (ENDS_FLOW.has(instruction.opcode)) return this.list.slice(start, i + 1);
    }
    return null;
  }

  /** The implicit return has no line: each way to it gets one of its own. */
  duplicateReturns(): void {
    const copies: Instruction[] = [];
    for (const instruction of this.list) {
      const target = this.#target(instruction.label);
      if (target?.opcode !== OPCODE.RETURN_CONST || target.at !== null) continue;
      if (UNCONDITIONAL.has(instruction.opcode)) {
        instruction.opcode = target.opcode;
        instruction.arg = target.arg;
        instruction.label = null;
      } else if (instruction.opcode !== OPCODE.FOR_ITER) {
        const copy: Instruction = { ...target, at: instruction.at };
        const label = new Label();
        this.#marks.set(label, copy);
        instruction.label = label;
        copies.push(copy);
      }
    }
    this.list.push(...copies);
  }

  /** What nothing leads to any more. */
  dropDead(): void {
    const reached = this.#reached(true);
    this.#drop(new Set(this.list.filter((instruction) => !reached.has(instruction))));
  }

  /** A NOP stays only where it is all that its line has. */
  dropNops(): void {
    const removed = new Set<Instruction>();
    let before: Instruction | undefined;
    this.list.forEach((instruction, i) => {
      const isFirst = before === undefined || !this.#inOneLine(before, instruction);
      const next = this.list[i + 1];
      if (
        instruction.opcode === OPCODE.NOP &&
        next !== undefined &&
        (!isFirst || next.at === null || this.#inOneLine(instruction, next))
      ) {
        removed.add(instruction);
        if (next.at === null) next.at = instruction.at;
      } else before = instruction;
    });
    this.#drop(removed);
  }

  /** What no exception is needed for comes first. */
  moveCold(): void {
    const warm = this.#reached(false);
    const falls = this.list.some(
      (instruction, i) =>
        i + 1 < this.list.length &&
        !ENDS_FLOW.has(instruction.opcode) &&
        warm.has(instruction) !== warm.has(this.list[i + 1]),
    );
    if (falls) return;
    this.list = [...this.list.filter((i) => warm.has(i)), ...this.list.filter((i) => !warm.has(i))];
  }

  #reached(byExceptions: boolean): Set<Instruction> {
    const places = new Map(this.list.map((instruction, i) => [instruction, i]));
    const reached = new Set<Instruction>();
    const waiting = [0];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (let i = at; i < this.list.length; i++) {
        const instruction = this.list[i];
        if (reached.has(instruction)) break;
        reached.add(instruction);
        const { label, handler } = instruction;
        for (const way of byExceptions && handler !== null ? [label, handler.label] : [label]) {
          const target = this.#target(way);
          const place = target === undefined ? undefined : places.get(target);
          if (place !== undefined) waiting.push(place);
        }
        if (ENDS_FLOW.has(instruction.opcode)) break;
      }
    }
    return reached;
  }

  dropEmptyJumps(): void {
    const removed = new Set<Instruction>();
    this.list.forEach((instruction, i) => {
      const target = this.#target(instruction.label);
      if (UNCONDITIONAL.has(instruction.opcode) && target !== undefined && target === this.list[i + 1])
        removed.add(instruction);
    });
    this.#drop(removed);
  }

  /** An instruction without a place that only one way leads to stands where that comes from. */
  passLinesOn(): void {
    const handlers = new Set<Instruction>();
    const jumps = new Map<Instruction, Instruction[]>();
    for (const instruction of this.list) {
      for (let h = instruction.handler; h !== null; h = h.outer) {
        const begin = this.#marks.get(h.label);
        if (begin !== undefined) handlers.add(begin);
      }
      const target = this.#target(instruction.label);
      if (target !== undefined) jumps.set(target, [...(jumps.get(target) ?? []), instruction]);
    }
    for (let i = 1; i < this.list.length; i++) {
      const instruction = this.list[i];
      if (instruction.at !== null || handlers.has(instruction)) continue;
      const before = this.list[i - 1];
      const ways = [...(ENDS_FLOW.has(before.opcode) ? [] : [before]), ...(jumps.get(instruction) ?? [])];
      if (ways.length === 1) instruction.at = ways[0].at;
    }
  }

  /** Two loads or stores of locals in one line become one instruction. */
  joinPairs(): void {
    const targets = this.#targets();
    const removed = new Set<Instruction>();
    for (let i = 0; i + 1 < this.list.length; i++) {
      const a = this.list[i];
      const b = this.list[i + 1];
      const joined =
        targets.has(b) ||
        this.#begins.has(b) ||
        a.handler !== b.handler ||
        a.arg > 15 ||
        b.arg > 15 ||
        !this.#inOneLine(a, b)
          ? null
          : pairOf(a.opcode, b.opcode);
      if (joined === null) continue;
      a.opcode = joined;
      a.arg = (a.arg << 4) | b.arg;
      removed.add(b);
      i += 1;
    }
    this.#drop(removed);
  }

  #inOneLine(a: Instruction, b: Instruction): boolean {
    return a.at !== null && b.at !== null && this.#lineAt(a.at.start) === this.#lineAt(b.at.start);
  }

  /** Labels and the direction of jumps, now that all have their places. */
  settle(): void {
    const places = new Map(this.list.map((instruction, i) => [instruction, i]));
    for (const [label, instruction] of this.#marks)
      label.at = instruction === undefined ? -1 : (places.get(instruction) ?? -1);
    this.list.forEach((instruction, i) => {
      if (instruction.label === null || !UNCONDITIONAL.has(instruction.opcode)) return;
      if (instruction.label.at > i) instruction.opcode = OPCODE.JUMP_FORWARD;
      else if (instruction.opcode === OPCODE.JUMP_FORWARD) instruction.opcode = OPCODE.JUMP_BACKWARD;
    });
  }
}

function isPlainJump(opcode: Opcode): boolean {
  return opcode === OPCODE.JUMP_FORWARD || opcode === OPCODE.JUMP_BACKWARD;
}

function pairOf(a: Opcode, b: Opcode): Opcode | null {
  if (a === OPCODE.LOAD_FAST && b === OPCODE.LOAD_FAST) return OPCODE.LOAD_FAST_LOAD_FAST;
  if (a === OPCODE.STORE_FAST && b === OPCODE.LOAD_FAST) return OPCODE.STORE_FAST_LOAD_FAST;
  if (a === OPCODE.STORE_FAST && b === OPCODE.STORE_FAST) return OPCODE.STORE_FAST_STORE_FAST;
  return null;
}
