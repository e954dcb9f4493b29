/**
 * Python's float arithmetic where it differs from JavaScript's: division by zero raises, `//` and `%` follow the divisor's
 * sign (CPython's float_divmod), powers overflow aloud, rounding is half to even on the exact value.
 */
import { fixedString, ratioOf, roundedQuotient, shortestDigits } from "./decimal-digits.ts";
import type { Int } from "./integers.ts";
import { normalInt } from "./integers.ts";
import { PythonError } from "./python-error.ts";

/** repr(x) and str(x): the shortest digits that read back, with an exponent below 1e-4 and from 1e16. */
export function reprFloat(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  const size = Math.abs(x);
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  if (size === 0) return `${sign}0.0`;
  if (size >= 1e-4 && size < 1e16) return sign + (Number.isInteger(size) ? `${size}.0` : String(size));
  const { digits, point } = shortestDigits(size);
  return sign + exponentString(digits, point, "e");
}

/** d.ddde±XX of the digits, with at least two digits of exponent. */
export function exponentString(digits: string, point: number, letter: string): string {
  const exponent = point - 1;
  const size = String(Math.abs(exponent)).padStart(2, "0");
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${mantissa}${letter}${exponent < 0 ? "-" : "+"}${size}`;
}

/** a / b. */
export function divFloat(a: number, b: number): number {
  if (b === 0) throw new PythonError("ZeroDivisionError", "float division by zero");
  return a / b;
}

/** a // b. */
export function floorDivFloat(a: number, b: number): number {
  if (b === 0) throw new PythonError("ZeroDivisionError", "float floor division by zero");
  return divideFloor(a, b)[0];
}

/** a % b, with the sign of b. */
export function modFloat(a: number, b: number): number {
  if (b === 0) throw new PythonError("ZeroDivisionError", "float modulo by zero");
  return divideFloor(a, b)[1];
}

/** divmod(a, b). */
export function divmodFloat(a: number, b: number): [number, number] {
  if (b === 0) throw new PythonError("ZeroDivisionError", "float divmod()");
  return divideFloor(a, b);
}

function divideFloor(a: number, b: number): [number, number] {
  let rest = a % b;
  let quotient = (a - rest) / b;
  if (rest === 0) rest = withSignOf(0, b);
  else if (b < 0 !== rest < 0) {
    rest += b;
    quotient -= 1;
  }
  if (quotient === 0) return [withSignOf(0, a / b), rest];
  const whole = Math.floor(quotient);
  return [quotient - whole > 0.5 ? whole + 1 : whole, rest];
}

function withSignOf(size: number, other: number): number {
  return other < 0 || Object.is(other, -0) ? -size : size;
}

/** a ** b. A negative base with a broken exponent is complex in Python; there are no complex numbers here: `ValueError`. */
export function powFloat(a: number, b: number): number {
  if (a === 1 || b === 0) return 1;
  if (a === -1 && (b === Infinity || b === -Infinity)) return 1;
  if (a === 0 && b < 0 && b !== -Infinity)
    throw new PythonError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    throw new PythonError(
      "ValueError",
      "a negative number to a fractional power is complex; there are no complex numbers here",
    );
  const power = accuratePower(a, b);
  if (!Number.isFinite(power) && Number.isFinite(a) && Number.isFinite(b))
    throw new PythonError("OverflowError", "(34, 'Numerical result out of range')");
  return power;
}

/**
 * Engines differ from C's pow in the last digit. Whole exponents are squared in pairs of doubles and square roots taken
 * apart, which gives the nearest float; what is left is the engine's own answer, at most one unit off in the last place.
 */
function accuratePower(a: number, b: number): number {
  const rough = a ** b;
  if (b === 0.5 && a > 0 && a !== Infinity) return Math.sqrt(a);
  if (b === -0.5 && a > 1e-250 && a < 1e250) return inverse(squareRoot(a));
  const size = Math.abs(rough);
  if (!Number.isInteger(b) || Math.abs(b) > 2 ** 30 || !(size > 1e-250 && size < 1e250)) return rough;
  const [high, low] = wholePower(a, Math.abs(b));
  return b > 0 ? high + low : inverse([high, low]);
}

function inverse([high, low]: Pair): number {
  const quotient = 1 / high;
  const [product, rest] = multiply(quotient, high);
  return quotient + (1 - product - rest - quotient * low) / high;
}

function squareRoot(a: number): Pair {
  const root = Math.sqrt(a);
  const [product, rest] = multiply(root, root);
  return [root, (a - product - rest) / (2 * root)];
}

/** A number as the sum of two doubles, the second far smaller. */
type Pair = readonly [number, number];

function wholePower(a: number, exponent: number): Pair {
  let result: Pair = [1, 0];
  let square: Pair = [a, 0];
  for (let rest = exponent; ; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiplyPairs(result, square);
    if (rest <= 1) return result;
    square = multiplyPairs(square, square);
  }
}

function multiplyPairs(a: Pair, b: Pair): Pair {
  const [product, rest] = multiply(a[0], b[0]);
  const low = rest + (a[0] * b[1] + a[1] * b[0]);
  const high = product + low;
  return [high, low - (high - product)];
}

/** The product and what its rounding lost, exactly (Dekker 1971). */
function multiply(a: number, b: number): Pair {
  const product = a * b;
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return [product, a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2)];
}

function halves(x: number): Pair {
  const scaled = x * 134217729; // 2^27 + 1
  const high = scaled - (scaled - x);
  return [high, x - high];
}

/** int(x), towards zero. */
export function floatToInt(x: number): Int {
  return wholeFloat(x, Math.trunc(x));
}

/** math.floor(x). */
export function floorFloat(x: number): Int {
  return wholeFloat(x, Math.floor(x));
}

/** math.ceil(x). */
export function ceilFloat(x: number): Int {
  return wholeFloat(x, Math.ceil(x));
}

/** round(x): the nearest int, a half to the even one. */
export function roundHalfEven(x: number): Int {
  const low = Math.floor(x);
  const rest = x - low;
  const up = rest > 0.5 || (rest === 0.5 && low % 2 !== 0);
  return wholeFloat(x, up ? low + 1 : low);
}

function wholeFloat(x: number, whole: number): Int {
  if (Number.isNaN(x)) throw new PythonError("ValueError", "cannot convert float NaN to integer");
  if (!Number.isFinite(x)) throw new PythonError("OverflowError", "cannot convert float infinity to integer");
  return Number.isSafeInteger(whole) ? whole + 0 : normalInt(BigInt(whole));
}

/** round(x, digits): the nearest float to the exactly rounded decimal. */
export function roundFloat(x: number, digits: number): number {
  if (!Number.isFinite(x) || digits > 323) return x;
  if (digits < -308) return withSignOf(0, x);
  const size = Math.abs(x);
  const rounded = digits >= 0 ? Number(fixedString(size, digits)) : roundToTens(size, -digits);
  if (!Number.isFinite(rounded)) throw new PythonError("OverflowError", "rounded value too large to represent");
  return withSignOf(rounded, x);
}

function roundToTens(size: number, zeros: number): number {
  const { over, under } = ratioOf(size);
  const unit = 10n ** BigInt(zeros);
  return Number(roundedQuotient(over, under * unit) * unit);
}

/** Compares exactly, not by way of float(a): below 0, 0, above 0, and NaN where b is not a number. */
export function compareIntFloat(a: Int, b: number): number {
  if (Number.isNaN(b)) return NaN;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** x.is_integer(). */
export function isIntegerFloat(x: number): boolean {
  return Number.isInteger(x);
}

/** x.as_integer_ratio() in lowest terms. */
export function integerRatio(x: number): [Int, Int] {
  if (Number.isNaN(x)) throw new PythonError("ValueError", "cannot convert NaN to integer ratio");
  if (!Number.isFinite(x)) throw new PythonError("OverflowError", "cannot convert Infinity to integer ratio");
  const { over, under } = ratioOf(Math.abs(x));
  return [normalInt(x < 0 ? -over : over), normalInt(under)];
}
