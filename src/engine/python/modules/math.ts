/** Python's `math`: the common functions, with CPython's refusals. */
import { type Host, type Native, TailCall } from "../native.ts";
import { expectInt, floatOf, intOf } from "../objects/integers.ts";
import { typeError, typeNameOf, userMethod, valueError } from "../objects/specials.ts";
import * as text from "../text/index.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";
import { checkCount, type Keywords, positional, withItems } from "../builtins/arguments.ts";

function real(host: Host, value: Value): number {
  if (value instanceof PyFloat) return value.value;
  const int = intOf(value);
  if (int !== null) return text.intToFloat(int);
  throw typeError(`must be real number, not ${typeNameOf(host.heap, value)}`);
}

/** A function of one float; a NaN that was none before is a domain error, an infinity that was none a range error. */
function plain(name: string, apply: (x: number) => number): [string, Native] {
  return [name, positional(`math.${name}`, 1, 1, (host, [value]) => new PyFloat(checked(apply, real(host, value))))];
}

function checked(apply: (x: number) => number, x: number): number {
  const y = apply(x);
  if (Number.isNaN(y) && !Number.isNaN(x)) throw valueError("math domain error");
  if (!Number.isFinite(y) && Number.isFinite(x)) throw new text.PythonError("OverflowError", "math range error");
  return y;
}

/** `floor`, `ceil`, `trunc`: ints stay, floats become ints. */
function toWhole(name: string, apply: (x: number) => text.Int): [string, Native] {
  return [
    name,
    positional(`math.${name}`, 1, 1, (host, [value]) => {
      const int = intOf(value);
      if (int !== null) return int;
      const own = userMethod(host.heap, value, `__${name}__`);
      return own === undefined ? apply(real(host, value)) : new TailCall(own, [value]);
    }),
  ];
}

function logarithm(host: Host, value: Value): number {
  const int = intOf(value);
  if (typeof int === "bigint" && int > 0n) {
    const digits = int.toString(2).length - 1000;
    return Math.log(Number(int >> BigInt(Math.max(0, digits)))) + Math.max(0, digits) * Math.LN2;
  }
  const x = real(host, value);
  if (x <= 0) throw valueError("math domain error");
  return Math.log(x);
}

function log(host: Host, [value, base]: Value[]): Value {
  if (base === undefined) return new PyFloat(logarithm(host, value));
  const under = logarithm(host, base);
  if (under === 0) throw new text.PythonError("ZeroDivisionError", "division by zero");
  return new PyFloat(logarithm(host, value) / under);
}

function whole(host: Host, value: Value): text.Int {
  return expectInt(host.heap, value);
}

function factorial(host: Host, [value]: Value[]): Value {
  const n = whole(host, value);
  if (n < 0) throw valueError("factorial() not defined for negative values");
  if (typeof n === "bigint" || n > 100_000)
    throw new text.PythonError("OverflowError", "factorial() argument should not exceed 100000 here");
  let product = 1n;
  for (let i = 2n; i <= BigInt(n); i++) product *= i;
  return text.normalInt(product);
}

function isqrt(host: Host, [value]: Value[]): Value {
  const n = BigInt(whole(host, value));
  if (n < 0n) throw valueError("isqrt() argument must be nonnegative");
  if (n < 2n) return text.normalInt(n);
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const better = (root + n / root) >> 1n;
    if (better >= root) return text.normalInt(root);
    root = better;
  }
}

function comb(host: Host, [total, taken]: Value[]): Value {
  const n = BigInt(whole(host, total));
  let k = BigInt(whole(host, taken));
  if (n < 0n) throw valueError("n must be a non-negative integer");
  if (k < 0n) throw valueError("k must be a non-negative integer");
  if (k > n) return 0;
  if (k > n - k) k = n - k;
  let result = 1n;
  for (let i = 1n; i <= k; i++) result = (result * (n - k + i)) / i;
  return text.normalInt(result);
}

function perm(host: Host, [total, taken]: Value[]): Value {
  const n = BigInt(whole(host, total));
  const k = taken === undefined || taken === null ? n : BigInt(whole(host, taken));
  if (n < 0n || k < 0n) throw valueError("n must be a non-negative integer");
  let result = k > n ? 0n : 1n;
  for (let i = 0n; i < k && result !== 0n; i++) result *= n - i;
  return text.normalInt(result);
}

function isclose(host: Host, args: Value[], keywords: Keywords): Value {
  checkCount("isclose", args, null, 2, 2);
  const [a, b] = args.map((arg) => real(host, arg));
  const relative = keywords?.get("rel_tol");
  const absolute = keywords?.get("abs_tol");
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  const allowed = Math.max(
    (relative === undefined ? 1e-9 : real(host, relative)) * Math.max(Math.abs(a), Math.abs(b)),
    absolute === undefined ? 0 : real(host, absolute),
  );
  return Math.abs(a - b) <= allowed;
}

function fold(name: string, apply: (a: text.Int, b: text.Int) => text.Int): [string, Native] {
  return [name, (host, args) => args.map((arg) => whole(host, arg)).reduce(apply, name === "lcm" ? 1 : 0)];
}

