/**
 * The prelude in one worker: each of its modules is compiled when a listing first needs it, and then kept.
 * Rule: a module's code ids and slots lie in a range of its own, given by its index: so they are the same in every program
 * and worker, whatever was compiled before. What fails here is our own mistake, and throws loudly.
 */
import { Code, CODE_KIND, type GlobalReference, type ModuleCode } from "../bytecode.ts";
import { InternalError } from "../../base/errors.ts";
import { PyType } from "../objects/immutables.ts";
import type { Environment, PreludeModule } from "../object-model.ts";
import type { KnownModules } from "./checks.ts";
import { ListingError, SourceText } from "./diagnostics.ts";
import { generate, readModule, type ReadModule } from "./module.ts";

/** Room for a module's code objects and names. */
const CODES_PER_MODULE = 512;
const SLOTS_PER_MODULE = 256;

/** A module of the prelude, compiled. */
export interface PreludePart {
  readonly module: ModuleCode;
  readonly codes: readonly Code[];
  readonly strings: readonly string[];
}

export class PreludeImage {
  readonly environment: Environment;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly known: KnownModules;
  readonly #parts = new Map<number, PreludePart>();

  constructor(environment: Environment) {
    this.environment = environment;
    this.indexOf = new Map(environment.modules.map((module, index) => [module.name, index]));
    this.known = {
      has: (name) => this.indexOf.has(name),
      namesOf: (name) => this.#namesOf(name),
      isFinalType: (module, name) => this.#isFinalType(module, name),
      names: environment.modules.map((module) => module.name),
      refusedModules: environment.refusedModules,
      refusedNames: environment.refusedNames,
      refusedAttributes: environment.refusedAttributes,
    };
  }

  /** Code ids and slots of the listing begin here. */
  get codeCount(): number {
    return this.environment.modules.length * CODES_PER_MODULE;
  }

  get slotCount(): number {
    return this.environment.modules.length * SLOTS_PER_MODULE;
  }

  /** Names every module sees. */
  get builtinNames(): ReadonlySet<string> {
    return this.#namesOf("builtins") ?? new Set();
  }

  part(index: number): PreludePart {
    let part = this.#parts.get(index);
    if (part === undefined) {
      part = this.#compile(this.environment.modules[index], index);
      this.#parts.set(index, part);
    }
    return part;
  }

  /** What stands for a module that the program does not need. */
  placeholder(index: number): ModuleCode {
    const { name, natives } = this.environment.modules[index];
    return { name, code: EMPTY_CODE, slots: new Map(), natives, imports: [] };
  }

  /** What a name means that its module does not bind: a native or a Python function of `builtins`. */
  builtinReference(name: string): Pick<GlobalReference, "fallback" | "fallbackSlot"> {
    const { slots, natives } = this.part(0).module;
    const slot = slots.get(name) ?? -1;
    return slot >= 0 ? { fallback: undefined, fallbackSlot: slot } : { fallback: natives.get(name), fallbackSlot: -1 };
  }

  #namesOf(name: string): ReadonlySet<string> | null {
    const index = this.indexOf.get(name);
    if (index === undefined) return null;
    const { slots, natives } = this.part(index).module;
    return new Set([...slots.keys(), ...natives.keys()]);
  }

  #isFinalType(module: string, name: string): boolean {
    const index = this.indexOf.get(module);
    const native = index === undefined ? undefined : this.environment.modules[index].natives.get(name);
    return native instanceof PyType && !native.acceptsSubclasses;
  }

  #compile(module: PreludeModule, index: number): PreludePart {
    const read = readPrelude(module);
    const slots = new Map<string, number>();
    for (const name of read.bound) slots.set(name, index * SLOTS_PER_MODULE + slots.size);
    if (slots.size > SLOTS_PER_MODULE)
      throw new InternalError(`prelude module ${module.name} binds ${slots.size} names; ${SLOTS_PER_MODULE} have room`);
    const strings = new Set([...slots.keys(), ...module.natives.keys()]);
    const codes: Code[] = [];
    const imports: number[] = [];
    let taken = 0;
    const code = generate(read, {
      moduleIndex: index,
      internal: true,
      nextCodeId: () => index * CODES_PER_MODULE + taken++,
      addCode: (made) => codes.push(made),
      globalReference: (name) => ({
        name,
        slot: slots.get(name) ?? -1,
        visible: false,
        reachable: true,
        ...this.#meaningOf(module, index, name),
      }),
      moduleNamed: (name) => this.indexOf.get(name),
      noteString: (text) => strings.add(text),
      noteImport: (at) => {
        if (!imports.includes(at)) imports.push(at);
      },
      replacement: () => undefined,
    });
    if (taken > CODES_PER_MODULE)
      throw new InternalError(`prelude module ${module.name} has ${taken} code objects; ${CODES_PER_MODULE} have room`);
    return {
      module: { name: module.name, code, slots, natives: module.natives, imports },
      codes,
      strings: [...strings],
    };
  }

  #meaningOf(module: PreludeModule, index: number, name: string): Pick<GlobalReference, "fallback" | "fallbackSlot"> {
    const native = module.natives.get(name);
    if (native !== undefined) return { fallback: native, fallbackSlot: -1 };
    if (name === "__name__") return { fallback: module.name, fallbackSlot: -1 };
    return index === 0 ? { fallback: undefined, fallbackSlot: -1 } : this.builtinReference(name);
  }
}

function readPrelude(module: PreludeModule): ReadModule {
  const source = new SourceText(module.source);
  try {
    const read = readModule(source, null, new Set());
    const [refusal] = source.refusals;
    if (refusal === undefined) return read;
    throw new InternalError(`prelude module ${module.name}, line ${refusal.line}: ${refusal.message}`);
  } catch (error) {
    if (error instanceof ListingError) throw new InternalError(`prelude module ${module.name}, ${error.message}`);
    throw error;
  }
}

const EMPTY_CODE = new Code({
  id: -1,
  name: "<module>",
  qualifiedName: "<module>",
  kind: CODE_KIND.MODULE,
  module: -1,
  internal: true,
  parameters: 0,
  positionalOnly: 0,
  keywordOnly: 0,
  hasStar: false,
  hasDoubleStar: false,
  locals: [],
  cells: [],
  frees: [],
  stackSize: 0,
  instructions: new Int32Array(0),
  constants: [],
  names: [],
  globals: [],
  exceptions: [],
  lines: new Int32Array(0),
  endLines: new Int32Array(0),
  columns: new Int32Array(0),
  endColumns: new Int32Array(0),
  firstLine: 0,
  docstring: null,
});

const images = new WeakMap<Environment, PreludeImage>();

/** The image of a prelude; one a worker. */
export function preludeImage(environment: Environment): PreludeImage {
  let image = images.get(environment);
  if (image === undefined) {
    image = new PreludeImage(environment);
    images.set(environment, image);
  }
  return image;
}
