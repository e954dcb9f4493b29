/** `str(x)`, `repr(x)`, `ascii(x)` and `format(x, spec)` as the language calls them. */
import { type Host, type NativeResult, SUSPEND, TailCall, type Then } from "../native.ts";
import { asciiString, formatSpec, type FormatValue } from "../text/index.ts";
import { PyFloat, PyRef, type Value } from "../values.ts";
import { isContainer, readWhole, toValues } from "./content.ts";
import { makeList } from "./lists.ts";
import { classNameOf } from "./classes.ts";
import { typeOf } from "./types.ts";
import { createWalk, reprOf, reprOfContent, strOf } from "./repr.ts";
import { callPrelude, NeedsPython, typeError, typeNameOf, userMethod } from "./specials.ts";

export const STR = 1;
export const REPR = 2;
export const ASCII = 3;

/** kind: STR, REPR or ASCII. A str, or a call of `__str__` or `__repr__`. */
export function convert(host: Host, kind: number, value: Value): NativeResult {
  if (typeof value === "string")
    return kind === STR ? value : kind === REPR ? reprOf(createWalk(host), value) : asciiString(value);
  const byUser = userText(host, kind, value);
  if (byUser !== undefined) return byUser;
  const texted = nativeText(host, kind, value);
  if (typeof texted === "string" && kind === ASCII) return escapeNonAscii(texted);
  return texted;
}

/** A call of the instance's own `__str__` or `__repr__`. */
function userText(host: Host, kind: number, value: Value): NativeResult | undefined {
  if (!(value instanceof PyRef)) return undefined;
  const { heap } = host;
  const own = kind === STR ? userMethod(heap, value, "__str__") : undefined;
  if (own !== undefined) return new TailCall(own, [value], null, checkStr);
  if (kind === STR && host.objects.isException(value)) return undefined;
  const repr = userMethod(heap, value, "__repr__");
  if (repr === undefined) return undefined;
  return new TailCall(repr, [value], null, kind === ASCII ? checkAscii : kind === STR ? checkStr : checkRepr);
}

const checkStr: Then = (host, result) => expectText(host, result, "__str__");
const checkRepr: Then = (host, result) => expectText(host, result, "__repr__");
const checkAscii: Then = (host, result) => escapeNonAscii(expectText(host, result, "__repr__"));

function expectText(host: Host, result: Value, method: string): string {
  if (typeof result === "string") return result;
  throw typeError(`${method} returned non-string (type ${typeNameOf(host.heap, result)})`);
}

function nativeText(host: Host, kind: number, value: Value): NativeResult {
  const walk = createWalk(host);
  const then = kind === ASCII ? checkAscii : null;
  if (isContainer(host.heap, value)) {
    const words = readWhole(host, value);
    if (words === SUSPEND) return SUSPEND;
    const items = toValues(host.heap, words);
    return textOr(
      () => reprOfContent(walk, value, items),
      () =>
        callPrelude(
          host,
          "_repr_items",
          [classNameOf(host.heap, typeOf(host.heap, value)), makeList(host.heap, items)],
          then,
        ),
    );
  }
  return textOr(
    () => (kind === STR ? strOf(walk, value) : reprOf(walk, value)),
    () => callPrelude(host, kind === STR ? "_str" : "_repr", [value], then),
  );
}

function textOr(walk: () => string, otherwise: () => NativeResult): NativeResult {
  try {
    return walk();
  } catch (error) {
    if (error instanceof NeedsPython) return otherwise();
    throw error;
  }
}

/** What lies beyond ASCII in a repr, as escapes. */
export function escapeNonAscii(repr: string): string {
  let escaped = "";
  for (const character of repr) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) escaped += character;
    else if (code < 0x100) escaped += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (code < 0x10000) escaped += `\\u${code.toString(16).padStart(4, "0")}`;
    else escaped += `\\U${code.toString(16).padStart(8, "0")}`;
  }
  return escaped;
}

/** `format(value, spec)`. */
export function formatValue(host: Host, value: Value, spec: string): NativeResult {
  if (isFormatValue(value)) return formatSpec(value, spec);
  const method = userMethod(host.heap, value, "__format__");
  if (method !== undefined) return new TailCall(method, [value, spec], null, checkFormat);
  if (spec === "") return convert(host, STR, value);
  throw typeError(`unsupported format string passed to ${typeNameOf(host.heap, value)}.__format__`);
}

const checkFormat: Then = (host, result) => {
  if (typeof result === "string") return result;
  throw typeError(`__format__ must return a str, not ${typeNameOf(host.heap, result)}`);
};

function isFormatValue(value: Value): value is FormatValue {
  const type = typeof value;
  return type === "string" || type === "number" || type === "bigint" || type === "boolean" || value instanceof PyFloat;
}
