/** What `contextvars` needs of the machine: the present context, read and replaced whole. Rule: a context is a tuple of pairs for Python, a map here. */
import type { Host, Native } from "../native.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";

function variable(value: Value): number {
  return (value as PyRef).at;
}

function pairs(host: Host): PyTuple {
  return new PyTuple([...host.context].map(([at, value]) => new PyTuple([new PyRef(at), value])));
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
  _pairs: (host) => pairs(host),
  /** `_enter(pairs)`: gives the pairs of the context that was left. */
  _enter: (host, [entered]) => {
    const before = pairs(host);
    const { items } = entered as PyTuple;
    host.context = new Map(items.map((item) => [variable((item as PyTuple).items[0]), (item as PyTuple).items[1]]));
    return before;
  },
};
