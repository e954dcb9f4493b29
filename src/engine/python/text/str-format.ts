/**
 * `'…'.format(…)`: reading replacement fields (Objects/stringlib/unicode_format.h), and formatting with callbacks for
 * attributes, items and values. Nested fields inside a spec go one level deep, as in CPython.
 */
import { codePoints } from "./code-points.ts";
import { PythonError } from "./python-error.ts";

/** Literal text, then perhaps a field (null only at the end). */
export interface FormatPiece {
  readonly literal: string;
  readonly field: FormatField | null;
}

/** `.name` or `[index]` behind a field's first part. */
export type FormatAccess = { readonly attribute: string } | { readonly index: string | number };

/** `{first.path!conversion:spec}`. */
export interface FormatField {
  /** Position, or keyword's name; automatic numbering is already resolved. */
  readonly first: number | string;
  readonly path: readonly FormatAccess[];
  readonly conversion: "r" | "s" | "a" | null;
  readonly spec: readonly FormatPiece[];
}

/** What `format` needs of values it does not know. */
export interface FormatHooks<V> {
  attribute(v: V, name: string): V;
  item(v: V, index: string | number): V;
  /** str, repr or ascii of v. */
  convert(v: V, conversion: "r" | "s" | "a"): string;
  ofText(s: string): V;
  /** format(v, spec). */
  format(v: V, spec: string): string;
}

/** How fields are numbered: by themselves (`{}`), by hand (`{0}`), not yet known. */
interface Numbering {
  mode: "automatic" | "manual" | null;
  next: number;
}

const MAX_DEPTH = 2;

/** Reads a format string. @throws ValueError */
export function parseFormat(format: string): FormatPiece[] {
  return parsePieces(codePoints(format), { mode: null, next: 0 }, MAX_DEPTH);
}

function parsePieces(text: readonly string[], numbering: Numbering, depth: number): FormatPiece[] {
  if (depth === 0) refuse("Max string recursion exceeded");
  const pieces: FormatPiece[] = [];
  const reader = new Reader(text);
  let literal = "";
  while (!reader.atEnd()) {
    const c = reader.next();
    if (c !== "{" && c !== "}") literal += c;
    else if (!reader.atEnd() && reader.peek() === c) literal += reader.next();
    else if (c === "}") refuse("Single '}' encountered in format string");
    else if (reader.atEnd()) refuse("Single '{' encountered in format string");
    else {
      pieces.push({ literal, field: readField(reader, numbering, depth) });
      literal = "";
    }
  }
  if (literal !== "") pieces.push({ literal, field: null });
  return pieces;
}

class Reader {
  private at = 0;
  private readonly text: readonly string[];
  constructor(text: readonly string[]) {
    this.text = text;
  }
  atEnd(): boolean {
    return this.at >= this.text.length;
  }
  peek(): string {
    return this.text[this.at];
  }
  next(): string {
    return this.text[this.at++];
  }
}

function refuse(message: string): never {
  throw new PythonError("ValueError", message);
}

function readField(reader: Reader, numbering: Numbering, depth: number): FormatField {
  const { name, end } = readName(reader);
  let conversion: string | null = null;
  let spec: string[] = [];
  let after = end;
  if (after === "!") {
    if (reader.atEnd()) refuse("end of string while looking for conversion specifier");
    conversion = reader.next();
    after = reader.atEnd() ? ":" : reader.next();
    if (after !== "}" && after !== ":") refuse("expected ':' after conversion specifier");
  }
  if (after === ":") spec = readSpec(reader);
  else if (after !== "}") refuse("expected '}' before end of string");
  const { first, path } = parseName(name, numbering);
  assertConversion(conversion);
  return { first, path, conversion, spec: spec.length === 0 ? [] : parsePieces(spec, numbering, depth - 1) };
}

/** Up to `}`, `:` or `!`; a bracket hides them. */
function readName(reader: Reader): { name: string; end: string | null } {
  let name = "";
  while (!reader.atEnd()) {
    const c = reader.next();
    if (c === "{") refuse("unexpected '{' in field name");
    if (c === "}" || c === ":" || c === "!") return { name, end: c };
    name += c;
    if (c === "[") while (!reader.atEnd() && reader.peek() !== "]") name += reader.next();
  }
  return { name, end: null };
}

