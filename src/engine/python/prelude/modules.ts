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
import threading from "./threading.py?raw";

function natives(functions: Readonly<Record<string, Native>>, values: Readonly<Record<string, Value>> = {}): ReadonlyMap<string, Value> {
  const made = Object.entries(functions).map(([name, native]): [string, Value] => [name, createNative(name, native)]);
  return new Map<string, Value>([...made, ...Object.entries(values)]);
}

const THREADING: PreludeModule = {
  name: "threading",
  source: threading,
  natives: natives(
    { ...THREAD_NATIVES, ...CONDITION_NATIVES, ...BARRIER_NATIVES, _monotonic: monotonic, _close_pool: () => null },
    {
      Lock: types.LOCK, RLock: types.RLOCK, Condition: types.CONDITION, Semaphore: types.SEMAPHORE,
      BoundedSemaphore: types.BOUNDED_SEMAPHORE, Event: types.EVENT_FLAG, Barrier: types.BARRIER,
      local: types.THREAD_LOCAL, BrokenBarrierError: BROKEN_BARRIER,
    },
  ),
};

const TIME: PreludeModule = { name: "time", source: "", natives: natives(TIME_NATIVES) };

export const MODULES: readonly PreludeModule[] = [THREADING, TIME];
