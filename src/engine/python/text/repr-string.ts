/** repr and ascii of a str: single quotes unless only double ones need no escape; what cannot be printed is escaped. */
import { isPrintable } from "./char-classes.ts";

const NAMED: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
/** Nothing in here needs an escape or other quotes: nearly all strings. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** repr(s). */
export function reprString(s: string): string {
  return PLAIN.test(s) ? `'${s}'` : quoted(s, isPrintable);
}

/** ascii(s): repr with all that is not ASCII escaped. */
export function asciiString(s: string): string {
  return quoted(s, (c) => c >= " " && c <= "~" && c.length === 1);
}

function quoted(s: string, shows: (c: string) => boolean): string {
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'";
  let out = quote;
  for (const c of s) out += c === quote ? `\\${c}` : (NAMED.get(c) ?? (shows(c) ? c : escaped(c)));
  return out + quote;
}

function escaped(c: string): string {
  const code = c.codePointAt(0) as number;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
