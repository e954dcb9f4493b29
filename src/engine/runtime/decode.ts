/**
 * From the memory of a run that has ended to values that anybody can hold: reprs and plain values of words, names and kinds
 * of objects. Rule: it only reads, runs none of the listing's code, and ends on cycles and at a depth.
 */
import type { Address, Word } from "../base/ids.ts";
import { shorten } from "../base/shorten.ts";
import { GLOBALS_BASE } from "../memory/layout.ts";
import { UNBOUND } from "../memory/words.ts";
import type { CompiledProgram } from "../python/bytecode.ts";
import { PyMethod, PyModule, PyNative } from "../python/callables.ts";
import { Code } from "../python/bytecode.ts";
import type { Heap } from "../python/heap.ts";
import { firstOfAtomic, isAtomicInt } from "../python/modules/atomics.ts";
import { taskName } from "../python/loop/futures.ts";
import { classNameOf } from "../python/objects/classes.ts";
import { dictPairs } from "../python/objects/dicts.ts";
import { functionCode } from "../python/objects/functions.ts";
import { PyRange, PyType } from "../python/objects/immutables.ts";
import { exceptionArgs, INSTANCE_CLASS } from "../python/objects/instances.ts";
import { KIND, type Kind, NAME } from "../python/objects/kinds.ts";
import { listLength, listWords, listWordsFrom } from "../python/objects/lists.ts";
import { setMembers } from "../python/objects/sets.ts";
import { reprFloat, reprString } from "../python/text/index.ts";
import type { PyImmutable } from "../python/values.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../python/values.ts";
import type { DecodedValue, Decoders } from "../trace/assemble.ts";
import { OBJECT_KINDS, type ObjectKind } from "../trace/ops.ts";
import type { Plain, TraceObject } from "../trace/trace.ts";
import { GIL_OBJECT } from "./parallel/header.ts";

/** Containers within containers that are written out; deeper ones are `...`. */
const DEEPEST = 6;
/** Items of one container that a repr writes out. */
const LONGEST = 200;
/** Parts of one value that are written out, those of containers within it included: in a trace, and for a module name's final value. */
const PARTS_IN_TRACE = 1000;
const PARTS_OF_OUTCOME = 100_000;
/** Characters of one text that are written out: as a plain value, as a repr, within a container, and as a module name's final value. */
const LONGEST_PRINT = 100_000;
const LONGEST_REPR = 10_000;
const LONGEST_WITHIN = 1000;
const LONGEST_OUTCOME = 1_000_000;
/** Bits of an integer that is written in decimals: more than CPython agrees to write. */
const LONGEST_BITS = 16_000;

const OBJECT_KIND_OF: Partial<Record<Kind, ObjectKind>> = {
  [KIND.LIST]: "list",
  [KIND.DICT]: "dict",
  [KIND.SET]: "set",
  [KIND.FROZEN_SET]: "set",
  [KIND.INSTANCE]: "instance",
  [KIND.EXCEPTION]: "instance",
  [KIND.CLASS]: "instance",
  [KIND.FUNCTION]: "instance",
  [KIND.CELL]: "cell",
  [KIND.THREAD_LOCAL]: "thread-local",
  [KIND.DEQUE]: "deque",
  [KIND.ATOMIC]: "cell",
  [KIND.LOCK]: "lock",
  [KIND.RLOCK]: "rlock",
  [KIND.SEMAPHORE]: "semaphore",
  [KIND.CONDITION]: "condition",
  [KIND.EVENT_FLAG]: "event-flag",
  [KIND.BARRIER]: "barrier",
  [KIND.QUEUE]: "queue",
  [KIND.LIFO_QUEUE]: "lifo-queue",
  [KIND.PRIORITY_QUEUE]: "priority-queue",
  [KIND.POOL]: "pool",
  [KIND.FUTURE]: "future",
  [KIND.ASYNC_FUTURE]: "future",
  [KIND.TASK]: "future",
  [KIND.LOOP]: "loop",
};

/** What a primitive's `create` was told; by address, where the runtime remembers it. */
export type CapacityOf = (address: Address, kind: ObjectKind) => number | undefined;

