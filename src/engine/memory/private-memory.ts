/**
 * `Memory` of one thread with an undo log: what the simulator and the explorer run on. Going back costs what was
 * changed since, not the size of the memory.
 * Rule: every change goes through `store`, `compareExchange` or `add`; a direct write to `words` is in no image and is not undone.
 */
import type { Address } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import type { Memory } from "./memory.ts";

const FIRST_LOG_WORDS = 1024;
/** Words of a page: what an image copies at once. */
const PAGE_WORDS = 1024;
const PAGE_SHIFT = 10;

/** The memory at one moment. Pages that did not change between two images are the same in both; null: nothing but 0. */
export interface MemoryImage {
  readonly pages: readonly (Int32Array | null)[];
}

/** Private words; `mark` and `undoTo` nest like brackets, and images can be restored in any order. */
export class PrivateMemory implements Memory {
  readonly words: Int32Array;
  /** Pairs of address and the value before, oldest first. */
  #log = new Int32Array(FIRST_LOG_WORDS);
  #logged = 0;
  #logging = false;
  /** 1: the page may differ from what the last image made or restored has. */
  readonly #changed: Uint8Array;
  #pages: readonly (Int32Array | null)[];

  /** @param words how many; all 0. */
  constructor(words: number) {
    this.words = new Int32Array(words);
    const pages = Math.ceil(words / PAGE_WORDS);
    this.#changed = new Uint8Array(pages);
    this.#pages = new Array<Int32Array | null>(pages).fill(null);
  }

  load(at: Address): number {
    return this.words[at];
  }

  store(at: Address, value: number): void {
    if (this.#logging) this.#keep(at);
    this.#changed[at >>> PAGE_SHIFT] = 1;
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

  /** Whether a word outside of `from` to (without) `to` was written since `mark` was made. */
  wroteOutside(mark: number, from: Address, to: Address): boolean {
    for (let i = mark; i < this.#logged; i += 2) if (this.#log[i] < from || this.#log[i] >= to) return true;
    return false;
  }

  /** Whether every word that was written since `mark` was made has the value again that it had then. @param isMeant leaves out words */
  isAsItWas(mark: number, isMeant: (at: Address) => boolean): boolean {
    const seen = new Set<Address>();
    for (let i = mark; i < this.#logged; i += 2) {
      const at = this.#log[i];
      if (seen.has(at)) continue;
      seen.add(at);
      if (this.words[at] !== this.#log[i + 1] && isMeant(at)) return false;
    }
    return true;
  }

  /** Makes all marks void and stops keeping changes: what is, stays. */
  forget(): void {
    this.#logged = 0;
    this.#logging = false;
    if (this.#log.length > FIRST_LOG_WORDS) this.#log = new Int32Array(FIRST_LOG_WORDS);
  }

  /** The memory as it is; costs what was written since the last image. Makes all marks void. */
  capture(): MemoryImage {
    this.forget();
    const pages = this.#pages.slice();
    const changed = this.#changed;
    for (let page = changed.indexOf(1); page >= 0; page = changed.indexOf(1, page + 1)) {
      pages[page] = this.words.slice(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
      changed[page] = 0;
    }
    this.#pages = pages;
    return { pages };
  }

  /** Puts an image of this memory back. Makes all marks void. */
  restore({ pages }: MemoryImage): void {
    this.forget();
    const changed = this.#changed;
    for (let page = 0; page < pages.length; page++) {
      if (changed[page] === 0 && pages[page] === this.#pages[page]) continue;
      const kept = pages[page];
      if (kept === null) this.words.fill(0, page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
      else this.words.set(kept, page * PAGE_WORDS);
      changed[page] = 0;
    }
    this.#pages = pages;
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
