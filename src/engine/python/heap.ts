/**
 * One machine's access to the run's heap: pieces of memory, and the way between Python values and 32-bit words.
 * Works alike on shared and on private memory. A box is written before its address is given out and never after, so
 * no reader sees half of one.
 * Rule: the caches hold what this machine has seen; they are right as long as memory only goes forward. Whoever
 * takes memory back goes on with a machine that was copied at that point, whose caches know nothing later.
 */
import type { Address, Word } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import { Allocator, ClearingAllocator, type Chunk } from "../memory/allocator.ts";
import { CONTROL } from "../memory/layout.ts";
import type { Memory } from "../memory/memory.ts";
import { FALSE, MAX_SMALL, MIN_SMALL, NONE, TRUE, UNBOUND } from "../memory/words.ts";
import type { World } from "../program/world.ts";
import type { CompiledProgram } from "./bytecode.ts";
import { decodeBox, encodeBox } from "./objects/boxes.ts";
import { ClassLookUps } from "./objects/classes.ts";
import { FunctionTable } from "./objects/functions.ts";
import { FIRST_OBJECT, kindAt, type Kind } from "./objects/kinds.ts";
import { type Statics, type StaticName, staticsOf } from "./objects/statics.ts";
import { stringBoxWords, writeStringBox } from "./objects/string-box.ts";
import { PyRef, type Value } from "./values.ts";

/** Values decoded lately, by address. */
const DECODED = 512;
/** Boxes of computed strings made lately, so that storing one text a million times makes few boxes. */
const STRINGS = 64;
const LONGEST_CACHED = 64;

function allocatorIn(world: World, next: Address = 0, end: Address = 0): Allocator {
  const chunk = (words: number): Chunk => world.chunk(words);
  return world.recycles ? new ClearingAllocator(world.memory, chunk, next, end) : new Allocator(chunk, next, end);
}

export class Heap {
  readonly memory: Memory;
  readonly program: CompiledProgram;
  readonly statics: Statics;
  /** What this machine has looked up in classes. */
  readonly classes: ClassLookUps;
  /** What functions are made of. */
  readonly functions: FunctionTable;
  /** The table's entry for `__setattr__`, which every store to an attribute asks for. */
  readonly setattrName: StaticName;
  readonly #allocator: Allocator;
  readonly #apart: (words: number) => Address;
  #base: Address = 0;
  #decodedWords: Int32Array | null = null;
  #decoded: Value[] = [];
  #stringTexts: string[];
  #stringWords: Word[];
  /** Whether computed texts that were written are found again, instead of being written once more. */
  #keepsStrings = true;
  /** Whether another copy of this heap holds the same two arrays: they are copied before the next write. */
  #stringsLent = false;

  constructor(
    memory: Memory,
    program: CompiledProgram,
    allocator: Allocator,
    apart: (words: number) => Address = () => 0,
    texts: string[] = [],
    words: Word[] = [],
  ) {
    this.memory = memory;
    this.program = program;
    this.statics = staticsOf(program);
    this.setattrName = this.statics.setattrName;
    this.classes = new ClassLookUps(this);
    this.functions = new FunctionTable(this);
    this.#allocator = allocator;
    this.#apart = apart;
    this.#stringTexts = texts;
    this.#stringWords = words;
  }

  /** A heap for a machine in `world`. */
  static inWorld(world: World, program: CompiledProgram): Heap {
    return new Heap(world.memory, program, allocatorIn(world), (words) => world.apart(words));
  }

  /** Writes the program's strings and types where every thread finds them: once a run, by main, before any code runs. */
  prepare(): void {
    const base = this.alloc(this.statics.words);
    this.statics.write(this.memory, base);
    this.memory.store(CONTROL.STATICS, base);
  }

