/** Expressions whose value is known. Rule: only what CPython folds too, and only where the result is exact. */
import { BINARY } from "../bytecode.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";
import type { Expression } from "./tree.ts";

/** The value of a constant expression; undefined for any other. */
export function constantValue(node: Expression): Value | undefined {
  switch (node.kind) {
    case "Constant":
      return node.value;
    case "UnaryOperation":
      return node.operator === "-" ? negated(constantValue(node.operand)) : undefined;
    case "BinaryOperation":
      return combined(node.operator, constantValue(node.left), constantValue(node.right));
    case "Tuple":
      return tupleValue(node.items);
    default:
      return undefined;
  }
}

/** A tuple of constants; undefined when one is none. */
export function tupleValue(items: readonly Expression[]): PyTuple | undefined {
  const values: Value[] = [];
  for (const item of items) {
    const value = constantValue(item);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return new PyTuple(values);
}

function negated(value: Value | undefined): Value | undefined {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  if (typeof value === "bigint") return -value;
  return value instanceof PyFloat ? new PyFloat(-value.value) : undefined;
}

function combined(operator: number, left: Value | undefined, right: Value | undefined): Value | undefined {
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  const result = exact(operator, left, right);
  return result !== undefined && Number.isSafeInteger(result) ? result + 0 : undefined;
}

function exact(operator: number, left: number, right: number): number | undefined {
  switch (operator) {
    case BINARY.ADD:
      return left + right;
    case BINARY.SUBTRACT:
      return left - right;
    case BINARY.MULTIPLY:
      return left * right;
    case BINARY.POWER:
      return right >= 0 && right < 64 ? left ** right : undefined;
    case BINARY.FLOOR_DIVIDE:
      return right === 0 ? undefined : Math.floor(left / right);
    default:
      return undefined;
  }
}

/** Whether a condition is always true or always false; null when it is not known. */
export function constantTruth(node: Expression): boolean | null {
  if (node.kind !== "Constant") return null;
  const { value } = node;
  if (value === null || typeof value !== "object") return Boolean(value);
  return value instanceof PyFloat ? value.value !== 0 : true;
}
