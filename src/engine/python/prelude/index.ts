/**
 * Everything the compiler and the machine need of the objects: the modules a listing can import, what is native in each, and how
 * heaps and object models are made. Python that calls back into a listing is in the .py files beside this one.
 */
import type { Environment, PreludeModule } from "../object-model.ts";
import { BUILTINS } from "../builtins/index.ts";
import { Heap } from "../heap.ts";
import { createObjectModel } from "../objects/object-model.ts";
import { MODULES } from "./modules.ts";
import { REFUSED_MODULES, REFUSED_ATTRIBUTES, REFUSED_NAMES } from "./refusals.ts";
import builtins from "./builtins.py?raw";

const builtinModule: PreludeModule = { name: "builtins", source: builtins, natives: BUILTINS };

/** The objects' side of every program. */
export const environment: Environment = {
  modules: [builtinModule, ...MODULES],
  refusedModules: REFUSED_MODULES,
  refusedNames: REFUSED_NAMES,
  refusedAttributes: REFUSED_ATTRIBUTES,
  createHeap: (world, program) => Heap.inWorld(world, program),
  prepare: (heap) => heap.prepare(),
  createObjects: (host) => createObjectModel(host),
};
