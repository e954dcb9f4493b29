/** Small natives that the prelude's modules share: what is asked of the machine itself. */
import { VERB } from "../../program/operation.ts";
import { type Native, SUSPEND } from "../native.ts";
import { buildClass } from "../objects/class-building.ts";
import { dictPairs } from "../objects/dicts.ts";
import type { PyRef } from "../values.ts";
import { PyFloat } from "../values.ts";
import { perform } from "./operations.ts";

/** `_make_class(name, base, namespace)`: what a class statement would make. */
const makeClass: Native = (host, [name, base, namespace]) => {
  const pairs = dictPairs(host.heap, (namespace as PyRef).at).map(
    ([key, value]): [string, ReturnType<typeof host.heap.fromWord>] => [
      host.heap.fromWord(key) as string,
      host.heap.fromWord(value),
    ],
  );
  return buildClass(host, {
    name: name as string,
    qualifiedName: name as string,
    bases: [base],
    namespace: new Map(pairs),
    classCell: null,
    keywords: null,
  });
};

export const MACHINE_NATIVES = {
  _is_gil_enabled: (host) => host.world.hasInterpreterLock,
  _cpu_count: (host) => host.world.cores,
  _switch_interval: (host) => new PyFloat(host.world.switchMs / 1000),
  _make_class: makeClass,
  /** Lets another thread go first: a sleep of no time. */
  _yield: (host) => (perform(host, VERB.SLEEP, 0, 0, 1) < 0 ? SUSPEND : null),
} as const satisfies Readonly<Record<string, Native>>;
