/**
 * A float's decimal digits, exactly: every double is a whole number times a power of two, so rounding to a number of
 * digits is integer arithmetic, half to even as C's printf and CPython do it (JavaScript's toFixed rounds half up).
 */

/** Digits d1d2d3… of a float, whose value is 0.d1d2d3… × 10^point. */
export interface Digits {
  readonly digits: string;
  readonly point: number;
}

/** Fewest digits that read back as x (x finite, ≥ 0). */
export function shortestDigits(x: number): Digits {
  if (x === 0) return { digits: "0", point: 1 };
  const [mantissa, exponent] = x.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** x (finite, ≥ 0) rounded to `places` digits after the point, as a string without sign or exponent. */
export function fixedString(x: number, places: number): string {
  if (x < 1e21 && places <= 100 && !isTie(x, places)) return x.toFixed(places);
  const { over, under } = ratioOf(x);
  const digits = roundedQuotient(over * 10n ** BigInt(places), under)
    .toString()
    .padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** x·10^places lies exactly between two whole numbers just when x·2^(places+1) is an odd whole number. */
function isTie(x: number, places: number): boolean {
  const scaled = x * 2 ** (places + 1);
  return Number.isInteger(scaled) && scaled % 2 === 1;
}

/** x (finite, ≥ 0) rounded to `count` ≥ 1 significant digits. */
export function significantDigits(x: number, count: number): Digits {
  if (x === 0) return { digits: "0".repeat(count), point: 1 };
  const { over, under } = ratioOf(x);
  const exponent = exponentOf(x, over, under);
  const digits = scaledDigits(over, under, count - 1 - exponent);
  return digits.length > count
    ? { digits: digits.slice(0, count), point: exponent + 2 }
    : { digits, point: exponent + 1 };
}

/** floor(log10(x)). The shortest digits of a float just below a power of ten may name that power, so it is checked. */
function exponentOf(x: number, over: bigint, under: bigint): number {
  const exponent = Number(x.toExponential().split("e")[1]);
  const unit = 10n ** BigInt(Math.abs(exponent));
  const isBelow = exponent < 0 ? over * unit < under : over < under * unit;
  return isBelow ? exponent - 1 : exponent;
}

/** The digits of over/under · 10^scale, rounded to a whole number. */
function scaledDigits(over: bigint, under: bigint, scale: number): string {
  const unit = 10n ** BigInt(Math.abs(scale));
  return (scale >= 0 ? roundedQuotient(over * unit, under) : roundedQuotient(over, under * unit)).toString();
}

/** x as a fraction of two whole numbers (x finite, ≥ 0). */
export function ratioOf(x: number): { over: bigint; under: bigint } {
  let whole = x;
  let exponent = 0;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    exponent++;
  }
  return { over: BigInt(whole), under: 1n << BigInt(exponent) };
}

/** over / under to the nearest whole number, half to even. */
export function roundedQuotient(over: bigint, under: bigint): bigint {
  const quotient = over / under;
  const twice = (over % under) * 2n;
  return twice > under || (twice === under && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}
