/** `format % values`: what the text part asks of values that it does not know. */
import { type Host, type NativeResult, PyRaise } from "../native.ts";
import { asciiString, parsePercent, type PercentHooks, percentFormat } from "../text/index.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { escapeNonAscii } from "./conversion.ts";
import { peekWhole } from "./content.ts";
import { keyError } from "./dict-operations.ts";
import { intOf } from "./integers.ts";
import { isEqualKey } from "./keys.ts";
import { KIND } from "./kinds.ts";
import { createWalk, reprOf, strOf } from "./repr.ts";
import { orInPython, typeNameOf } from "./specials.ts";
import { isKind } from "./types.ts";

/** The formatted text; where an argument's text is written in Python, by way of the prelude. */
export function formatPercent(host: Host, format: string, values: Value): NativeResult {
  return orInPython(host, "_percent", [format, values], () => {
    const isTuple = values instanceof PyTuple;
    return percentFormat(format, isTuple ? values.items : [values], isTuple, hooksOf(host));
  });
}

function hooksOf(host: Host): PercentHooks<Value> {
  return {
    str: (value) => strOf(createWalk(host), value),
    repr: (value) => reprOf(createWalk(host), value),
    ascii: (value) =>
      typeof value === "string" ? asciiString(value) : escapeNonAscii(reprOf(createWalk(host), value)),
    number: (value) => (value instanceof PyFloat ? value : intOf(value)),
    text: (value) => (typeof value === "string" ? value : null),
    typeName: (value) => typeNameOf(host.heap, value),
    isMapping: (value) => value instanceof PyRef && [KIND.DICT, KIND.LIST].includes(host.heap.kind(value) as 33),
    lookup: (mapping, key) => lookUp(host, mapping, key),
  };
}

function lookUp(host: Host, mapping: Value, key: string): Value {
  if (isKind(host.heap, mapping, KIND.DICT)) {
    const words = peekWhole(host, mapping);
    for (let i = 0; i < words.length; i += 2) {
      if (isEqualKey(host.heap, host.heap.fromWord(words[i]), key)) return host.heap.fromWord(words[i + 1]);
    }
    throw keyError(host, key);
  }
  throw new PyRaise(host.objects.makeException("TypeError", "list indices must be integers or slices, not str"));
}

/** What each piece of a format wants: pairs of key (or None) and conversion letter; "*" for a width or precision taken from the values. */
export function percentWants(format: string): [string | null, string][] {
  const wants: [string | null, string][] = [];
  for (const piece of parsePercent(format)) {
    if (piece.width === "*") wants.push([null, "*"]);
    if (piece.precision === "*") wants.push([null, "*"]);
    if (piece.conversion !== null && piece.conversion !== "%") wants.push([piece.key, piece.conversion]);
  }
  return wants;
}

/** The format with every `%r` and `%a` as `%s`: for values that were turned into text beforehand. */
export function percentAsText(format: string): string {
  return format.replace(/%(%|(?:\([^)]*\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[ra])/g, (piece) =>
    piece === "%%" ? piece : `${piece.slice(0, -1)}s`,
  );
}