function lcm(a: text.Int, b: text.Int): text.Int {
  if (a === 0 || b === 0) return 0;
  return text.absInt(text.floorDivInt(text.mulInt(a, b), text.gcdInt(a, b)));
}

function fmod(host: Host, [left, right]: Value[]): Value {
  const [x, y] = [real(host, left), real(host, right)];
  if (y === 0 || !Number.isFinite(x)) throw valueError("math domain error");
  return new PyFloat(x % y);
}

function pow(host: Host, [left, right]: Value[]): Value {
  const [x, y] = [real(host, left), real(host, right)];
  if (x === 0 && y < 0) throw valueError("math domain error");
  const power = x === 1 || y === 0 ? 1 : x ** y;
  if (Number.isNaN(power) && !Number.isNaN(x) && !Number.isNaN(y)) throw valueError("math domain error");
  if (!Number.isFinite(power) && Number.isFinite(x) && Number.isFinite(y))
    throw new text.PythonError("OverflowError", "math range error");
  return new PyFloat(power);
}

/** Sums without rounding on the way (Shewchuk's partial sums, as `math.fsum`). */
function exactSum(values: readonly number[]): number {
  const partials: number[] = [];
  for (let x of values) {
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  return partials.reduceRight((total, part) => total + part, 0);
}

const two = (name: string, apply: (x: number, y: number) => number): [string, Native] => [
  name,
  positional(name, 2, 2, (host, [left, right]) => new PyFloat(apply(real(host, left), real(host, right)))),
];

export const MATH_NATIVES: Readonly<Record<string, Native>> = {
  ...Object.fromEntries([
    plain("sqrt", Math.sqrt),
    plain("exp", Math.exp),
    plain("sin", Math.sin),
    plain("cos", Math.cos),
    plain("tan", Math.tan),
    plain("asin", Math.asin),
    plain("acos", Math.acos),
    plain("atan", Math.atan),
    plain("sinh", Math.sinh),
    plain("cosh", Math.cosh),
    plain("tanh", Math.tanh),
    plain("fabs", Math.abs),
    plain("cbrt", Math.cbrt),
    plain("log1p", Math.log1p),
    plain("expm1", Math.expm1),
    plain("radians", (x) => (x * Math.PI) / 180),
    plain("degrees", (x) => (x * 180) / Math.PI),
    toWhole("floor", text.floorFloat),
    toWhole("ceil", text.ceilFloat),
    toWhole("trunc", text.floatToInt),
    fold("gcd", text.gcdInt),
    fold("lcm", lcm),
    two("atan2", Math.atan2),
    two("copysign", (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  ]),
  log: positional("log", 1, 2, log),
  log2: positional("math.log2", 1, 1, (host, [value]) => new PyFloat(exactLog(host, value, 2, Math.log2))),
  log10: positional("math.log10", 1, 1, (host, [value]) => new PyFloat(exactLog(host, value, 10, Math.log10))),
  pow: positional("pow", 2, 2, pow),
  fmod: positional("fmod", 2, 2, fmod),
  hypot: (host, args) => new PyFloat(Math.hypot(...args.map((arg) => real(host, arg)))),
  factorial: positional("math.factorial", 1, 1, factorial),
  isqrt: positional("math.isqrt", 1, 1, isqrt),
  comb: positional("comb", 2, 2, comb),
  perm: positional("perm", 1, 2, perm),
  isclose,
  isnan: positional("math.isnan", 1, 1, (host, [value]) => Number.isNaN(real(host, value))),
  isinf: positional("math.isinf", 1, 1, (host, [value]) => Math.abs(real(host, value)) === Number.POSITIVE_INFINITY),
  isfinite: positional("math.isfinite", 1, 1, (host, [value]) => Number.isFinite(real(host, value))),
  modf: positional("math.modf", 1, 1, (host, [value]) => {
    const x = real(host, value);
    return new PyTuple([new PyFloat(x % 1), new PyFloat(Math.trunc(x))]);
  }),
  fsum: positional("math.fsum", 1, 1, (host, [values]) =>
    withItems(
      host,
      values,
      (again, items) => new PyFloat(exactSum(items.map((item) => floatOf(item) ?? real(again, item)))),
    ),
  ),
  prod: (host, args, keywords) =>
    withItems(host, args[0], (again, items) => {
      let product: Value = keywords?.get("start") ?? 1;
      for (const item of items) product = again.objects.binary(5, product, item) as Value;
      return product;
    }),
};

function exactLog(host: Host, value: Value, base: number, apply: (x: number) => number): number {
  const int = intOf(value);
  if (typeof int === "bigint") return logarithm(host, value) / Math.log(base);
  const x = real(host, value);
  if (x <= 0) throw valueError("math domain error");
  return apply(x);
}

export const MATH_VALUES: Readonly<Record<string, Value>> = {
  pi: new PyFloat(Math.PI),
  e: new PyFloat(Math.E),
  tau: new PyFloat(2 * Math.PI),
  inf: new PyFloat(Number.POSITIVE_INFINITY),
  nan: new PyFloat(Number.NaN),
};
