/**
 * `Memory` on a SharedArrayBuffer: what real threads run on.
 * Rule: every access to a word is atomic, so nothing tears and nothing half-made is seen.
 */
import type { Address } from "../base/ids.ts";
import type { Memory } from "./memory.ts";
import { enterMutex, leaveMutex } from "./mutex.ts";

/** Shared words; any number of threads may each make one of these on the same buffer. */
export class SharedMemory implements Memory {
  readonly words: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer);
  }

  load(at: Address): number {
    return Atomics.load(this.words, at);
  }

  store(at: Address, value: number): void {
    Atomics.store(this.words, at, value);
  }

  compareExchange(at: Address, expected: number, value: number): number {
    return Atomics.compareExchange(this.words, at, expected, value);
  }

  add(at: Address, amount: number): number {
    return Atomics.add(this.words, at, amount);
  }

  enter(at: Address): void {
    enterMutex(this.words, at);
  }

  leave(at: Address): void {
    leaveMutex(this.words, at);
  }
}
