/**
 * Where a thread stands and what its locals hold, as text: equal texts, and the thread goes on equally, as far as it depends on itself alone and on no
 * memory of its own. Rule: what cannot be told is null, never a guess.
 */
import { type Code, OPCODE } from "../../python/bytecode.ts";
import { PyMethod, PyNative, RangeIterator } from "../../python/callables.ts";
import type { Frame, Slot } from "../../python/frames.ts";
import { ContainerLoop, IteratorLoop } from "../../python/objects/iteration.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../../python/values.ts";
import type { SteppedThread } from "../stepped/stepped-thread.ts";

export class Circumstances {
  readonly #codes = new Map<Code, number>();
  readonly #loops = new Map<Code, boolean>();

  of({ machine, hasAccessed }: SteppedThread): string | null {
    const { frame, generators, loops, handled, pending, lastWords } = machine.image();
    if (loops !== null || handled !== null || pending !== null || lastWords !== null) return null;
    const frames: Frame[] = [];
    for (let one: Frame | null = frame; one !== null; one = one.back) frames.push(one);
    const suspended = generators.size === 0 ? [] : [...generators.values()];
    if (suspended.some((one) => !isPlain(one))) return null;
    const texts = [...frames, ...suspended.toSorted((a, b) => a.generator - b.generator)].map((one) =>
      this.#textOfFrame(one),
    );
    return texts.includes(null) ? null : `${hasAccessed ? "a" : ""}|${texts.join("|")}`;
  }

  #textOfFrame({ code, pc, slots, sp, generator, state }: Frame): string | null {
    const texts = slots.slice(0, sp).map(textOf);
    if (texts.includes(null)) return null;
    const place = `${this.#numberOf(code)}@${pc}(${texts.join()})`;
    return generator === 0 ? place : `${place}g${generator}${state}`;
  }

  /** Whether it stands in code that jumps back: else it comes to no place twice, but by calling itself. */
  isInLoop({ machine }: SteppedThread): boolean {
    for (let one: Frame | null = machine.top; one !== null; one = one.back) if (this.#hasLoop(one.code)) return true;
    return false;
  }

  #hasLoop(code: Code): boolean {
    const known = this.#loops.get(code);
    if (known !== undefined) return known;
    const has = code.instructions.some((word, i) => i % 2 === 0 && word === OPCODE.JUMP_BACKWARD);
    this.#loops.set(code, has);
    return has;
  }

  #numberOf(code: Code): number {
    const known = this.#codes.get(code);
    if (known !== undefined) return known;
    this.#codes.set(code, this.#codes.size);
    return this.#codes.size - 1;
  }
}

/** A generator that waits at a `yield`, and holds nothing but what its slots do. */
function isPlain({ lane, chained, stepping, ownHandled, outerHandled, fallback, mode }: Frame): boolean {
  const isBusy = lane !== 0 || chained || stepping || mode === "throw" || mode === "close";
  return !isBusy && ownHandled === null && outerHandled === null && fallback === undefined;
}

function textOf(slot: Slot): string | null {
  if (slot === undefined) return "-";
  if (slot instanceof ContainerLoop) return textOfLoop(slot);
  // What it is at lies in memory.
  if (slot instanceof IteratorLoop) return `~@${slot.iterator.at}`;
  if (slot instanceof RangeIterator) return `${slot.value}+${slot.step}*${slot.left}`;
  return isValue(slot) ? textOfValue(slot) : null;
}

function textOfLoop({ what, source, position, end }: ContainerLoop): string | null {
  const over = textOfValue(source);
  return over === null ? null : `~${what} ${over} ${position}:${end}`;
}

function isValue(slot: Slot): slot is Value {
  return slot === null || typeof slot !== "object" || slot instanceof PyRef || "typeName" in slot || isBoxed(slot);
}

function isBoxed(slot: object): boolean {
  return slot instanceof PyFloat || slot instanceof PyTuple;
}

function textOfValue(value: Value): string | null {
  if (value === null || typeof value === "boolean" || typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof PyRef) return `@${value.at}`;
  if (value instanceof PyFloat) return `f${value.value}`;
  if (value instanceof PyTuple) {
    const items = value.items.map(textOfValue);
    return items.includes(null) ? null : `(${items.join()})`;
  }
  if (value instanceof PyNative) return value.name;
  if (value instanceof PyMethod) return methodText(value);
  return typeof value === "bigint" ? `${value}n` : null;
}

function methodText({ self, callee }: PyMethod): string | null {
  const parts = [textOfValue(self), textOfValue(callee)];
  return parts.includes(null) ? null : parts.join(".");
}
