/**
 * The words of a run, behind one interface: shared and atomic under real threads, private with an undo log in the
 * simulator. Code that runs on a `Memory` is the same in both, which is why what is stepped is what runs.
 */
import type { Address } from "../base/ids.ts";

/** 32-bit words by address. Every access is sequentially consistent where the memory is shared. */
export interface Memory {
  readonly words: Int32Array;
  load(at: Address): number;
  store(at: Address, value: number): void;
  /** Writes `value` if the word holds `expected`; gives what it held. */
  compareExchange(at: Address, expected: number, value: number): number;
  /** Adds and gives the old value. */
  add(at: Address, amount: number): number;
  /** Short mutual exclusion on one word (0 free) for the inside of lists and dicts; makes no event and no edge. */
  enter(at: Address): void;
  leave(at: Address): void;
}
