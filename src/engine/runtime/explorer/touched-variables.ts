/**
 * What a simulated step touched, as a footprint of the searches: each object a variable, each element, key and attribute of it one within.
 * Rule: equal keys are one variable wherever their text or number lies in memory, as they are for Python.
 */
import type { Address, Word } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../../python/values.ts";
import type { Touch } from "../stepped/footprint.ts";
import { type Footprint, type Footprints, NO_FOOTPRINT, type Variable } from "./footprints.ts";

/** Variables of one object: the whole of it, and its elements by key. */
interface ObjectVariables {
  readonly whole: Variable;
  readonly elements: Map<Word | string, Variable>;
}

export class TouchedVariables {
  readonly #footprints: Footprints;
  readonly #valueOf: (word: Word) => Value;
  readonly #objects = new Map<Address, ObjectVariables>();

  /** @param valueOf what a word stands for now */
  constructor(footprints: Footprints, valueOf: (word: Word) => Value) {
    this.#footprints = footprints;
    this.#valueOf = valueOf;
  }

  /** All of these together. */
  footprintOf(touches: readonly Touch[]): Footprint {
    let footprint = NO_FOOTPRINT;
    for (const touch of touches) footprint = this.#footprints.join(footprint, this.one(touch));
    return footprint;
  }

  one({ object, key, whole, writes }: Touch): Footprint {
    const variables = this.#variablesOf(object);
    return this.#footprints.of(whole ? variables.whole : this.#elementOf(variables, key), writes);
  }

  #variablesOf(object: Address): ObjectVariables {
    const known = this.#objects.get(object);
    if (known !== undefined) return known;
    const made = { whole: this.#footprints.variable(), elements: new Map<Word | string, Variable>() };
    this.#objects.set(object, made);
    return made;
  }

  #elementOf({ whole, elements }: ObjectVariables, key: Word): Variable {
    const name = key === UNBOUND || (key & 1) === 1 ? key : nameOf(this.#valueOf(key));
    const known = elements.get(name);
    if (known !== undefined) return known;
    const made = this.#footprints.variable(whole);
    elements.set(name, made);
    return made;
  }
}

/** Equal for values that are one key to a dict. An integral float is the key that its integer is, whose small ones are words. */
function nameOf(value: Value): Word | string {
  if (typeof value === "boolean") return (Number(value) << 1) | 1;
  if (value instanceof PyFloat) return Number.isInteger(value.value) ? nameOf(value.value) : `n${value.value}`;
  if (typeof value === "number") return Math.abs(value) < 2 ** 30 ? (value << 1) | 1 : `n${value}`;
  if (typeof value === "bigint") return `n${value}`;
  if (typeof value === "string") return `s${value}`;
  if (value instanceof PyTuple) return `(${value.items.map(nameOf).join()})`;
  if (value instanceof PyRef) return `@${value.at}`;
  return value === null ? "None" : `c${value.typeName}`;
}
