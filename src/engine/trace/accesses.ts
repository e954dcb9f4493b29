/**
 * All accesses of cells, elements and attributes, sorted by place: for each place the rows that touch it, ascending.
 * Rule: a place is an object with a key; key 0 is the object itself (a cell, or a container as a whole).
 */
import type { ObjectId } from "../base/ids.ts";
import { ACCESSES, OP_ROLES } from "./op-roles.ts";
import type { Trace } from "./trace.ts";
import type { ValueCode } from "./value-codes.ts";

/** One cell, element or attribute, or a container as a whole. */
export interface Place {
  readonly object: ObjectId;
  readonly key: ValueCode;
  /** Its rows are `rows[from]` up to, but without, `rows[to]`. */
  readonly from: number;
  readonly to: number;
}

export interface Accesses {
  /** In order of first appearance. */
  readonly places: readonly Place[];
  readonly rows: Int32Array;
}

/** Rows of the accesses of one place, ascending; empty for one that nobody touched. */
export function accessesOf({ places, rows }: Accesses, object: ObjectId, key: ValueCode): Int32Array {
  const place = places.find((one) => one.object === object && one.key === key);
  return place === undefined ? rows.subarray(0, 0) : rows.subarray(place.from, place.to);
}

/** Sorts a trace's accesses by place in two passes. */
export function collectAccesses(trace: Trace): Accesses {
  const places = new PlaceNumbers(trace.objects.length);
  const { count, op, object, key } = trace;
  const sizes: number[] = [];
  for (let seq = 0; seq < count; seq++) {
    if ((OP_ROLES[op[seq]] & ACCESSES) === 0 || object[seq] < 0) continue;
    const place = places.of(object[seq], key[seq]);
    if (place === sizes.length) sizes.push(1);
    else sizes[place]++;
  }
  const next = new Int32Array(sizes.length);
  let total = 0;
  const found = places.keys.map(([ofObject, ofKey], i) => {
    const from = total;
    next[i] = from;
    total += sizes[i];
    return { object: ofObject, key: ofKey, from, to: total };
  });
  const rows = new Int32Array(total);
  for (let seq = 0; seq < count; seq++) {
    if ((OP_ROLES[op[seq]] & ACCESSES) === 0 || object[seq] < 0) continue;
    rows[next[places.of(object[seq], key[seq])]++] = seq;
  }
  return { places: found, rows };
}

/** Dense numbers for pairs of object and key; those without a key are looked up in an array. */
class PlaceNumbers {
  readonly keys: [ObjectId, ValueCode][] = [];
  readonly #whole: Int32Array;
  readonly #parts = new Map<number, number>();

  constructor(objects: number) {
    this.#whole = new Int32Array(objects).fill(-1);
  }

  of(object: ObjectId, key: ValueCode): number {
    if (key !== 0) return this.#part(object, key);
    const known = this.#whole[object];
    if (known >= 0) return known;
    this.#whole[object] = this.keys.length;
    return this.keys.push([object, 0]) - 1;
  }

  #part(object: ObjectId, key: ValueCode): number {
    // Objects number less than 2^21, so both together are an exact integer.
    const name = object * 4294967296 + (key >>> 0);
    const known = this.#parts.get(name);
    if (known !== undefined) return known;
    this.#parts.set(name, this.keys.length);
    return this.keys.push([object, key]) - 1;
  }
}
