/**
 * Arithmetic of small ints, which the loop does by itself. Rule: undefined where the exact result may not be a safe integer or needs
 * Python's rounding; cases are literal numbers of BINARY and COMPARE, since only these become jump tables at once.
 */
import { PyFloat } from "./values.ts";

/** Results beyond this are left to exact arithmetic. */
const SAFE = Number.MAX_SAFE_INTEGER;

/** undefined where the result may not be exact or needs care. Operands are ints. */
export function fastArithmetic(operator: number, left: number, right: number): number | PyFloat | undefined {
  let value: number;
  switch (operator) {
    case /* ADD */ 0:
      value = left + right;
      break;
    case /* SUBTRACT */ 10:
      value = left - right;
      break;
    case /* MULTIPLY */ 5:
      value = left * right;
      // A product of 0 and a negative number is −0 in JavaScript.
      if (value === 0) return 0;
      break;
    case /* REMAINDER */ 6:
      if (right <= 0 || left < 0) return undefined;
      return left % right;
    case /* FLOOR_DIVIDE */ 2:
      if (right <= 0 || left < 0) return undefined;
      return Math.floor(left / right);
    case /* TRUE_DIVIDE */ 11:
      return right === 0 ? undefined : new PyFloat(left / right);
    default:
      return undefined;
  }
  return value <= SAFE && value >= -SAFE ? value : undefined;
}

/** A comparison by its number. */
export function compareIntegers(operator: number, left: number, right: number): boolean {
  switch (operator) {
    case /* LT */ 0:
      return left < right;
    case /* LE */ 1:
      return left <= right;
    case /* EQ */ 2:
      return left === right;
    case /* NE */ 3:
      return left !== right;
    case /* GT */ 4:
      return left > right;
    default:
      return left >= right;
  }
}