/** Reads one run's memory. */
export class MemoryReader implements Decoders {
  readonly #heap: Heap;
  readonly #program: CompiledProgram;
  readonly #slotNames: ReadonlyMap<Address, string>;
  readonly #capacityOf: CapacityOf;
  readonly #initial: ReadonlyMap<Address, Word>;
  /** Parts that may still be written out of the present value. */
  #room = 0;
  /** Characters of one text that are written out of it. */
  #longest = LONGEST_PRINT;

  /** @param initial words of module slots when the first thread was started. */
  constructor(
    heap: Heap,
    program: CompiledProgram,
    capacityOf: CapacityOf,
    initial: ReadonlyMap<Address, Word> = new Map(),
  ) {
    this.#heap = heap;
    this.#program = program;
    this.#capacityOf = capacityOf;
    this.#initial = initial;
    this.#slotNames = new Map(program.slots.map(({ slot, name }) => [GLOBALS_BASE + slot, name]));
  }

  object(address: Address): Omit<TraceObject, "id"> {
    if (address === GIL_OBJECT) return { name: "GIL", kind: "gil" };
    const slot = this.#slotNames.get(address);
    if (slot !== undefined) return { name: slot, kind: "cell", ...this.#initialOf(address) };
    const held = this.#heap.kind(new PyRef(address));
    const kind = (held === KIND.INSTANCE ? this.#toldKind(address) : OBJECT_KIND_OF[held]) ?? "instance";
    const capacity = this.#capacityOf(address, kind);
    const named = { name: this.#nameOf(address, kind), kind };
    if (held === KIND.ATOMIC) return { ...named, ...this.#atomicAt(address) };
    return capacity === undefined || capacity < 0 ? named : { ...named, capacity };
  }

  value(word: Word): DecodedValue {
    const value = this.#heap.fromWord(word);
    if (typeof value === "string") return longText(value);
    const repr = this.repr(value);
    const plain = this.plain(value);
    return value instanceof PyRef ? { repr, plain, address: value.at } : { repr, plain };
  }

  /** The final values of the listing's module names that hold plain values; one with very many parts is told by its repr, cut short. */
  moduleValues(): Readonly<Record<string, Plain>> {
    const values: Record<string, Plain> = {};
    for (const { slot, name } of this.#program.slots) {
      const word = this.#heap.load(GLOBALS_BASE + slot);
      if (word === UNBOUND || name.startsWith("__")) continue;
      const value = this.#heap.fromWord(word);
      this.#room = PARTS_OF_OUTCOME;
      this.#longest = LONGEST_OUTCOME;
      const plain = this.#plainOrNothing(value, 0);
      if (plain !== undefined) values[name] = plain;
      else if (this.#room < 0) values[name] = this.repr(value);
    }
    return values;
  }

  /** As Python's `repr` would print it, but for what only the listing's own code could say. */
  repr(value: Value): string {
    this.#room = PARTS_IN_TRACE;
    return this.#repr(value, 0);
  }

  /** JSON's value where there is one, else the repr as a string. */
  plain(value: Value): Plain {
    this.#room = PARTS_IN_TRACE;
    this.#longest = typeof value === "string" ? LONGEST_PRINT : LONGEST_WITHIN;
    return this.#plainOrNothing(value, 0) ?? (value === null ? null : this.repr(value));
  }

  #atomicAt(address: Address): Pick<TraceObject, "initial" | "atomic"> {
    const { repr, plain } = this.value(firstOfAtomic(this.#heap, address));
    return { ...(isAtomicInt(this.#heap, address) ? { atomic: true } : {}), initial: { repr, plain } };
  }

  #initialOf(address: Address): Pick<TraceObject, "initial"> {
    const word = this.#initial.get(address);
    if (word === undefined || word === UNBOUND) return {};
    const { repr, plain } = this.value(word);
    return { initial: { repr, plain } };
  }

  #nameOf(address: Address, kind: ObjectKind): string {
    const word = this.#heap.load(address + NAME);
    const name = word === UNBOUND ? null : this.#heap.fromWord(word);
    if (typeof name === "string" && name !== "") return name;
    const ref = new PyRef(address);
    switch (this.#heap.kind(ref)) {
      case KIND.INSTANCE:
      case KIND.EXCEPTION:
        return kind === "instance" ? this.#className(ref) : kind;
      case KIND.TASK:
        return taskName(this.#heap, address);
      case KIND.LOOP:
        return "event loop";
      default:
        return kind;
    }
  }

  /** asyncio's own locks and queues are objects of the prelude that say what they are. */
  #toldKind(address: Address): ObjectKind | undefined {
    const type = this.#heap.fromWord(this.#heap.load(address + INSTANCE_CLASS)) as PyRef | PyType;
    const told = this.#heap.classes.find(type, "_trace_kind");
    const kind = told === undefined ? undefined : this.#heap.classes.valueOf(told);
    return OBJECT_KINDS.find((one) => one === kind);
  }

  #className(ref: PyRef): string {
    const type = this.#heap.fromWord(this.#heap.load(ref.at + INSTANCE_CLASS));
    return type instanceof PyRef || type instanceof PyType ? classNameOf(this.#heap, type) : "object";
  }

  #repr(value: Value, depth: number): string {
    if (value === null) return "None";
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "number" || typeof value === "bigint") return reprInt(value);
    if (typeof value === "string") return reprString(shorten(value, depth === 0 ? LONGEST_REPR : LONGEST_WITHIN).text);
    if (value instanceof PyFloat) return reprFloat(value.value);
    if (value instanceof PyTuple) return this.#tuple(value.items, depth);
    if (value instanceof PyRef) return this.#reprOfObject(value, depth);
    return reprOfImmutable(value);
  }

  #tuple(items: readonly Value[], depth: number): string {
    const inner = this.#items(items, depth);
    return items.length === 1 ? `(${inner},)` : `(${inner})`;
  }

  #items(items: readonly Value[], depth: number): string {
    return this.#listed(items, depth, (item) => this.#repr(item, depth + 1));
  }

  #words(words: readonly Word[], depth: number): string {
    const bound = words.filter((word) => word !== UNBOUND);
    return this.#listed(bound, depth, (word) => this.#wordRepr(word, depth));
  }

  /** As many parts as there is room for, and "..." for the others. */
  #listed<Part>(parts: readonly Part[], depth: number, reprOf: (part: Part) => string): string {
    if (depth >= DEEPEST || this.#room <= 0) return "...";
    const shown = parts.slice(0, Math.min(LONGEST, this.#room));
    this.#room -= shown.length;
    const texts = shown.map(reprOf);
    return (parts.length > shown.length ? [...texts, "..."] : texts).join(", ");
  }

  /** Whether there is room for so many parts more. */
  #takeRoom(parts: number): boolean {
    this.#room -= parts;
    return this.#room >= 0;
  }

  #reprOfObject(ref: PyRef, depth: number): string {
    const heap = this.#heap;
    switch (heap.kind(ref)) {
      case KIND.LIST:
        return `[${this.#words(listWordsFrom(heap, ref.at, 0, Math.min(listLength(heap, ref.at), LONGEST + 1)), depth)}]`;
      case KIND.SET:
        return this.#set(ref, depth);
      case KIND.DICT:
        return this.#dict(ref, depth);
      case KIND.EXCEPTION:
        return `${this.#className(ref)}(${this.#items(exceptionArgs(heap, ref.at), depth)})`;
      case KIND.INSTANCE:
        return `<${this.#className(ref)} object>`;
      case KIND.CLASS:
        return `<class '${classNameOf(heap, ref)}'>`;
      case KIND.FUNCTION:
        return `<function ${this.#program.codes[functionCode(heap, ref.at)]?.parts.qualifiedName ?? "?"}>`;
      case KIND.CELL:
        return "<cell>";
      default: {
        const { name, kind } = this.object(ref.at);
        return name === kind ? `<${kind}>` : `<${kind} ${name}>`;
      }
    }
  }

  #set(ref: PyRef, depth: number): string {
    const members = setMembers(this.#heap, ref.at);
    return members.length === 0 ? "set()" : `{${this.#words(members, depth)}}`;
  }

  #dict(ref: PyRef, depth: number): string {
    const pairs = dictPairs(this.#heap, ref.at);
    const reprOf = ([key, value]: readonly [Word, Word]): string =>
      `${this.#wordRepr(key, depth)}: ${this.#wordRepr(value, depth)}`;
    return `{${this.#listed(pairs, depth, reprOf)}}`;
  }

  #wordRepr(word: Word, depth: number): string {
    return word === UNBOUND ? "?" : this.#repr(this.#heap.fromWord(word), depth + 1);
  }

