/**
 * format(value, spec) for str, int, bool and float: the whole mini-language, with CPython's rules and refusals
 * (Python/formatter_unicode.c). [[fill]align][sign][z][#][0][width][,_][.precision][type]
 */
import { PyFloat } from "../values.ts";
import { allowedTimes, codePointLength, codePoints, sliceString } from "./code-points.ts";
import { exponentString, reprFloat } from "./floats.ts";
import { fixedString, significantDigits } from "./decimal-digits.ts";
import type { Int } from "./integers.ts";
import { absInt, intToFloat, reprInt } from "./integers.ts";
import { PythonError } from "./python-error.ts";

/** What the mini-language formats by itself. */
export type FormatValue = string | number | bigint | boolean | PyFloat;

interface Spec {
  readonly fill: string;
  readonly align: string | null;
  readonly sign: string | null;
  readonly coercesNegativeZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: "" | "," | "_";
  readonly precision: number | null;
  readonly type: string | null;
}

const MAX_NUMBER = 2 ** 63 - 1;
const MAX_PRECISION = 2 ** 31 - 1;

/** format(value, spec). @throws ValueError, OverflowError, MemoryError */
export function formatSpec(value: FormatValue, spec: string): string {
  if (spec === "") return plainText(value);
  const typeName = typeNameOf(value);
  const parsed = parseSpec(spec, typeName);
  if (typeof value === "string") return formatText(value, parsed);
  if (value instanceof PyFloat) return formatFloat(value.value, parsed, typeName);
  return formatInt(typeof value === "boolean" ? Number(value) : value, parsed, typeName);
}

function plainText(value: FormatValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  return value instanceof PyFloat ? reprFloat(value.value) : reprInt(value);
}

function typeNameOf(value: FormatValue): string {
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  return value instanceof PyFloat ? "float" : "int";
}

function refuse(message: string): never {
  throw new PythonError("ValueError", message);
}

// --- reading the spec ---

