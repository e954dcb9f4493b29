/** `math`: the functions that listings use, with CPython's domain errors. */
import { positional } from "../builtins/arguments.ts";
import type { Host, Native, NativeResult } from "../native.ts";
import { createNative } from "../objects/immutables.ts";
import { typeError, typeNameOf, valueError } from "../objects/specials.ts";
import { PyFloat, type Value } from "../values.ts";

function toFloat(host: Host, value: Value): number {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return Number(value);
  if (value instanceof PyFloat) return value.value;
  throw typeError(`must be real number, not ${typeNameOf(host.heap, value)}`);
}

function toInt(host: Host, value: Value): bigint {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return BigInt(value);
  throw typeError(`'${typeNameOf(host.heap, value)}' object cannot be interpreted as an integer`);
}

/** An int as the machine keeps it. */
function fromBigInt(value: bigint): number | bigint {
  return value >= -BigInt(Number.MAX_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function fromWhole(value: number): number | bigint {
  return Number.isSafeInteger(value) ? value + 0 : BigInt(value);
}

/** A function of one float. NaN out of a number is a domain error. */
function real(name: string, compute: (x: number) => number): Native {
  return positional(name, 1, 1, (host, [value]) => {
    const x = toFloat(host, value);
    const result = compute(x);
    if (Number.isNaN(result) && !Number.isNaN(x)) throw valueError("math domain error");
    if (Math.abs(result) === Number.POSITIVE_INFINITY && Number.isFinite(x)) throw valueError("math domain error");
    return new PyFloat(result);
  });
}

/** To a whole number: ints stay as they are. */
function whole(name: string, round: (x: number) => number): Native {
  return positional(name, 1, 1, (host, [value]) => {
    if (typeof value === "number" || typeof value === "bigint") return value;
    return fromWhole(round(toFloat(host, value)));
  });
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

function squareRoot(n: bigint): bigint {
  if (n < 0n) throw valueError("isqrt() argument must be nonnegative");
  if (n < 2n) return n;
  let x = BigInt(Math.floor(Math.sqrt(Number(n))));
  while (x * x > n) x--;
  while ((x + 1n) * (x + 1n) <= n) x++;
  return x;
}

function test(name: string, holds: (x: number) => boolean): Native {
  return positional(name, 1, 1, (host, [value]): NativeResult => holds(toFloat(host, value)));
}

const all: Readonly<Record<string, Native>> = {
  sqrt: real("sqrt", Math.sqrt),
  exp: real("exp", Math.exp),
  sin: real("sin", Math.sin),
  cos: real("cos", Math.cos),
  tan: real("tan", Math.tan),
  asin: real("asin", Math.asin),
  acos: real("acos", Math.acos),
  atan: real("atan", Math.atan),
  log2: real("log2", Math.log2),
  log10: real("log10", Math.log10),
  fabs: real("fabs", Math.abs),
  radians: real("radians", (x) => (x * Math.PI) / 180),
  degrees: real("degrees", (x) => (x * 180) / Math.PI),
  floor: whole("floor", Math.floor),
  ceil: whole("ceil", Math.ceil),
  trunc: whole("trunc", Math.trunc),
  isnan: test("isnan", Number.isNaN),
  isinf: test("isinf", (x) => Math.abs(x) === Number.POSITIVE_INFINITY),
  isfinite: test("isfinite", Number.isFinite),
  log: positional("log", 1, 2, (host, [value, base]) => {
    const x = toFloat(host, value);
    if (x <= 0) throw valueError("math domain error");
    return new PyFloat(base === undefined ? Math.log(x) : Math.log(x) / Math.log(toFloat(host, base)));
  }),
  pow: positional("pow", 2, 2, (host, [x, y]) => new PyFloat(toFloat(host, x) ** toFloat(host, y))),
  hypot: positional(
    "hypot",
    0,
    8,
    (host, values) => new PyFloat(Math.hypot(...values.map((value) => toFloat(host, value)))),
  ),
  atan2: positional("atan2", 2, 2, (host, [y, x]) => new PyFloat(Math.atan2(toFloat(host, y), toFloat(host, x)))),
  gcd: positional("gcd", 0, 16, (host, values) =>
    fromBigInt(values.map((value) => toInt(host, value)).reduce(gcd, 0n)),
  ),
  isqrt: positional("isqrt", 1, 1, (host, [value]) => fromBigInt(squareRoot(toInt(host, value)))),
  factorial: positional("factorial", 1, 1, (host, [value]) => {
    const n = toInt(host, value);
    if (n < 0n) throw valueError("factorial() not defined for negative values");
    let product = 1n;
    for (let i = 2n; i <= n; i++) product *= i;
    return fromBigInt(product);
  }),
};

export const mathNatives: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...Object.entries(all).map(([name, native]): [string, Value] => [name, createNative(name, native)]),
  ["pi", new PyFloat(Math.PI)],
  ["e", new PyFloat(Math.E)],
  ["tau", new PyFloat(2 * Math.PI)],
  ["inf", new PyFloat(Number.POSITIVE_INFINITY)],
  ["nan", new PyFloat(Number.NaN)],
]);
