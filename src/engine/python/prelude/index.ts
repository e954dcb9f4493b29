/**
 * The modules a listing can import: what is native in each, and what of it is written in Python. Rule: the order is fixed, since modules,
 * code objects and slots are numbered; `builtins` is first.
 */
import { BUILTINS } from "../builtins/index.ts";
import { Heap } from "../heap.ts";
import { disNatives } from "../modules/disassembler.ts";
import { futuresNatives, poolNatives } from "../modules/futures.ts";
import { mathNatives } from "../modules/math.ts";
import { queueNatives } from "../modules/queue.ts";
import { randomNatives } from "../modules/random.ts";
import { osNatives, sysNatives } from "../modules/system.ts";
import { threadingNatives } from "../modules/threading.ts";
import { timeNatives } from "../modules/time.ts";
import type { Environment, PreludeModule } from "../object-model.ts";
import { createObjectModel } from "../objects/object-model.ts";
import type { Value } from "../values.ts";
import builtinsSource from "./builtins.py?raw";
import futuresSource from "./concurrent_futures.py?raw";
import poolSource from "./multiprocessing_pool.py?raw";
import randomSource from "./random.py?raw";
import threadingSource from "./threading.py?raw";
import { refusedModules, refusedNames } from "./refused.ts";

const NOTHING: ReadonlyMap<string, Value> = new Map();

function native(name: string, natives: ReadonlyMap<string, Value>, source = ""): PreludeModule {
  return { name, source, natives };
}

const modules: readonly PreludeModule[] = [
  native("builtins", BUILTINS, builtinsSource),
  native("math", mathNatives),
  native("time", timeNatives),
  native("os", osNatives),
  native("sys", sysNatives),
  native("dis", disNatives),
  native("random", randomNatives, randomSource),
  native("queue", queueNatives),
  native("threading", threadingNatives, threadingSource),
  native("concurrent", NOTHING),
  native("concurrent.futures", futuresNatives, futuresSource),
  native("multiprocessing", NOTHING),
  native("multiprocessing.pool", poolNatives, poolSource),
];

/** Everything the compiler and the machine need of the objects. */
export const environment: Environment = {
  modules,
  refusedModules,
  refusedNames,
  createHeap: (world, program) => Heap.inWorld(world, program),
  prepare: (heap) => heap.prepare(),
  createObjects: (host) => createObjectModel(host),
};
