/**
 * A str in the heap: kind, length in UTF-16 units, then the units, two a word, low half first.
 * Rule: written once, before anybody has its address.
 */
import type { Address } from "../../base/ids.ts";
import type { Memory } from "../../memory/memory.ts";
import { KIND } from "./kinds.ts";

const LENGTH = 1;
const UNITS = 2;
/** Units decoded at a time: bounded, since they travel as arguments. */
const PIECE = 2048;

export function stringBoxWords(text: string): number {
  return UNITS + ((text.length + 1) >> 1);
}

export function writeStringBox(memory: Memory, at: Address, text: string): void {
  const length = text.length;
  memory.store(at, KIND.STR);
  memory.store(at + LENGTH, length);
  let to = at + UNITS;
  for (let i = 0; i < length; i += 2) {
    const high = i + 1 < length ? text.charCodeAt(i + 1) : 0;
    memory.store(to++, text.charCodeAt(i) | (high << 16));
  }
}

export function readStringBox(memory: Memory, at: Address): string {
  const length = memory.load(at + LENGTH);
  let text = "";
  for (let from = 0; from < length; from += PIECE) {
    const count = Math.min(PIECE, length - from);
    const units = new Array<number>(count);
    for (let i = 0; i < count; i++) {
      const unit = from + i;
      units[i] = (memory.load(at + UNITS + (unit >> 1)) >>> ((unit & 1) << 4)) & 0xffff;
    }
    text += String.fromCharCode(...units);
  }
  return text;
}
