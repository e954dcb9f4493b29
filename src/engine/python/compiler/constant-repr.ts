/** `repr` of constants, for bytecode rows: no heap is needed. */
import { ELLIPSIS } from "../objects/immutables.ts";
import { reprFloat, reprString } from "../text/index.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";

export function reprConstant(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return reprString(value);
  if (typeof value !== "object") return String(value);
  if (value instanceof PyFloat) return reprFloat(value.value);
  if (value === ELLIPSIS) return "Ellipsis";
  if (!(value instanceof PyTuple)) return "…";
  const items = value.items.map(reprConstant);
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}
