/**
 * The prelude, compiled once in a worker: its code ids, slots and strings come first in every program and are the same there.
 * Rule: what fails here is our own mistake, and throws loudly.
 */
import type { Code, GlobalReference, ModuleCode } from "../bytecode.ts";
import { InternalError } from "../../base/errors.ts";
import type { Environment, PreludeModule } from "../object-model.ts";
import type { KnownModules } from "./checks.ts";
import { SourceText } from "./diagnostics.ts";
import { generate, readModule, type ReadModule } from "./module.ts";

export interface PreludeImage {
  readonly codes: readonly Code[];
  readonly modules: readonly ModuleCode[];
  readonly slotCount: number;
  readonly strings: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly known: KnownModules;
  /** Names every module sees. */
  readonly builtinNames: ReadonlySet<string>;
}

/** What a name means that its module does not bind: a native or a Python function of `builtins`. */
export function builtinReference(image: Pick<PreludeImage, "modules">, name: string): Pick<GlobalReference, "fallback" | "fallbackSlot"> {
  const builtins = image.modules[0];
  const slot = builtins?.slots.get(name) ?? -1;
  return slot >= 0 ? { fallback: undefined, fallbackSlot: slot } : { fallback: builtins?.natives.get(name), fallbackSlot: -1 };
}

interface Building {
  readonly codes: Code[];
  readonly modules: ModuleCode[];
  readonly strings: Set<string>;
  readonly indexOf: Map<string, number>;
  slotCount: number;
}

function compilePreludeModule(building: Building, module: PreludeModule, index: number): void {
  const read = readPrelude(module);
  const slots = new Map<string, number>();
  for (const name of read.bound) {
    slots.set(name, building.slotCount);
    building.slotCount += 1;
    building.strings.add(name);
  }
  for (const name of module.natives.keys()) building.strings.add(name);
  const imports: number[] = [];
  const own = (name: string): GlobalReference => {
    const native = module.natives.get(name);
    const rest = native !== undefined ? { fallback: native, fallbackSlot: -1 } : name === "__name__" ? { fallback: module.name, fallbackSlot: -1 } : builtinReference(building, name);
    return { name, slot: slots.get(name) ?? -1, visible: false, ...rest };
  };
  const code = generate(read, {
    moduleIndex: index,
    internal: true,
    nextCodeId: () => building.codes.push(undefined as never) - 1,
    addCode: (made) => {
      building.codes[made.id] = made;
    },
    globalReference: own,
    moduleNamed: (name) => building.indexOf.get(name),
    noteString: (text) => building.strings.add(text),
    noteImport: (at) => {
      if (!imports.includes(at)) imports.push(at);
    },
    replacement: () => undefined,
  });
  building.modules.push({ name: module.name, code, slots, natives: module.natives, imports });
}

function readPrelude(module: PreludeModule): ReadModule {
  const source = new SourceText(module.source);
  const read = readModule(source, null, new Set());
  const [refusal] = source.refusals;
  if (refusal !== undefined) throw new InternalError(`prelude module ${module.name}, line ${refusal.line}: ${refusal.message}`);
  return read;
}

const images = new WeakMap<Environment, PreludeImage>();

export function preludeImage(environment: Environment): PreludeImage {
  let image = images.get(environment);
  if (image === undefined) {
    image = buildImage(environment);
    images.set(environment, image);
  }
  return image;
}

function buildImage(environment: Environment): PreludeImage {
  const building: Building = { codes: [], modules: [], strings: new Set(), indexOf: new Map(), slotCount: 0 };
  environment.modules.forEach((module, index) => building.indexOf.set(module.name, index));
  environment.modules.forEach((module, index) => compilePreludeModule(building, module, index));
  const names = building.modules.map((m) => new Set([...m.slots.keys(), ...m.natives.keys()]));
  const known: KnownModules = {
    has: (name) => building.indexOf.has(name),
    namesOf: (name) => {
      const index = building.indexOf.get(name);
      return index === undefined ? null : names[index];
    },
    names: environment.modules.map((m) => m.name),
    refusedModules: environment.refusedModules,
    refusedNames: environment.refusedNames,
  };
  return { ...building, strings: [...building.strings], known, builtinNames: names[0] ?? new Set() };
}