  /** undefined for what JSON has no value for. */
  #plainOrNothing(value: Value, depth: number): Plain | undefined {
    if (value === null || typeof value === "boolean" || typeof value === "number") return value;
    if (typeof value === "string") return shorten(value, this.#longest).text;
    if (typeof value === "bigint") return reprInt(value);
    if (value instanceof PyFloat) return Number.isFinite(value.value) ? value.value : String(value.value);
    if (depth >= DEEPEST) return undefined;
    if (value instanceof PyTuple) return this.#plainItems(value.items, depth);
    if (!(value instanceof PyRef)) return undefined;
    switch (this.#heap.kind(value)) {
      case KIND.LIST:
        return this.#plainWords(listWords(this.#heap, value.at), depth);
      case KIND.SET:
      case KIND.FROZEN_SET:
        return this.#plainWords(setMembers(this.#heap, value.at), depth);
      case KIND.DICT:
        return this.#plainDict(value, depth);
      default:
        return undefined;
    }
  }

  #plainWords(words: readonly Word[], depth: number): Plain | undefined {
    if (!this.#takeRoom(words.length)) return undefined;
    const values = words.filter((word) => word !== UNBOUND).map((word) => this.#heap.fromWord(word));
    return this.#allPlain(values, depth);
  }

  #plainItems(items: readonly Value[], depth: number): Plain | undefined {
    return this.#takeRoom(items.length) ? this.#allPlain(items, depth) : undefined;
  }

