/**
 * Parameters: module-level `name = literal` at the listing's head, whose right side can be replaced from outside.
 * Rule: the head ends at the first statement that is neither a docstring, an import nor such an assignment.
 */
import type { ParameterValues } from "../../program/report.ts";
import type { Plain } from "../../trace/trace.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";
import type { SourceText } from "./diagnostics.ts";
import { constantValue } from "./folding.ts";
import { docstringOf } from "./functions.ts";
import { toInteger } from "./literals.ts";
import type { Expression, Module } from "./tree.ts";

export interface FoundParameter {
  readonly name: string;
  readonly value: Plain;
  readonly line: number;
  readonly node: Expression;
  readonly literal: Value;
}

/** A constant as JSON's values; undefined for what has no such form. */
function toPlain(value: Value): Plain | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return value;
  if (typeof value === "bigint") return value.toString();
  if (value instanceof PyFloat) return value.value;
  if (!(value instanceof PyTuple)) return undefined;
  const items = value.items.map(toPlain);
  return items.every((item) => item !== undefined) ? items : undefined;
}

export function findParameters(source: SourceText, module: Module): FoundParameter[] {
  const found: FoundParameter[] = [];
  for (const statement of docstringOf(module.body) === null ? module.body : module.body.slice(1)) {
    if (statement.kind === "Import" || statement.kind === "ImportFrom") continue;
    if (statement.kind !== "Assign" && statement.kind !== "AnnotatedAssign") break;
    const target =
      statement.kind === "Assign" ? (statement.targets.length === 1 ? statement.targets[0] : null) : statement.target;
    const node = statement.value;
    if (target?.kind !== "Name" || node === null) break;
    const literal = constantValue(node);
    const value = literal === undefined ? undefined : toPlain(literal);
    if (literal === undefined || value === undefined) continue;
    found.push({ name: target.id, value, line: source.lineAt(node.start), node, literal });
  }
  return found;
}

/** The Python value that a given plain one means in place of `literal`. */
function fromPlain(plain: Plain, literal: Value): Value | undefined {
  if (plain === null || typeof plain === "boolean") return plain;
  if (typeof plain === "number")
    return literal instanceof PyFloat || !Number.isSafeInteger(plain) ? new PyFloat(plain) : plain;
  if (typeof plain === "string") {
    const wantsNumber = typeof literal === "number" || typeof literal === "bigint";
    return wantsNumber && /^-?\d+$/.test(plain) ? toInteger(BigInt(plain)) : plain;
  }
  if (!Array.isArray(plain)) return undefined;
  const items = (plain as readonly Plain[]).map((item) => fromPlain(item, null));
  return items.every((item) => item !== undefined) ? new PyTuple(items) : undefined;
}

/** Right sides that are replaced, by node. Notes a diagnostic for a name that the head does not have. */
export function replacements(
  source: SourceText,
  found: readonly FoundParameter[],
  given: ParameterValues,
): Map<Expression, Value> {
  const result = new Map<Expression, Value>();
  for (const [name, plain] of Object.entries(given)) {
    const parameter = found.find((p) => p.name === name);
    const value = parameter === undefined ? undefined : fromPlain(plain, parameter.literal);
    if (parameter === undefined) {
      const names = found.map((p) => p.name).join(", ");
      source.refuse(
        { start: 0, end: 0 },
        `parameter '${name}' = ${JSON.stringify(plain)}: the listing's head assigns no such name`,
        names === "" ? "a listing that begins with name = literal" : `one of: ${names}`,
      );
    } else if (value === undefined) {
      source.refuse(
        parameter.node,
        `parameter '${name}' = ${JSON.stringify(plain)} is no number, text, truth value, None or array of them`,
        "one of these",
      );
    } else result.set(parameter.node, value);
  }
  return result;
}
