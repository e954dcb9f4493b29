/**
 * Dense numbers for pairs of numbers, by a hash table of numbers: traces with millions of element accesses look each of them up.
 * Rule: a pair keeps the number that it got first. Sixteen neighbours of one first number lie side by side, since whoever goes through
 * a list asks for one element after the other.
 */

/** Numbers of an entry: the pair, and its number + 1 (0 where nothing lies). */
const FIRST = 0;
const SECOND = 1;
const NUMBER = 2;
/** One more, so that an entry never lies in two cache lines. */
const WIDTH = 4;

export class PairTable {
  readonly #create: (first: number, second: number) => number;
  #entries = new Int32Array(256 * WIDTH);
  #mask = 255;
  #count = 0;

  /** @param create gives the number of a pair that is met for the first time */
  constructor(create: (first: number, second: number) => number) {
    this.#create = create;
  }

  of(first: number, second: number): number {
    const entries = this.#entries;
    const mask = this.#mask;
    let place = hashOf(first, second) & mask;
    for (;;) {
      const at = place * WIDTH;
      const number = entries[at + NUMBER];
      if (number === 0) return this.#add(at, first, second);
      if (entries[at + SECOND] === second && entries[at + FIRST] === first) return number - 1;
      place = (place + 1) & mask;
    }
  }

  #add(at: number, first: number, second: number): number {
    const number = this.#create(first, second);
    this.#set(at, first, second, number + 1);
    this.#count++;
    if (this.#count * 2 > this.#mask) this.#spread();
    return number;
  }

  #set(at: number, first: number, second: number, number: number): void {
    this.#entries[at + FIRST] = first;
    this.#entries[at + SECOND] = second;
    this.#entries[at + NUMBER] = number;
  }

  /** Twice the room, all pairs put at their places again. */
  #spread(): void {
    const before = this.#entries;
    this.#entries = new Int32Array(before.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let from = 0; from < before.length; from += WIDTH) {
      if (before[from + NUMBER] === 0) continue;
      let place = hashOf(before[from + FIRST], before[from + SECOND]) & this.#mask;
      while (this.#entries[place * WIDTH + NUMBER] !== 0) place = (place + 1) & this.#mask;
      this.#set(place * WIDTH, before[from + FIRST], before[from + SECOND], before[from + NUMBER]);
    }
  }
}

/** Codes of neighbouring integers are two apart. */
function hashOf(first: number, second: number): number {
  const hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second >> 5, 0x85ebca6b);
  return ((hash ^ (hash >>> 15)) & ~15) + ((second >> 1) & 15);
}
