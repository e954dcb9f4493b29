/**
 * The program's strings and the built-in types at fixed places of the heap, so that storing a constant or comparing an
 * attribute's name never makes a box. Main writes them once before any code runs; every worker computes the same offsets.
 * Rule: a text is either in this table or never, in all workers; so two words of static texts are equal when the texts are.
 */
import type { Address } from "../../base/ids.ts";
import type { Memory } from "../../memory/memory.ts";
import type { CompiledProgram } from "../bytecode.ts";
import { PyModule } from "../callables.ts";
import { TYPES } from "./immutables.ts";
import { KIND } from "./kinds.ts";
import { stringBoxWords, writeStringBox } from "./string-box.ts";

/** A text of the table. `hint` is where an instance last had the attribute of this name: a guess that is always checked. */
export interface StaticName {
  /** Words from the table's start. */
  readonly offset: number;
  hint: number;
}

const TYPE_BOX_WORDS = 2;

/** What all machines of one program in one worker know of it; holds nothing of a run. */
export class Statics {
  readonly program: CompiledProgram;
  /** Size of the table in words. */
  readonly words: number;
  readonly modules: readonly PyModule[];
  readonly setattrName: StaticName;
  readonly #names = new Map<string, StaticName>();
  readonly #typesFrom: number;

  constructor(program: CompiledProgram) {
    this.program = program;
    this.modules = program.modules.map((module, index) => new PyModule(module.name, index));
    let next = 0;
    for (const text of ["__setattr__", ...program.strings]) {
      if (this.#names.has(text)) continue;
      this.#names.set(text, { offset: next, hint: 0 });
      next += stringBoxWords(text);
    }
    this.setattrName = this.#names.get("__setattr__")!;
    this.#typesFrom = next;
    this.words = next + TYPES.length * TYPE_BOX_WORDS;
  }

  find(text: string): StaticName | undefined {
    return this.#names.get(text);
  }

  /** Offset of a built-in type's box. */
  typeOffset(index: number): number {
    return this.#typesFrom + index * TYPE_BOX_WORDS;
  }

  write(memory: Memory, base: Address): void {
    for (const [text, name] of this.#names) writeStringBox(memory, base + name.offset, text);
    for (const type of TYPES) {
      const at = base + this.typeOffset(type.index);
      memory.store(at, KIND.TYPE);
      memory.store(at + 1, type.index);
    }
  }
}

const known = new WeakMap<CompiledProgram, Statics>();

/** The table of a program; made once a worker. */
export function staticsOf(program: CompiledProgram): Statics {
  let statics = known.get(program);
  if (!statics) {
    statics = new Statics(program);
    known.set(program, statics);
  }
  return statics;
}
