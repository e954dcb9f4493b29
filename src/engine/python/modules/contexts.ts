/**
 * What `contextvars` needs of the machine: the present context, read and replaced whole. Rule: a context is a tuple of pairs for
 * Python, a map here.
 */
import { contextOf, enterContext, heldBy, leaveContext, makeBox, pairsOf } from "../loop/shared-context.ts";
import type { Native } from "../native.ts";
import type { PyRef, PyTuple, Value } from "../values.ts";

function variable(value: Value): number {
  return (value as PyRef).at;
}

export const CONTEXT_NATIVES: Readonly<Record<string, Native>> = {
  _has: (host, [name]) => host.context.has(variable(name)),
  _get: (host, [name]) => host.context.get(variable(name)) ?? null,
  _set: (host, [name, value]) => {
    host.context = new Map([...host.context, [variable(name), value]]);
    return null;
  },
  _unset: (host, [name]) => {
    host.context = new Map([...host.context].filter(([at]) => at !== variable(name)));
    return null;
  },
  _pairs: (host) => pairsOf(host.context),
  _make_box: (host, [held]) => makeBox(host, held as PyTuple),
  _held: (host, [box]) => heldBy(host, box as PyRef),
  /** `_enter(box)`: the pairs of the context that was left; None where somebody is in it already. */
  _enter: (host, [box]) => {
    const before = pairsOf(host.context);
    const entered = enterContext(host, (box as PyRef).at);
    if (entered === null) return null;
    host.context = entered;
    return before;
  },
  /** `_leave(box, pairs)`: back to what was held before it was entered. */
  _leave: (host, [box, before]) => {
    leaveContext(host, (box as PyRef).at);
    host.context = contextOf(before as PyTuple);
    return null;
  },
};
