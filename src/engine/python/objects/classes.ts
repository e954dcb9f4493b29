/**
 * A class of the listing in the heap: header, MUTEX, NAME and QUALIFIED_NAME (words), BASES and MRO (words of tuples), MODULE
 * (word of a str), CAPACITY (attributes that its methods assign to self), ATTRIBUTES (address of a piece).
 * Rule: bases and order never change. What a look-up found is kept by each machine until CLASS_EPOCH grows, which
 * happens when any class gets an attribute that it did not have; a changed value needs no such notice.
 */
import type { Address, Word } from "../../base/ids.ts";
import { CONTROL } from "../../memory/layout.ts";
import type { Heap } from "../heap.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { addSlot, findSlot, initPiece, pieceWords } from "./attributes.ts";
import { PyType } from "./immutables.ts";
import { HEADER_WORDS, KIND, NAME } from "./kinds.ts";
import type { StaticName } from "./statics.ts";

export const CLASS = {
  MUTEX: HEADER_WORDS,
  NAME: HEADER_WORDS + 1,
  QUALIFIED_NAME: HEADER_WORDS + 2,
  BASES: HEADER_WORDS + 3,
  MRO: HEADER_WORDS + 4,
  MODULE: HEADER_WORDS + 5,
  CAPACITY: HEADER_WORDS + 6,
  ATTRIBUTES: HEADER_WORDS + 7,
} as const;
const CLASS_WORDS = HEADER_WORDS + 8;

/** A class: one of the listing or the prelude, or a built-in type. */
export type ClassValue = PyRef | PyType;

export interface ClassParts {
  readonly name: string;
  readonly qualifiedName: string;
  readonly module: string;
  readonly bases: readonly ClassValue[];
  /** Without the class itself. */
  readonly inherited: readonly ClassValue[];
  readonly capacity: number;
  readonly namespace: ReadonlyMap<string, Value>;
}

export function makeClass(heap: Heap, parts: ClassParts): PyRef {
  const bases = heap.toWord(new PyTuple(parts.bases));
  const room = Math.max(2, parts.namespace.size);
  const at = heap.alloc(CLASS_WORDS + pieceWords(room));
  const piece = at + CLASS_WORDS;
  heap.store(at, KIND.CLASS);
  heap.store(at + NAME, heap.stringWord(parts.name));
  heap.store(at + CLASS.NAME, heap.stringWord(parts.name));
  heap.store(at + CLASS.QUALIFIED_NAME, heap.stringWord(parts.qualifiedName));
  heap.store(at + CLASS.BASES, bases);
  heap.store(at + CLASS.MODULE, heap.stringWord(parts.module));
  heap.store(at + CLASS.CAPACITY, parts.capacity);
  heap.store(at + CLASS.ATTRIBUTES, piece);
  initPiece(heap, piece, room);
  for (const [name, value] of parts.namespace) addSlot(heap, piece, heap.stringWord(name), heap.toWord(value));
  const self = new PyRef(at);
  heap.store(at + CLASS.MRO, heap.toWord(new PyTuple([self, ...parts.inherited])));
  return self;
}

/** Address of the first piece of a class's own attributes. */
export function classAttributes(heap: Heap, at: Address): Address {
  return heap.load(at + CLASS.ATTRIBUTES);
}

/** The class itself first, `object` last. */
export function mroOf(heap: Heap, type: ClassValue): readonly ClassValue[] {
  if (type instanceof PyType) return type.mro;
  return (heap.fromWord(heap.load(type.at + CLASS.MRO)) as PyTuple).items as readonly ClassValue[];
}

export function classNameOf(heap: Heap, type: ClassValue): string {
  return type instanceof PyType ? type.name : (heap.fromWord(heap.load(type.at + CLASS.NAME)) as string);
}

export function isSubclass(heap: Heap, type: ClassValue, of: ClassValue): boolean {
  if (type instanceof PyType) return of instanceof PyType && type.isSubtypeOf(of);
  return mroOf(heap, type).some((each) => isSameClass(each, of));
}

