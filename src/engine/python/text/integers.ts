/**
 * Python's int on `number | bigint`. Rule: a result that fits |v| ≤ 2^53 − 1 is a number, any other a bigint, so that two
 * equal ints are `===`. Numbers take a fast path; it is exact because a double result within that bound is the true one.
 */
import { PythonError } from "./python-error.ts";

/** A Python int, normalised. */
export type Int = number | bigint;

/** Bits that one int may have: 32 MB. Python would go on until memory is spent; the browser's bigint ends here too. */
const MAX_BITS = 2 ** 28;
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const MAX_SAFE_BIG = BigInt(MAX_SAFE);
/** CPython's default `sys.get_int_max_str_digits()`. */
export const MAX_STR_DIGITS = 4300;

/** Brings a bigint to its normal form. */
export function normalInt(n: bigint): Int {
  return n <= MAX_SAFE_BIG && n >= -MAX_SAFE_BIG ? Number(n) : n;
}

/** a + b. */
export function addInt(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return sum;
  }
  return normalInt(BigInt(a) + BigInt(b));
}

/** a − b. */
export function subInt(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (difference <= MAX_SAFE && difference >= -MAX_SAFE) return difference;
  }
  return normalInt(BigInt(a) - BigInt(b));
}

/** a · b; `MemoryError` beyond 2^28 bits. */
export function mulInt(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (product <= MAX_SAFE && product >= -MAX_SAFE) return product + 0; // + 0 turns −0 into 0
  } else if (bitLength(a) + bitLength(b) > MAX_BITS) throw tooLarge();
  return normalInt(BigInt(a) * BigInt(b));
}

/** a // b, rounded towards −∞. */
export function floorDivInt(a: Int, b: Int): Int {
  if (b === 0) throw new PythonError("ZeroDivisionError", "integer division or modulo by zero");
  // The quotient of two safe integers never rounds up to the next whole number, so floor is exact.
  if (typeof a === "number" && typeof b === "number") return Math.floor(a / b) + 0;
  return normalInt(floorQuotient(BigInt(a), BigInt(b)));
}

/** a % b, with the sign of b. */
export function modInt(a: Int, b: Int): Int {
  if (b === 0) throw new PythonError("ZeroDivisionError", "integer modulo by zero");
  if (typeof a === "number" && typeof b === "number") {
    const rest = a % b;
    return (rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest) + 0;
  }
  return normalInt(floorRest(BigInt(a), BigInt(b)));
}

/** divmod(a, b). */
export function divmodInt(a: Int, b: Int): [Int, Int] {
  if (b === 0) throw new PythonError("ZeroDivisionError", "integer division or modulo by zero");
  return [floorDivInt(a, b), modInt(a, b)];
}