function parseSpec(spec: string, typeName: string): Spec {
  const text = codePoints(spec);
  let at = 0;
  let fill: string | null = null;
  let align: string | null = null;
  if (isAlign(text[1])) {
    [fill, align] = text;
    at = 2;
  } else if (isAlign(text[0])) align = text[at++];
  const sign = text[at] === "+" || text[at] === "-" || text[at] === " " ? text[at++] : null;
  const coercesNegativeZero = text[at] === "z" && at++ >= 0;
  const alternate = text[at] === "#" && at++ >= 0;
  if (fill === null && text[at] === "0") {
    fill = "0";
    // Zeros go between sign and digits unless an alignment was given; a str ignores that (3.10 and later).
    if (align === null && typeName !== "str") align = "=";
    at++;
  }
  let width: number | null;
  [width, at] = readDigits(text, at);
  let grouping: Spec["grouping"] = "";
  if (text[at] === ",") [grouping, at] = [",", at + 1];
  if (text[at] === "_") {
    if (grouping !== "") refuse("Cannot specify both ',' and '_'.");
    [grouping, at] = ["_", at + 1];
  }
  if (text[at] === "," && grouping === "_") refuse("Cannot specify both ',' and '_'.");
  let precision: number | null = null;
  if (text[at] === ".") {
    [precision, at] = readDigits(text, at + 1);
    if (precision === null) refuse("Format specifier missing precision");
  }
  if (text.length - at > 1) refuse(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
  const parsed = {
    fill: fill ?? " ",
    align,
    sign,
    coercesNegativeZero,
    alternate,
    width: width ?? -1,
    grouping,
    precision,
    type: text[at] ?? null,
  };
  assertGrouping(parsed.grouping, parsed.type ?? (typeName === "str" ? "s" : null));
  return parsed;
}

function isAlign(c: string | undefined): boolean {
  return c === "<" || c === ">" || c === "=" || c === "^";
}

function readDigits(text: readonly string[], from: number): [number | null, number] {
  let at = from;
  let value = 0;
  while (at < text.length && text[at] >= "0" && text[at] <= "9") value = value * 10 + Number(text[at++]);
  if (value > MAX_NUMBER) refuse("Too many decimal digits in format string");
  return [at === from ? null : value, at];
}

function assertGrouping(grouping: Spec["grouping"], type: string | null): void {
  if (grouping === "" || type === null || "deEfFgG%".includes(type)) return;
  if (grouping === "_" && "boxX".includes(type)) return;
  refuse(`Cannot specify '${grouping}' with ${quoteType(type)}.`);
}

function quoteType(type: string): string {
  const code = type.codePointAt(0) as number;
  return code > 32 && code < 128 ? `'${type}'` : `'\\x${code.toString(16)}'`;
}

function refuseType(type: string, typeName: string): never {
  refuse(`Unknown format code ${quoteType(type)} for object of type '${typeName}'`);
}

// --- str ---

function formatText(value: string, spec: Spec): string {
  if (spec.type !== null && spec.type !== "s") refuseType(spec.type, "str");
  if (spec.sign !== null) refuse(`${spec.sign === " " ? "Space" : "Sign"} not allowed in string format specifier`);
  if (spec.coercesNegativeZero) refuse("Negative zero coercion (z) not allowed in string format specifier");
  if (spec.alternate) refuse("Alternate form (#) not allowed in string format specifier");
  if (spec.align === "=") refuse("'=' alignment not allowed in string format specifier");
  const text = spec.precision === null ? value : sliceString(value, 0, spec.precision, null);
  return pad("", text, spec, "<");
}

/** `before` is sign and prefix, which an `=` alignment keeps in front of the fill. */
function pad(before: string, text: string, spec: Spec, usual: string): string {
  const room = spec.width - codePointLength(before + text);
  if (room <= 0) return before + text;
  const fill = (count: number): string => spec.fill.repeat(allowedTimes(spec.fill.length, count));
  switch (spec.align ?? usual) {
    case "<":
      return before + text + fill(room);
    case "=":
      return before + fill(room) + text;
    case "^":
      return fill(Math.floor(room / 2)) + before + text + fill(Math.ceil(room / 2));
    default:
      return fill(room) + before + text;
  }
}

// --- int ---

function formatInt(value: Int, spec: Spec, typeName: string): string {
  const type = spec.type ?? "d";
  if ("eEfFgG%".includes(type)) return formatFloat(intToFloat(value), spec, typeName);
  if (!"bcdnoxX".includes(type)) refuseType(type, typeName);
  if (spec.precision !== null) refuse("Precision not allowed in integer format specifier");
  if (spec.coercesNegativeZero) refuse("Negative zero coercion (z) not allowed in integer format specifier");
  if (type === "c") return formatCharacter(value, spec);
  const { prefix, digits } = intDigits(absInt(value), type, spec.alternate);
  return padNumber(signOf(value < 0, spec) + prefix, digits, "", type, spec);
}

function formatCharacter(value: Int, spec: Spec): string {
  if (spec.sign !== null) refuse("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) refuse("Alternate form (#) not allowed with integer format specifier 'c'");
  if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value)
    throw new PythonError("OverflowError", "Python int too large to convert to C long");
  if (value < 0 || value > 0x10ffff) throw new PythonError("OverflowError", "%c arg not in range(0x110000)");
  return pad("", String.fromCodePoint(Number(value)), spec, ">");
}

function intDigits(size: Int, type: string, alternate: boolean): { prefix: string; digits: string } {
  switch (type) {
    case "b":
      return { prefix: alternate ? "0b" : "", digits: size.toString(2) };
    case "o":
      return { prefix: alternate ? "0o" : "", digits: size.toString(8) };
    case "x":
      return { prefix: alternate ? "0x" : "", digits: size.toString(16) };
    case "X":
      return { prefix: alternate ? "0X" : "", digits: size.toString(16).toUpperCase() };
    default:
      return { prefix: "", digits: reprInt(size) };
  }
}

function signOf(negative: boolean, spec: Spec): string {
  if (negative) return "-";
  return spec.sign === "+" || spec.sign === " " ? spec.sign : "";
}

/** Groups the whole digits, with zeros of a zero fill grouped too, then pads. */
function padNumber(before: string, digits: string, after: string, type: string, spec: Spec): string {
  if (spec.grouping === "") return pad(before, digits + after, spec, ">");
  const size = "boxX".includes(type) ? 4 : 3;
  const isZeroFilled = spec.fill === "0" && spec.align === "=" && /^[0-9a-fA-F]/.test(digits);
  const room = isZeroFilled ? allowedTimes(1, spec.width - before.length - after.length) : 0;
  return pad(before, group(digits, size, spec.grouping, room) + after, spec, ">");
}

/** Puts a separator before every `size` digits; zeros in front until `room` is filled, never a separator first. */
function group(digits: string, size: number, separator: string, room: number): string {
  const groupedLength = (count: number): number => count + Math.floor((count - 1) / size);
  let count = digits.length;
  if (groupedLength(count) < room) {
    count = Math.max(count, Math.floor((room * size) / (size + 1)));
    while (groupedLength(count) < room) count++;
  }
  const all = digits.padStart(count, "0");
  const first = all.length % size || size;
  const groups = [all.slice(0, first)];
  for (let at = first; at < all.length; at += size) groups.push(all.slice(at, at + size));
  return groups.join(separator);
}

// --- float ---

function formatFloat(value: number, spec: Spec, typeName: string): string {
  const type = spec.type ?? (spec.precision === null ? "r" : "G0");
  if (spec.type !== null && !"eEfFgGn%".includes(type)) refuseType(type, typeName);
  if (spec.precision !== null && spec.precision > MAX_PRECISION) refuse("precision too big");
  const isPercent = type === "%";
  const x = isPercent ? value * 100 : value;
  const precision = allowedTimes(1, spec.precision ?? 6);
  const text = floatText(Math.abs(x), isPercent ? "f" : type, precision, spec.alternate);
  const isZero = !/[1-9a-z]/i.test(text.split(/e/i)[0]);
  const negative = (x < 0 || Object.is(x, -0)) && !(spec.coercesNegativeZero && isZero);
  const whole = /^\d*/.exec(text)?.[0] ?? "";
  const rest = text.slice(whole.length) + (isPercent ? "%" : "");
  const sign = signOf(negative, spec);
  return whole === "" ? pad(sign, rest, spec, ">") : padNumber(sign, whole, rest, type, spec);
}

/** |x| in one of the float types; "r" is repr, "G0" is `.precision` without a type: like g with at least one decimal. */
export function floatText(x: number, type: string, precision: number, alternate: boolean): string {
  if (!Number.isFinite(x)) {
    const word = Number.isNaN(x) ? "nan" : "inf";
    return type === "E" || type === "F" || type === "G" ? word.toUpperCase() : word;
  }
  switch (type) {
    case "r":
      return alternate ? reprFloat(x).replace(/^(\d)e/, "$1.e") : reprFloat(x);
    case "f":
    case "F":
      return fixedString(x, precision) + (alternate && precision === 0 ? "." : "");
    case "e":
    case "E":
      return scientific(x, precision + 1, type, alternate);
    case "G0":
      return general(x, precision, "e", alternate, true);
    default:
      return general(x, precision, type === "G" ? "E" : "e", alternate, false);
  }
}

function scientific(x: number, count: number, letter: string, alternate: boolean): string {
  const { digits, point } = significantDigits(x, count);
  const text = exponentString(digits, point, letter);
  return alternate && count === 1 ? text[0] + "." + text.slice(1) : text;
}

/** Fixed while the exponent is at least −4 and below the precision, else scientific; trailing zeros go unless `#`. */
function general(x: number, precision: number, letter: string, alternate: boolean, addsDecimal: boolean): string {
  const count = precision === 0 ? 1 : precision;
  const { digits, point } = significantDigits(x, count);
  const kept = alternate ? digits : digits.replace(/0+$/, "") || "0";
  if (point <= -4 || point > count - (addsDecimal ? 1 : 0)) {
    const text = exponentString(kept, point, letter);
    return alternate && kept.length === 1 ? text[0] + "." + text.slice(1) : text;
  }
  if (point <= 0) return `0.${"0".repeat(-point)}${kept}`;
  const whole = kept.slice(0, point).padEnd(point, "0");
  const part = kept.slice(point);
  if (part !== "") return `${whole}.${part}`;
  return addsDecimal ? `${whole}.0` : alternate ? `${whole}.` : whole;
}