function isSameClass(left: ClassValue, right: ClassValue): boolean {
  return left === right || (left instanceof PyRef && right instanceof PyRef && left.at === right.at);
}

/** The first built-in type in the order of a class: what kind of thing its instances are. */
export function builtinBase(heap: Heap, type: ClassValue): PyType {
  if (type instanceof PyType) return type;
  return mroOf(heap, type).find((each): each is PyType => each instanceof PyType)!;
}

/** Where a class attribute lies: the class that has it, and its slot, or the value of a built-in type's attribute. */
export interface Found {
  readonly owner: ClassValue;
  readonly slot: Address;
  readonly value: Value | undefined;
}

/** Looks an attribute up along the order of a class; undefined where there is none. */
function findInClass(heap: Heap, type: ClassValue, name: string): Found | undefined {
  return findAlong(heap, mroOf(heap, type), 0, name);
}

/** As `findInClass`, from a place in the order on: for `super()`. */
export function findAlong(heap: Heap, mro: readonly ClassValue[], from: number, name: string): Found | undefined {
  for (let i = from; i < mro.length; i++) {
    const owner = mro[i];
    if (owner instanceof PyType) {
      const value = owner.attributes.get(name);
      if (value !== undefined) return { owner, slot: 0, value };
      continue;
    }
    const slot = findSlot(heap, classAttributes(heap, owner.at), name);
    if (slot !== 0 && heap.load(slot) !== 0) return { owner, slot, value: undefined };
  }
  return undefined;
}

/** Notice that a class got an attribute it did not have. */
export function bumpClassEpoch(heap: Heap): void {
  heap.memory.add(CONTROL.CLASS_EPOCH, 1);
}

/** Look-ups kept, by class and name. */
const KEPT = 512;

/** What look-ups found, for one machine: by class and name, good until the epoch grows. */
export class ClassLookUps {
  readonly #heap: Heap;
  #epoch = -1;
  /** Class word and name's offset of each look-up that is kept; 0 for none. */
  #classes = NO_WORDS;
  #names = NO_WORDS;
  #found: (Found | null)[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** An attribute along the order of a class; undefined where there is none. */
  find(type: ClassValue, name: string): Found | undefined {
    const entry = this.#heap.staticName(name);
    if (entry === undefined) return findInClass(this.#heap, type, name);
    const word = type instanceof PyType ? this.#heap.typeWord(type.index) : type.at << 1;
    return this.findByWord(word, entry, name) ?? undefined;
  }

  /** As `find`, for a class by its word and a name of the program's table. null where there is none. */
  findByWord(classWord: Word, entry: StaticName, name: string): Found | null {
    const epoch = this.#heap.memory.load(CONTROL.CLASS_EPOCH);
    if (epoch !== this.#epoch) this.#forget(epoch);
    const { offset } = entry;
    const place = (classWord ^ (classWord >>> 9) ^ Math.imul(offset, 0x9e3779b1)) & (KEPT - 1);
    if (this.#classes[place] === classWord && this.#names[place] === offset + 1) return this.#found[place];
    const found = findInClass(this.#heap, this.#heap.fromWord(classWord) as ClassValue, name) ?? null;
    this.#classes[place] = classWord;
    this.#names[place] = offset + 1;
    this.#found[place] = found;
    return found;
  }

  /** Forgets all: memory was taken back. */
  forget(): void {
    this.#epoch = -1;
  }

  #forget(epoch: number): void {
    this.#epoch = epoch;
    if (this.#classes.length === KEPT) {
      this.#classes.fill(0);
      return;
    }
    this.#classes = new Int32Array(KEPT);
    this.#names = new Int32Array(KEPT);
    this.#found = new Array<Found | null>(KEPT).fill(null);
  }

  /** The value of what was found, as it is now. */
  valueOf(found: Found): Value | undefined {
    if (found.slot === 0) return found.value;
    const word: Word = this.#heap.memory.load(found.slot);
    return word === 0 ? undefined : this.#heap.fromWord(word);
  }
}

const NO_WORDS = new Int32Array(0);