function floorQuotient(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function floorRest(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

/** a / b as a float, correctly rounded also where neither int fits a float. */
export function trueDivInt(a: Int, b: Int): number {
  if (b === 0) throw new PythonError("ZeroDivisionError", "division by zero");
  if (typeof a === "number" && typeof b === "number") return a / b;
  const negative = a < 0 !== b < 0;
  const over = BigInt(a) < 0n ? -BigInt(a) : BigInt(a);
  const under = BigInt(b) < 0n ? -BigInt(b) : BigInt(b);
  // 66 bits of quotient with a sticky last bit round to 53 as the true quotient does.
  const shift = bitLength(over) - bitLength(under) - 66;
  const top = shift < 0 ? over << BigInt(-shift) : over;
  const bottom = shift > 0 ? under << BigInt(shift) : under;
  const quotient = (top / bottom) | (top % bottom === 0n ? 0n : 1n);
  const size = scaleByPowerOfTwo(Number(quotient), shift);
  if (size === Infinity) throw new PythonError("OverflowError", "integer division result too large for a float");
  return negative ? -size : size;
}

function scaleByPowerOfTwo(x: number, exponent: number): number {
  if (exponent > 900) return scaleByPowerOfTwo(x * 2 ** 900, exponent - 900);
  if (exponent < -900) return x === 0 ? 0 : scaleByPowerOfTwo(x * 2 ** -900, exponent + 900);
  return x * 2 ** exponent;
}

/** a ** b for b ≥ 0 (a negative power is a float's affair: `powFloat`). `MemoryError` beyond 2^28 bits. */
export function powInt(a: Int, b: Int): Int {
  if (b === 0) return 1;
  if (a === 0 || a === 1) return a;
  if (a === -1) return isOdd(b) ? -1 : 1;
  if (typeof b === "bigint" || (bitLength(a) - 1) * b > MAX_BITS) throw tooLarge();
  return typeof a === "number" ? (powSafe(a, b) ?? normalInt(BigInt(a) ** BigInt(b))) : normalInt(a ** BigInt(b));
}

/** By squaring in doubles; null as soon as a factor leaves the safe range. */
function powSafe(base: number, exponent: number): number | null {
  let result = 1;
  let square = base;
  for (let rest = exponent; ; square *= square) {
    if (Math.abs(square) > MAX_SAFE) return null;
    if (rest % 2 === 1) result *= square;
    if (Math.abs(result) > MAX_SAFE) return null;
    rest = Math.floor(rest / 2);
    if (rest === 0) return result;
  }
}

function isOdd(n: Int): boolean {
  return typeof n === "number" ? n % 2 !== 0 : (n & 1n) === 1n;
}

/** pow(a, b, m), a negative b meaning the inverse modulo m. */
export function powModInt(a: Int, b: Int, m: Int): Int {
  if (m === 0) throw new PythonError("ValueError", "pow() 3rd argument cannot be 0");
  const modulus = BigInt(m) < 0n ? -BigInt(m) : BigInt(m);
  let exponent = BigInt(b);
  let square = floorRest(BigInt(a), modulus);
  if (exponent < 0n) {
    square = inverseModulo(square, modulus);
    exponent = -exponent;
  }
  let result = 1n % modulus;
  for (; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return normalInt(floorRest(result, BigInt(m)));
}

function inverseModulo(a: bigint, modulus: bigint): bigint {
  let [r0, r1, s0, s1] = [modulus, a, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  if (r0 !== 1n) throw new PythonError("ValueError", "base is not invertible for the given modulus");
  return floorRest(s0, modulus);
}

/** −a. */
export function negInt(a: Int): Int {
  return typeof a === "number" ? 0 - a : -a; // 0 − a, not −a: no −0
}

/** abs(a). */
export function absInt(a: Int): Int {
  return a < 0 ? negInt(a) : a;
}

/** ~a. */
export function invertInt(a: Int): Int {
  return subInt(-1, a);
}

/** a << b; `ValueError` for a negative b, `MemoryError` beyond 2^28 bits. */
export function lshiftInt(a: Int, b: Int): Int {
  if (b < 0) throw new PythonError("ValueError", "negative shift count");
  if (a === 0) return 0;
  if (typeof b === "bigint" || bitLength(a) + b > MAX_BITS) throw tooLarge();
  return b < 53 ? mulInt(a, 2 ** b) : normalInt(BigInt(a) << BigInt(b));
}

/** a >> b, towards −∞; `ValueError` for a negative b. */
export function rshiftInt(a: Int, b: Int): Int {
  if (b < 0) throw new PythonError("ValueError", "negative shift count");
  if (typeof b === "bigint" || b > MAX_BITS) return a < 0 ? -1 : 0;
  if (typeof a === "number") return b > 60 ? (a < 0 ? -1 : 0) : Math.floor(a / 2 ** b) + 0;
  return normalInt(a >> BigInt(b));
}

/** a & b. */
export function andInt(a: Int, b: Int): Int {
  if (fitsWord(a) && fitsWord(b)) return a & b;
  return normalInt(BigInt(a) & BigInt(b));
}

/** a | b. */
export function orInt(a: Int, b: Int): Int {
  if (fitsWord(a) && fitsWord(b)) return a | b;
  return normalInt(BigInt(a) | BigInt(b));
}

/** a ^ b. */
export function xorInt(a: Int, b: Int): Int {
  if (fitsWord(a) && fitsWord(b)) return a ^ b;
  return normalInt(BigInt(a) ^ BigInt(b));
}

function fitsWord(a: Int): a is number {
  return typeof a === "number" && (a | 0) === a;
}

/** Below 0, 0 or above 0 as a is less than, equal to or greater than b. */
export function compareInt(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** a.bit_length(). */
export function bitLength(a: Int): number {
  if (typeof a === "number") {
    const size = Math.abs(a);
    const high = Math.floor(size / 2 ** 32);
    return high === 0 ? 32 - Math.clz32(size) : 64 - Math.clz32(high);
  }
  const hex = (a < 0n ? -a : a).toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0], 16)));
}

/** a.bit_count(). */
export function bitCount(a: Int): number {
  const bits = BigInt(a < 0 ? negInt(a) : a).toString(2);
  let count = 0;
  for (const bit of bits) if (bit === "1") count++;
  return count;
}

/** bin(a). */
export function binInt(a: Int): string {
  return withPrefix(a, "0b", 2);
}

/** oct(a). */
export function octInt(a: Int): string {
  return withPrefix(a, "0o", 8);
}

/** hex(a). */
export function hexInt(a: Int): string {
  return withPrefix(a, "0x", 16);
}

function withPrefix(a: Int, prefix: string, base: number): string {
  return (a < 0 ? "-" : "") + prefix + absInt(a).toString(base);
}

/** repr(a) and str(a); `ValueError` beyond 4300 digits, as CPython has it. */
export function reprInt(a: Int): string {
  if (typeof a === "number") return String(a);
  const digits = a.toString();
  if (digits.length > MAX_STR_DIGITS && digits.length - (a < 0n ? 1 : 0) > MAX_STR_DIGITS) {
    const limit = `Exceeds the limit (${MAX_STR_DIGITS} digits) for integer string conversion`;
    throw new PythonError("ValueError", `${limit}; use sys.set_int_max_str_digits() to increase the limit`);
  }
  return digits;
}

/** round(a, digits): half to even where digits is negative, a itself otherwise. */
export function roundInt(a: Int, digits: number): Int {
  if (digits >= 0) return a;
  if (-digits > MAX_STR_DIGITS * 4 && -digits > bitLength(a)) return 0;
  const unit = 10n ** BigInt(-digits);
  const rest = floorRest(BigInt(a), unit);
  const low = BigInt(a) - rest;
  const up = rest * 2n > unit || (rest * 2n === unit && ((low / unit) & 1n) === 1n);
  return normalInt(up ? low + unit : low);
}

/** float(a), correctly rounded; `OverflowError` beyond the largest float. */
export function intToFloat(a: Int): number {
  const x = Number(a);
  if (!Number.isFinite(x)) throw new PythonError("OverflowError", "int too large to convert to float");
  return x;
}

/** math.gcd(a, b), never negative. */
export function gcdInt(a: Int, b: Int): Int {
  let [x, y] = [absInt(a), absInt(b)];
  while (y !== 0) [x, y] = [y, modInt(x, y)];
  return x;
}

function tooLarge(): PythonError {
  return new PythonError("MemoryError", `an int may have ${MAX_BITS} bits here`);
}
