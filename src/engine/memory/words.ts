/**
 * One Python value in one 32-bit word, as slots of the shared heap hold it.
 *
 *   0            nothing (an unbound slot)
 *   …1           a small integer, −2^30 to 2^30 − 1, in the upper 31 bits
 *   2, 4, 6      None, False, True
 *   other even   an address: index of a 32-bit word, times two (so a heap of up to 4 GiB)
 *
 * A word is written in one piece, so no reader ever sees half a value.
 */
import type { Address, Word } from "../base/ids.ts";

export const UNBOUND: Word = 0;
export const NONE: Word = 2;
export const FALSE: Word = 4;
export const TRUE: Word = 6;

export const MIN_SMALL = -(2 ** 30);
export const MAX_SMALL = 2 ** 30 - 1;

/** Whether the integer fits a word without a box. */
export function isSmall(value: number): boolean {
  return value >= MIN_SMALL && value <= MAX_SMALL;
}

export function isSmallWord(word: Word): boolean {
  return (word & 1) === 1;
}

/** @param value an integer from MIN_SMALL to MAX_SMALL. */
export function toSmallWord(value: number): Word {
  return (value << 1) | 1;
}

export function fromSmallWord(word: Word): number {
  return word >> 1;
}

export function toAddressWord(address: Address): Word {
  return (address << 1) | 0;
}

export function fromAddressWord(word: Word): Address {
  return word >>> 1;
}

export function toBooleanWord(value: boolean): Word {
  return value ? TRUE : FALSE;
}
