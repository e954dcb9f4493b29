/**
 * Plain values as words and back: null, booleans, numbers, strings of any language (lone surrogates too), arrays and
 * plain objects, nested up to 200 deep. A hole in an array comes back as `undefined`, an object without a prototype as an
 * ordinary one. Rule: what cannot cross is refused by its path before anything is written; what crosses is a copy.
 *
 * Layout: a tag, then what the tag says; strings are a length and two UTF-16 units a word; arrays and objects a length
 * and their members one after the other.
 */
import { ArgumentError } from "../base/errors.ts";

/** A value that can cross. */
export type PlainValue =
  | null
  | undefined
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

const TAG = { NULL: 0, UNDEFINED: 1, FALSE: 2, TRUE: 3, INTEGER: 4, FLOAT: 5, STRING: 6, ARRAY: 7, OBJECT: 8 } as const;

const MAX_DEPTH = 200;
const FIRST_WORDS = 256;

const float = new Float64Array(1);
const floatWords = new Int32Array(float.buffer);

/** Encodes into words of its own, which the next `encode` overwrites; one for each thread. */
export class PlainCodec {
  #words = new Int32Array(FIRST_WORDS);
  #length = 0;
  #at = 0;

  /** @returns a view of the words, good until the next call. @throws ArgumentError that names the part that cannot cross. */
  encode(value: PlainValue): Int32Array {
    this.#length = 0;
    this.#write(value, "value", 0);
    return this.#words.subarray(0, this.#length);
  }

  /** Reads one value that `encode` wrote, from `words[at]` on. */
  decode(words: Int32Array, at: number): PlainValue {
    this.#at = at;
    return this.#read(words);
  }

  #write(value: unknown, path: string, depth: number): void {
    if (value === null) this.#push(TAG.NULL);
    else if (value === undefined) this.#push(TAG.UNDEFINED);
    else if (typeof value === "boolean") this.#push(value ? TAG.TRUE : TAG.FALSE);
    else if (typeof value === "number") this.#writeNumber(value);
    else if (typeof value === "string") {
      this.#push(TAG.STRING);
      this.#writeText(value);
    } else if (depth === MAX_DEPTH) refuse(path, value, `at most ${MAX_DEPTH} levels, without cycles`);
    else if (Array.isArray(value)) this.#writeArray(value, path, depth);
    else if (isPlainObject(value)) this.#writeObject(value, path, depth);
    else refuse(path, value, "null, a boolean, number, string, array or plain object");
  }

  #writeNumber(value: number): void {
    if ((value | 0) === value && !Object.is(value, -0)) {
      this.#push(TAG.INTEGER);
      this.#push(value);
      return;
    }
    float[0] = value;
    this.#push(TAG.FLOAT);
    this.#push(floatWords[0]);
    this.#push(floatWords[1]);
  }

  #writeText(text: string): void {
    this.#push(text.length);
    for (let i = 0; i < text.length; i += 2) {
      this.#push(text.charCodeAt(i) | ((i + 1 < text.length ? text.charCodeAt(i + 1) : 0) << 16));
    }
  }

  #writeArray(value: readonly unknown[], path: string, depth: number): void {
    this.#push(TAG.ARRAY);
    this.#push(value.length);
    for (let i = 0; i < value.length; i++) this.#write(value[i], `${path}[${i}]`, depth + 1);
  }

  #writeObject(value: Readonly<Record<string, unknown>>, path: string, depth: number): void {
    const names = Object.keys(value);
    this.#push(TAG.OBJECT);
    this.#push(names.length);
    for (const name of names) {
      this.#writeText(name);
      this.#write(value[name], `${path}.${name}`, depth + 1);
    }
  }

  #push(word: number): void {
    if (this.#length === this.#words.length) {
      const longer = new Int32Array(this.#words.length * 2);
      longer.set(this.#words);
      this.#words = longer;
    }
    this.#words[this.#length++] = word;
  }

  #read(words: Int32Array): PlainValue {
    const tag = words[this.#at++];
    switch (tag) {
      case TAG.NULL:
        return null;
      case TAG.FALSE:
        return false;
      case TAG.TRUE:
        return true;
      case TAG.INTEGER:
        return words[this.#at++];
      case TAG.FLOAT:
        floatWords[0] = words[this.#at++];
        floatWords[1] = words[this.#at++];
        return float[0];
      case TAG.STRING:
        return this.#readText(words);
      case TAG.ARRAY: {
        const length = words[this.#at++];
        return Array.from({ length }, () => this.#read(words));
      }
      case TAG.OBJECT:
        return this.#readObject(words);
      default:
        return undefined;
    }
  }

  #readText(words: Int32Array): string {
    const length = words[this.#at++];
    const units = new Uint16Array(length + (length & 1));
    for (let i = 0; i < length; i += 2) {
      const pair = words[this.#at++];
      units[i] = pair & 0xffff;
      units[i + 1] = pair >>> 16;
    }
    let text = "";
    // In pieces: a call takes a limited number of arguments.
    for (let from = 0; from < length; from += 4096) {
      text += String.fromCharCode(...units.subarray(from, Math.min(length, from + 4096)));
    }
    return text;
  }

  #readObject(words: Int32Array): PlainValue {
    const length = words[this.#at++];
    const value: Record<string, PlainValue> = {};
    for (let i = 0; i < length; i++) {
      const name = this.#readText(words);
      // Defined, not assigned: a member may be called `__proto__`.
      Object.defineProperty(value, name, {
        value: this.#read(words),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return value;
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refuse(path: string, value: unknown, allowed: string): never {
  throw new ArgumentError(
    path,
    typeof value === "object" ? `a ${value?.constructor?.name ?? "nested object"}` : value,
    allowed,
  );
}
