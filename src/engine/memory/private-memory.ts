/**
 * `Memory` of one thread with an undo log: what the simulator and the explorer run on. Going back costs what was
 * changed since, not the size of the memory.
 * Rule: after the first `mark` every change goes through `store`, `compareExchange` or `add`; a direct write to `words` is not undone.
 */
import type { Address } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import type { Memory } from "./memory.ts";

const FIRST_LOG_WORDS = 1024;

/** Private words; `mark` and `undoTo` nest like brackets. */
export class PrivateMemory implements Memory {
  readonly words: Int32Array;
  /** Pairs of address and the value before, oldest first. */
  #log = new Int32Array(FIRST_LOG_WORDS);
  #logged = 0;
  #logging = false;

  /** @param words how many; all 0. */
  constructor(words: number) {
    this.words = new Int32Array(words);
  }

  load(at: Address): number {
    return this.words[at];
  }

  store(at: Address, value: number): void {
    if (this.#logging) this.#keep(at);
    this.words[at] = value;
  }

  compareExchange(at: Address, expected: number, value: number): number {
    const before = this.words[at];
    if (before === expected) this.store(at, value);
    return before;
  }

  add(at: Address, amount: number): number {
    const before = this.words[at];
    this.store(at, before + amount);
    return before;
  }

  /** One thread: only entering twice would be a fault, and that is checked. The word is 0 again at every mark. */
  enter(at: Address): void {
    if (this.words[at] !== 0) throw new InternalError(`word ${at} was entered twice`);
    this.words[at] = 1;
  }

  leave(at: Address): void {
    this.words[at] = 0;
  }

  /** A place to go back to; from the first one on, changes are kept. Costs nothing. */
  mark(): number {
    this.#logging = true;
    return this.#logged;
  }

  /** Takes back every change since `mark` was made; marks made after it are void. */
  undoTo(mark: number): void {
    if (mark < 0 || mark > this.#logged)
      throw new InternalError(`mark ${mark} is void: ${this.#logged} words are logged`);
    const log = this.#log;
    const words = this.words;
    let i = this.#logged;
    while (i > mark) {
      i -= 2;
      words[log[i]] = log[i + 1];
    }
    this.#logged = mark;
  }

  /** Makes all marks void and stops keeping changes: what is, stays. */
  forget(): void {
    this.#logged = 0;
    this.#logging = false;
    if (this.#log.length > FIRST_LOG_WORDS) this.#log = new Int32Array(FIRST_LOG_WORDS);
  }

  #keep(at: Address): void {
    if (this.#logged === this.#log.length) {
      const longer = new Int32Array(this.#log.length * 2);
      longer.set(this.#log);
      this.#log = longer;
    }
    this.#log[this.#logged] = at;
    this.#log[this.#logged + 1] = this.words[at];
    this.#logged += 2;
  }
}
