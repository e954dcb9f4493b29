/**
 * `left is right`. Numbers, strings and tuples are values here and not objects with places of their own, so they are the
 * same when nobody could tell them apart; CPython leaves that open, too.
 */
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";

export function isSame(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left instanceof PyRef) return right instanceof PyRef && left.at === right.at;
  if (left instanceof PyFloat) return right instanceof PyFloat && Object.is(left.value, right.value);
  if (left instanceof PyTuple) return right instanceof PyTuple && isSameTuple(left, right);
  return false;
}

function isSameTuple(left: PyTuple, right: PyTuple): boolean {
  const { items } = left;
  return items.length === right.items.length && items.every((item, i) => isSame(item, right.items[i]));
}
