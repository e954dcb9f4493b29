/** The modules a listing can import. Rule: order is fixed, since modules are numbered; a package comes before its parts. */
import type { Native } from "../native.ts";
import { CONDITION_NATIVES } from "../modules/condition.ts";
import "../modules/locks.ts";
import { monotonic, TIME_NATIVES } from "../modules/time.ts";
import { BARRIER_NATIVES } from "../modules/semaphores.ts";
import { THREAD_NATIVES } from "../modules/threads.ts";
import type { PreludeModule } from "../object-model.ts";
import { BROKEN_BARRIER } from "../objects/exception-types.ts";
import { createNative } from "../objects/immutables.ts";
import * as types from "../objects/types.ts";
import type { Value } from "../values.ts";
import { disNatives } from "../modules/disassembler.ts";
import { closePool, futuresNatives, poolNatives } from "../modules/futures.ts";
import { mathNatives } from "../modules/math.ts";
import { queueNatives } from "../modules/queue.ts";
import { randomNatives } from "../modules/random.ts";
import { osNatives, sysNatives } from "../modules/system.ts";
import futures from "./concurrent_futures.py?raw";
import pool from "./multiprocessing_pool.py?raw";
import random from "./random.py?raw";
import threading from "./threading.py?raw";

function natives(
  functions: Readonly<Record<string, Native>>,
  values: Readonly<Record<string, Value>> = {},
): ReadonlyMap<string, Value> {
  const made = Object.entries(functions).map(([name, native]): [string, Value] => [name, createNative(name, native)]);
  return new Map<string, Value>([...made, ...Object.entries(values)]);
}

const THREADING: PreludeModule = {
  name: "threading",
  source: threading,
  natives: natives(
    { ...THREAD_NATIVES, ...CONDITION_NATIVES, ...BARRIER_NATIVES, _monotonic: monotonic, _close_pool: closePool },
    {
      Lock: types.LOCK,
      RLock: types.RLOCK,
      Condition: types.CONDITION,
      Semaphore: types.SEMAPHORE,
      BoundedSemaphore: types.BOUNDED_SEMAPHORE,
      Event: types.EVENT_FLAG,
      Barrier: types.BARRIER,
      local: types.THREAD_LOCAL,
      BrokenBarrierError: BROKEN_BARRIER,
    },
  ),
};

const TIME: PreludeModule = { name: "time", source: "", natives: natives(TIME_NATIVES) };

function written(name: string, values: ReadonlyMap<string, Value>, source = ""): PreludeModule {
  return { name, source, natives: values };
}

const NOTHING: ReadonlyMap<string, Value> = new Map();

export const MODULES: readonly PreludeModule[] = [
  THREADING,
  TIME,
  written("math", mathNatives),
  written("os", osNatives),
  written("sys", sysNatives),
  written("dis", disNatives),
  written("random", randomNatives, random),
  written("queue", queueNatives),
  written("concurrent", NOTHING),
  written("concurrent.futures", futuresNatives, futures),
  written("multiprocessing", NOTHING),
  written("multiprocessing.pool", poolNatives, pool),
];