  /** A heap in the same state for a copied machine in `world`. */
  copy(world: World): Heap {
    this.#stringsLent = true;
    const copied = new Heap(
      world.memory,
      this.program,
      allocatorIn(world, this.#allocator.next, this.#allocator.end),
      (words) => world.apart(words),
      this.#stringTexts,
      this.#stringWords,
    );
    copied.#stringsLent = true;
    copied.#base = this.#base;
    return copied;
  }

  /** Where the next piece of heap comes from. */
  get next(): Address {
    return this.#allocator.next;
  }

  /** End of the present chunk of heap. */
  get end(): Address {
    return this.#allocator.end;
  }

  /** Goes on in a piece that was set aside before, when the run's memory is spent. */
  continueIn(piece: Chunk): void {
    this.#allocator.continueIn(piece);
  }

  /** Goes on where it was before memory was taken back. */
  continueAt(next: Address, end: Address): void {
    this.#allocator.continueAt(next, end);
  }

  /** From now on every computed text is written anew: what a thread makes then depends on what it does alone, not on what was seen before it went back. */
  keepNoStrings(): void {
    this.#keepsStrings = false;
  }

  /** Forgets what was seen: memory was taken back, and addresses may come to hold something else. */
  forget(): void {
    this.#decodedWords?.fill(0);
    this.#stringTexts = [];
    this.#stringWords = [];
    this.#stringsLent = false;
    this.classes.forget();
    this.functions.forget();
  }

  /** The first of `words` zeroed words. @throws OutOfMemory */
  alloc(words: number): Address {
    return this.#allocator.alloc(words);
  }

  /**
   * As `alloc`, but not from this machine's own pieces: for what a thread makes or not depending on what another did at that very moment, and no
   * event tells which. So a replay gives everything else the same addresses. @throws OutOfMemory
   */
  allocApart(words: number): Address {
    return this.#apart(words) || this.alloc(words);
  }

  /** The word of a text, made apart where the program has none. */
  wordApart(text: string): Word {
    const name = this.statics.find(text);
    if (name !== undefined) return this.wordOfStatic(name);
    const at = this.allocApart(stringBoxWords(text));
    writeStringBox(this.memory, at, text);
    return at << 1;
  }

  load(at: Address): number {
    return this.memory.load(at);
  }

  store(at: Address, value: number): void {
    this.memory.store(at, value);
  }

  kind(ref: PyRef): Kind {
    return kindAt(this.memory, ref.at);
  }

  /** The word of a value; boxes what does not fit. */
  toWord(value: Value): Word {
    switch (typeof value) {
      case "number":
        if (value >= MIN_SMALL && value <= MAX_SMALL) return (value << 1) | 1;
        break;
      case "string":
        return this.stringWord(value);
      case "boolean":
        return value ? TRUE : FALSE;
      case "object":
        if (value === null) return NONE;
        if (value instanceof PyRef) return value.at << 1;
        break;
      default:
        break;
    }
    return encodeBox(this, value) << 1;
  }

  /** The value of a word. @throws InternalError for an unbound one: callers look first. */
  fromWord(word: Word): Value {
    if ((word & 1) === 1) return word >> 1;
    if (word === NONE) return null;
    if (word === FALSE) return false;
    if (word === TRUE) return true;
    if (word === UNBOUND) throw new InternalError("an unbound word was read as a value");
    return this.#fromAddress(word);
  }

  #fromAddress(word: Word): Value {
    const at = word >>> 1;
    const place = (at ^ (at >>> 9)) & (DECODED - 1);
    const words = this.#decodedWords;
    if (words !== null && words[place] === word) return this.#decoded[place];
    const value = kindAt(this.memory, at) >= FIRST_OBJECT ? new PyRef(at) : decodeBox(this, at);
    this.#keepDecoded(place, word, value);
    return value;
  }

  #keepDecoded(place: number, word: Word, value: Value): void {
    if (this.#decodedWords === null) {
      this.#decodedWords = new Int32Array(DECODED);
      this.#decoded = new Array<Value>(DECODED).fill(null);
    }
    this.#decodedWords[place] = word;
    this.#decoded[place] = value;
  }

  /** The table's entry for a text of the program, with its word; undefined for computed texts. */
  staticName(text: string): StaticName | undefined {
    return this.statics.find(text);
  }

  /** The word of an entry of the table. */
  wordOfStatic(name: StaticName): Word {
    return (this.#staticsBase() + name.offset) << 1;
  }

  /** Whether a word is a text of the program's table. */
  isStaticWord(word: Word): boolean {
    const from = this.#staticsBase();
    const at = word >>> 1;
    return at >= from && at < from + this.statics.words;
  }

  /** The word of a built-in type. */
  typeWord(index: number): Word {
    return (this.#staticsBase() + this.statics.typeOffset(index)) << 1;
  }

  stringWord(text: string): Word {
    const name = this.statics.find(text);
    if (name !== undefined) return (this.#staticsBase() + name.offset) << 1;
    if (text.length > LONGEST_CACHED || !this.#keepsStrings) return this.#makeString(text);
    const place = stringPlace(text);
    if (this.#stringTexts[place] === text) return this.#stringWords[place];
    const word = this.#makeString(text);
    this.#keepString(place, text, word);
    return word;
  }

  #makeString(text: string): Word {
    const at = this.alloc(stringBoxWords(text));
    writeStringBox(this.memory, at, text);
    return at << 1;
  }

  #keepString(place: number, text: string, word: Word): void {
    if (this.#stringsLent) {
      this.#stringTexts = this.#stringTexts.slice();
      this.#stringWords = this.#stringWords.slice();
      this.#stringsLent = false;
    }
    this.#stringTexts[place] = text;
    this.#stringWords[place] = word;
  }

  #staticsBase(): Address {
    if (this.#base === 0) {
      this.#base = this.memory.load(CONTROL.STATICS);
      if (this.#base === 0) throw new InternalError("the heap was used before it was prepared");
    }
    return this.#base;
  }
}

function stringPlace(text: string): number {
  const length = text.length;
  if (length === 0) return 0;
  const mixed = text.charCodeAt(0) * 7 + text.charCodeAt(length - 1) * 31 + text.charCodeAt(length >> 1) * 13 + length;
  return mixed & (STRINGS - 1);
}