function readSpec(reader: Reader): string[] {
  const spec: string[] = [];
  for (let depth = 1; !reader.atEnd(); ) {
    const c = reader.next();
    if (c === "{") depth++;
    if (c === "}" && --depth === 0) return spec;
    spec.push(c);
  }
  refuse("unmatched '{' in format spec");
}

function assertConversion(conversion: string | null): asserts conversion is "r" | "s" | "a" | null {
  if (conversion === null || conversion === "r" || conversion === "s" || conversion === "a") return;
  const code = conversion.codePointAt(0) as number;
  refuse(
    code > 32 && code < 127
      ? `Unknown conversion specifier ${conversion}`
      : `Unknown conversion specifier \\x${code.toString(16)}`,
  );
}

function parseName(name: string, numbering: Numbering): { first: number | string; path: FormatAccess[] } {
  const cut = name.search(/[.[]/);
  const head = cut < 0 ? name : name.slice(0, cut);
  return { first: firstOf(head, numbering), path: cut < 0 ? [] : parsePath(name.slice(cut)) };
}

function firstOf(head: string, numbering: Numbering): number | string {
  const isAutomatic = head === "";
  if (!isAutomatic && !/^\d+$/.test(head)) return head;
  const mode = isAutomatic ? "automatic" : "manual";
  if (numbering.mode !== null && numbering.mode !== mode)
    refuse(
      isAutomatic
        ? "cannot switch from manual field specification to automatic field numbering"
        : "cannot switch from automatic field numbering to manual field specification",
    );
  numbering.mode = mode;
  return isAutomatic ? numbering.next++ : wholeIndex(head);
}

function wholeIndex(digits: string): number {
  const index = Number(digits);
  if (index > 2 ** 63 - 1) refuse("Too many decimal digits in format string");
  return index;
}

function parsePath(text: string): FormatAccess[] {
  const path: FormatAccess[] = [];
  let rest = text;
  while (rest !== "") {
    const isItem = rest[0] === "[";
    if (!isItem && rest[0] !== ".") refuse("Only '.' or '[' may follow ']' in format field specifier");
    const end = isItem ? rest.indexOf("]") : 1 + `${rest.slice(1)}.`.search(/[.[]/);
    if (end < 0) refuse("Missing ']' in format string");
    const name = rest.slice(1, end);
    if (name === "") refuse("Empty attribute in format string");
    path.push(isItem ? { index: /^\d+$/.test(name) ? wholeIndex(name) : name } : { attribute: name });
    rest = rest.slice(isItem ? end + 1 : end);
  }
  return path;
}

/** format.format(*args, **keywords). @throws ValueError, IndexError, KeyError, and what the callbacks raise */
export function strFormat<V>(
  format: string,
  args: readonly V[],
  keywords: ReadonlyMap<string, V>,
  hooks: FormatHooks<V>,
): string {
  return formatPieces(parseFormat(format), args, keywords, hooks);
}

/** The text of pieces that were read before. */
function formatPieces<V>(
  pieces: readonly FormatPiece[],
  args: readonly V[],
  keywords: ReadonlyMap<string, V>,
  hooks: FormatHooks<V>,
): string {
  let out = "";
  for (const { literal, field } of pieces) {
    out += literal;
    if (field === null) continue;
    let value = argumentOf(field.first, args, keywords);
    for (const step of field.path)
      value = "attribute" in step ? hooks.attribute(value, step.attribute) : hooks.item(value, step.index);
    if (field.conversion !== null) value = hooks.ofText(hooks.convert(value, field.conversion));
    out += hooks.format(value, formatPieces(field.spec, args, keywords, hooks));
  }
  return out;
}

/** The argument that a field names. @throws IndexError, KeyError (its message is the bare name) */
function argumentOf<V>(first: number | string, args: readonly V[], keywords: ReadonlyMap<string, V>): V {
  if (typeof first === "number") {
    if (first < args.length) return args[first];
    throw new PythonError("IndexError", `Replacement index ${first} out of range for positional args tuple`);
  }
  const value = keywords.get(first);
  if (value === undefined) throw new PythonError("KeyError", first);
  return value;
}
