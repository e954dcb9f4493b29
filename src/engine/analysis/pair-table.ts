/**
 * Dense numbers for pairs of numbers, by a hash table of numbers: traces with millions of element accesses look each of them up.
 * Rule: a pair keeps the number that it got first.
 */

export class PairTable {
  readonly #create: (first: number, second: number) => number;
  #firsts = new Int32Array(256);
  #seconds = new Int32Array(256);
  /** A pair's number + 1; 0 where nothing lies. */
  #numbers = new Int32Array(256);
  #count = 0;

  /** @param create gives the number of a pair that is met for the first time */
  constructor(create: (first: number, second: number) => number) {
    this.#create = create;
  }

  of(first: number, second: number): number {
    const mask = this.#numbers.length - 1;
    let at = hashOf(first, second) & mask;
    for (; this.#numbers[at] !== 0; at = (at + 1) & mask)
      if (this.#seconds[at] === second && this.#firsts[at] === first) return this.#numbers[at] - 1;
    return this.#add(at, first, second);
  }

  #add(at: number, first: number, second: number): number {
    const number = this.#create(first, second);
    this.#set(at, first, second, number + 1);
    this.#count++;
    if (this.#count * 2 > this.#numbers.length) this.#spread();
    return number;
  }

  #set(at: number, first: number, second: number, number: number): void {
    this.#firsts[at] = first;
    this.#seconds[at] = second;
    this.#numbers[at] = number;
  }

  /** Twice the room, all pairs put at their places again. */
  #spread(): void {
    const [firsts, seconds, numbers] = [this.#firsts, this.#seconds, this.#numbers];
    this.#firsts = new Int32Array(firsts.length * 2);
    this.#seconds = new Int32Array(firsts.length * 2);
    this.#numbers = new Int32Array(firsts.length * 2);
    const mask = this.#numbers.length - 1;
    for (let i = 0; i < numbers.length; i++) {
      if (numbers[i] === 0) continue;
      let at = hashOf(firsts[i], seconds[i]) & mask;
      while (this.#numbers[at] !== 0) at = (at + 1) & mask;
      this.#set(at, firsts[i], seconds[i], numbers[i]);
    }
  }
}

function hashOf(first: number, second: number): number {
  const hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}
