/**
 * Contexts that a listing has as objects: what they hold, and whether somebody is in them. Rule: what a task or call sets is in the
 * object once it has left, so that whoever is given the same context finds it there.
 */
import type { Address } from "../../base/ids.ts";
import type { Host } from "../native.ts";
import { findAttribute } from "../objects/attribute-access.ts";
import { listItems, listSlot, makeList } from "../objects/lists.ts";
import { typeError, typeNameOf } from "../objects/specials.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import type { Context } from "./context.ts";

/** What CPython says of a context that somebody is in. */
export const ENTERED = "cannot enter context: it is already entered";

/** The attribute of a Context that holds its list of two: pairs of variables and values, whether it is entered. */
const BOX = "_box";
const HELD = 0;
const IS_ENTERED = 1;

/** The pairs of a context for Python. */
export function pairsOf(context: Context): PyTuple {
  return new PyTuple([...context].map(([at, value]) => new PyTuple([new PyRef(at), value])));
}

export function makeBox(host: Host, held: PyTuple): PyRef {
  return makeList(host.heap, [held, false]);
}

/** Address of the box of a Context; 0 where none is given. @throws TypeError where it is none */
export function sharedContext(host: Host, context: Value | undefined): Address {
  if (context === undefined || context === null) return 0;
  const box = findAttribute(host, context, BOX, false, { isMethod: false });
  if (box instanceof PyRef) return box.at;
  throw typeError(`an instance of Context was expected, not ${typeNameOf(host.heap, context)}`);
}

function store(host: Host, box: Address, index: number, value: Value): void {
  host.heap.store(listSlot(host.heap, box, index), host.heap.toWord(value));
}

/** What the context holds, in which somebody is from now on; null where somebody is already. */
export function enterContext(host: Host, box: Address): Context | null {
  const [held, entered] = listItems(host.heap, box);
  if (entered === true) return null;
  store(host, box, IS_ENTERED, true);
  return contextOf(held as PyTuple);
}

/** The context of these pairs. */
export function contextOf({ items }: PyTuple): Context {
  return new Map(items.map(asEntry));
}

function asEntry(pair: Value): [Address, Value] {
  const { items } = pair as PyTuple;
  return [(items[0] as PyRef).at, items[1]];
}

/** Whoever was in it leaves it with what the variables hold now. */
export function leaveContext(host: Host, box: Address): void {
  store(host, box, HELD, pairsOf(host.context));
  store(host, box, IS_ENTERED, false);
}

/** The pairs that a context holds. */
export function heldBy(host: Host, box: PyRef): Value {
  return listItems(host.heap, box.at)[HELD];
}
