/**
 * What a step touches, and whether two steps depend on each other: on one object, and at least one of them writes. A footprint is a set of
 * accesses, known by a small number, so that the searches compare numbers. Source of the rule: the conventions of docs/exploring.md.
 * Rule: an element depends on its own element and on its whole container, never on another element.
 */
import { InternalError } from "../../base/errors.ts";

/** An object that steps can meet on: a cell, a lock, a whole container, one element. Dense, from 0. */
export type Variable = number;
/** A variable and whether it is written: `2 × variable + written`. */
export type Access = number;
/** A set of accesses; equal sets have equal numbers. */
export type Footprint = number;

/** Touches nothing that others can see. */
export const NO_FOOTPRINT: Footprint = 0;

/** Footprints below this number have their answers kept in a square table. */
const TABLE_SIDE = 512;

export class Footprints {
  /** By variable: its container, −1 for none. */
  readonly #containers: Variable[] = [];
  /** By footprint: its accesses, ascending. */
  readonly #accesses: (readonly Access[])[] = [[]];
  /** By access: the footprint of that access alone; undefined before it was asked for. */
  readonly #singles: Footprint[] = [];
  readonly #many = new Map<string, Footprint>();
  /** 0 not computed yet, 1 independent, 2 dependent. */
  readonly #known = new Uint8Array(TABLE_SIDE * TABLE_SIDE);

  /** A new variable. @param container −1, or the variable of the whole container that it is an element of */
  variable(container: Variable = -1): Variable {
    if (container >= 0 && this.#containers[container] !== -1)
      throw new InternalError(`variable ${container} is no container`);
    return this.#containers.push(container) - 1;
  }

  /** The footprint of one access. */
  of(variable: Variable, written: boolean): Footprint {
    const access = variable * 2 + (written ? 1 : 0);
    return this.#singles[access] ?? (this.#singles[access] = this.#add([access]));
  }

  /** Both together. A variable that either writes is written. */
  join(a: Footprint, b: Footprint): Footprint {
    if (a === b || b === NO_FOOTPRINT) return a;
    if (a === NO_FOOTPRINT) return b;
    const together = new Set([...this.#accesses[a], ...this.#accesses[b]]);
    const accesses = [...together].filter((access) => !together.has(access | 1) || (access & 1) === 1);
    const [first, ...rest] = accesses.toSorted((left, right) => left - right);
    if (rest.length === 0) return this.of(first >> 1, (first & 1) === 1);
    const key = [first, ...rest].join();
    const known = this.#many.get(key);
    if (known !== undefined) return known;
    const made = this.#add([first, ...rest]);
    this.#many.set(key, made);
    return made;
  }

  accessesOf(footprint: Footprint): readonly Access[] {
    return this.#accesses[footprint];
  }

  /** Whether two steps of different threads with these footprints depend on each other. */
  areDependent(a: Footprint, b: Footprint): boolean {
    if (a >= TABLE_SIDE || b >= TABLE_SIDE) return this.#compare(a, b);
    const at = a * TABLE_SIDE + b;
    const known = this.#known[at];
    if (known !== 0) return known === 2;
    const answer = this.#compare(a, b);
    this.#known[at] = answer ? 2 : 1;
    return answer;
  }

  #compare(a: Footprint, b: Footprint): boolean {
    const others = this.#accesses[b];
    return this.#accesses[a].some((one) => others.some((other) => this.#meet(one, other)));
  }

  #meet(one: Access, other: Access): boolean {
    if (((one | other) & 1) === 0) return false;
    const a = one >> 1;
    const b = other >> 1;
    return a === b || this.#containers[a] === b || this.#containers[b] === a;
  }

  #add(accesses: readonly Access[]): Footprint {
    return this.#accesses.push(accesses) - 1;
  }
}
