/**
 * From 32-bit numbers (addresses, words) to dense codes, for loops over millions of rows: nearly all look-ups are
 * answered by a small direct-mapped cache, the rest by a Map. Rule: a number's code never changes once given.
 */

const CACHE_SIZE = 4096;

export class CodeMap {
  readonly #create: (key: number) => number;
  readonly #codes = new Map<number, number>();
  readonly #cachedKeys = new Int32Array(CACHE_SIZE);
  readonly #cachedCodes = new Int32Array(CACHE_SIZE);
  readonly #filled = new Uint8Array(CACHE_SIZE);

  /** @param create makes the code of a number that is met for the first time. */
  constructor(create: (key: number) => number) {
    this.#create = create;
  }

  /** The code of a number, made now if it is new. */
  code(key: number): number {
    const place = (key ^ (key >>> 12)) & (CACHE_SIZE - 1);
    if (this.#cachedKeys[place] === key && this.#filled[place] === 1) return this.#cachedCodes[place];
    const code = this.#lookUp(key);
    this.#cachedKeys[place] = key;
    this.#cachedCodes[place] = code;
    this.#filled[place] = 1;
    return code;
  }

  /** The code of a number met before; undefined otherwise. */
  get(key: number): number | undefined {
    return this.#codes.get(key);
  }

  #lookUp(key: number): number {
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    const code = this.#create(key);
    this.#codes.set(key, code);
    return code;
  }
}