  /** undefined as soon as one item has no plain value. */
  #allPlain(items: readonly Value[], depth: number): Plain | undefined {
    const all: Plain[] = [];
    for (const item of items) {
      const plain = this.#plainOrNothing(item, depth + 1);
      if (plain === undefined) return undefined;
      all.push(plain);
    }
    return all;
  }

  #plainDict(ref: PyRef, depth: number): Plain | undefined {
    const pairs = dictPairs(this.#heap, ref.at);
    if (!this.#takeRoom(pairs.length)) return undefined;
    const plain: Record<string, Plain> = {};
    for (const [key, word] of pairs) {
      const name = this.#heap.fromWord(key);
      const value = word === UNBOUND ? undefined : this.#plainOrNothing(this.#heap.fromWord(word), depth + 1);
      if (value === undefined) return undefined;
      plain[typeof name === "string" ? name : this.#repr(name, depth + 1)] = value;
    }
    return plain;
  }
}

/** A text of the trace; most are short. */
function longText(value: string): DecodedValue {
  const { text, leftOut } = shorten(value, LONGEST_PRINT);
  const repr = reprString(shorten(value, LONGEST_REPR).text);
  return leftOut === 0 ? { repr, plain: text } : { repr, plain: text, leftOut };
}

/** In decimals; a very long one by its first and last digits in base 16, since its decimals take minutes to find. */
function reprInt(value: number | bigint): string {
  if (typeof value === "number" || BigInt.asIntN(LONGEST_BITS, value) === value) return String(value);
  const sign = value < 0n ? "-" : "";
  return shorten(`${sign}0x${(value < 0n ? -value : value).toString(16)}`, LONGEST_WITHIN).text;
}

function reprOfImmutable(value: PyImmutable): string {
  if (value instanceof PyType) return `<class '${value.name}'>`;
  if (value instanceof PyNative) return `<built-in function ${value.name}>`;
  if (value instanceof PyModule) return `<module '${value.name}'>`;
  if (value instanceof PyMethod) return "<bound method>";
  if (value instanceof PyRange)
    return `range(${value.start}, ${value.stop}${value.step === 1 ? "" : `, ${value.step}`})`;
  if (value instanceof Code) return `<code object ${value.parts.name}>`;
  return `<${value.typeName}>`;
}
