/** Methods of str: the text part does the work, here are only arguments and values. */
import type { Host, NativeResult } from "../native.ts";
import { addMethods, createNative, PyStaticMethod } from "../objects/immutables.ts";
import { expectInt, expectNumber, sliceBound } from "../objects/integers.ts";
import { callPrelude, NeedsPython, typeError, typeNameOf } from "../objects/specials.ts";
import { isKind, STR } from "../objects/types.ts";
import { KIND } from "../objects/kinds.ts";
import { dictPairs, makeDict } from "../objects/dicts.ts";
import { dictSet } from "../objects/dict-operations.ts";
import { makeList } from "../objects/lists.ts";
import * as text from "../text/index.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { bindNames, checkCount, type Keywords, method, positional, withItems } from "./arguments.ts";
import { convert, STR as TO_STR } from "../objects/conversion.ts";
import { isIterable } from "../objects/iteration.ts";

STR.make = (host, _type, args, keywords) => {
  if (args.length > 3) checkCount("str", args, keywords, 0, 3);
  const [object, encoding] = bindNames("str", args, keywords, ["object", "encoding", "errors"]);
  if (encoding !== undefined) throw notDecoded(host, object, encoding);
  return object === undefined ? "" : convert(host, TO_STR, object);
};

/** Only bytes have an encoding, and there are none. */
function notDecoded(host: Host, object: Value | undefined, encoding: Value): unknown {
  if (typeof encoding !== "string")
    return typeError(`str() argument 'encoding' must be str, not ${typeNameOf(host.heap, encoding)}`);
  if (typeof object === "string") return typeError("decoding str is not supported");
  const name = typeNameOf(host.heap, object ?? null);
  return typeError(`decoding to str: need a bytes-like object, ${name} found`);
}

function self(args: readonly Value[]): string {
  const [value] = args;
  if (typeof value === "string") return value;
  throw typeError("descriptor requires a 'str' object");
}

/** A str argument. @throws TypeError "replace() argument 1 must be str, not int" */
function textArgument(host: Host, name: string, args: readonly Value[], at: number): string {
  const value = args[at];
  if (typeof value === "string") return value;
  const where = SINGLE.has(name) ? "argument" : `argument ${at}`;
  // CPython names None itself here, other values by their type.
  throw typeError(`${name}() ${where} must be str, not ${value === null ? "None" : typeNameOf(host.heap, value)}`);
}

/** Methods whose one argument has no number in messages. */
const SINGLE: ReadonlySet<string> = new Set(["removeprefix", "removesuffix"]);

/** A str, or null for None and for nothing. */
function optionalText(host: Host, name: string, value: Value | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  throw typeError(
    name === "strip" ? "strip arg must be None or str" : `must be str or None, not ${typeNameOf(host.heap, value)}`,
  );
}

/** Methods of the text alone. */
function plain(name: string, apply: (s: string) => Value): [string, ReturnType<typeof method>] {
  return [name, method(`str.${name}`, 0, 0, (_host, args) => apply(self(args)))];
}

function stripping(
  name: string,
  apply: (s: string, chars: string | null) => string,
): [string, ReturnType<typeof method>] {
  return [name, method(name, 0, 1, (host, args) => apply(self(args), optionalText(host, "strip", args[1])))];
}

function finding(
  name: string,
  apply: (s: string, sub: string, start: number | null, end: number | null) => number,
): [string, ReturnType<typeof method>] {
  return [
    name,
    method(name, 1, 3, (host, args) =>
      apply(self(args), textArgument(host, name, args, 1), bound(args[2]), bound(args[3])),
    ),
  ];
}

function bound(value: Value | undefined): number | null {
  return value === undefined ? null : sliceBound(value);
}

type Affix = (s: string, affix: string | readonly string[], start: number | null, end: number | null) => boolean;

function affixed(name: string, apply: Affix): [string, ReturnType<typeof method>] {
  return [
    name,
    method(name, 1, 3, (host, args) => apply(self(args), affixes(host, name, args[1]), bound(args[2]), bound(args[3]))),
  ];
}

function affixes(host: Host, name: string, value: Value): string | readonly string[] {
  if (typeof value === "string") return value;
  if (value instanceof PyTuple) {
    return value.items.map((item) => {
      if (typeof item === "string") return item;
      throw typeError(`tuple for ${name} must only contain str, not ${typeNameOf(host.heap, item)}`);
    });
  }
  throw typeError(`${name} first arg must be str or a tuple of str, not ${typeNameOf(host.heap, value)}`);
}

function padded(
  name: string,
  apply: (s: string, width: number, fill: string) => string,
): [string, ReturnType<typeof method>] {
  return [
    name,
    method(name, 1, 2, (host, args) => {
      const fill = args[2] ?? " ";
      if (typeof fill !== "string")
        throw typeError(`The fill character must be a unicode character, not ${typeNameOf(host.heap, fill)}`);
      if (text.codePointLength(fill) !== 1) throw typeError("The fill character must be exactly one character long");
      return apply(self(args), expectNumber(host.heap, args[1]), fill);
    }),
  ];
}

function splitting(
  name: string,
  apply: (s: string, sep: string | null, maxsplit: number) => string[],
): [string, ReturnType<typeof splitNative>] {
  return [name, splitNative(name, apply)];
}

function splitNative(name: string, apply: (s: string, sep: string | null, maxsplit: number) => string[]) {
  return (host: Host, args: Value[], keywords: Keywords): NativeResult => {
    const [sep, most] = bindNames(name, args.slice(1), keywords, ["sep", "maxsplit"]);
    const parts = apply(
      self(args),
      optionalText(host, name, sep),
      most === undefined ? -1 : expectNumber(host.heap, most),
    );
    return makeList(host.heap, parts);
  };
}

function join(host: Host, args: Value[]): NativeResult {
  const separator = self(args);
  if (!isIterable(host, args[1])) throw typeError("can only join an iterable");
  return withItems(host, args[1], (again, items) =>
    text.strJoin(
      separator,
      items.map((item, i) => joined(again, item, i)),
    ),
  );
}

function joined(host: Host, item: Value, at: number): string {
  if (typeof item === "string") return item;
  throw typeError(`sequence item ${at}: expected str instance, ${typeNameOf(host.heap, item)} found`);
}

function replace(host: Host, args: Value[], keywords: Keywords): NativeResult {
  if (args.length < 3) throw typeError(`replace() takes at least 2 positional arguments (${args.length - 1} given)`);
  checkCount("replace", args, null, 2, 3, true);
  const count = args[3] ?? keywords?.get("count");
  const limit = count === undefined ? -1 : expectNumber(host.heap, count);
  return text.strReplace(
    self(args),
    textArgument(host, "replace", args, 1),
    textArgument(host, "replace", args, 2),
    limit,
  );
}

function partitioned(
  name: string,
  apply: (s: string, sep: string) => [string, string, string],
): [string, ReturnType<typeof method>] {
  return [name, method(`str.${name}`, 1, 1, (host, args) => new PyTuple(apply(self(args), separator(host, args[1]))))];
}

function separator(host: Host, value: Value): string {
  if (typeof value === "string") return value;
  throw typeError(`must be str, not ${typeNameOf(host.heap, value)}`);
}

function splitlines(host: Host, args: Value[], keywords: Keywords): NativeResult {
  const [keepends] = bindNames("splitlines", args.slice(1), keywords, ["keepends"]);
  return makeList(
    host.heap,
    text.strSplitlines(self(args), keepends !== undefined && expectInt(host.heap, keepends) !== 0),
  );
}

/** `'…'.format(…)`: at once where all values are plain, else in the prelude, since fields may call a listing's methods. */
function format(host: Host, args: Value[], keywords: Keywords): NativeResult {
  try {
    return text.strFormat(self(args), args.slice(1), keywords ?? NO_KEYWORDS, PLAIN_HOOKS);
  } catch (error) {
    if (!(error instanceof NeedsPython)) throw error;
  }
  const named = makeDict(host.heap);
  for (const [name, value] of keywords ?? []) dictSet(host, named.at, name, value);
  return callPrelude(host, "_format", [formatParts(text.parseFormat(self(args))), new PyTuple(args.slice(1)), named]);
}

const NO_KEYWORDS: ReadonlyMap<string, Value> = new Map();

const PLAIN_HOOKS: text.FormatHooks<Value> = {
  attribute: (value) => needsPython(value),
  item: (value) => needsPython(value),
  convert: (value, conversion) => (conversion === "s" && typeof value === "string" ? value : needsPython(value)),
  ofText: (value) => value,
  format: (value, spec) => (isPlain(value) ? text.formatSpec(value, spec) : needsPython(value)),
};

function needsPython(value: Value): never {
  throw new NeedsPython(value);
}

function isPlain(value: Value): value is text.FormatValue {
  return ["string", "number", "bigint", "boolean"].includes(typeof value) || value instanceof PyFloat;
}

/** Pieces as tuples: literal, None or (first, path, conversion, pieces of the spec). */
function formatParts(pieces: readonly text.FormatPiece[]): PyTuple {
  return new PyTuple(
    pieces.map(({ literal, field }) => new PyTuple([literal, field === null ? null : fieldParts(field)])),
  );
}

function fieldParts(field: text.FormatField): PyTuple {
  const path = field.path.map(
    (step) => new PyTuple("attribute" in step ? [true, step.attribute] : [false, step.index]),
  );
  return new PyTuple([field.first, new PyTuple(path), field.conversion, formatParts(field.spec)]);
}

function translate(host: Host, args: Value[]): NativeResult {
  const table = args[1];
  if (!isKind(host.heap, table, KIND.DICT))
    throw typeError(`'${typeNameOf(host.heap, table)}' object is not subscriptable`);
  const map = new Map(
    dictPairs(host.heap, table.at).map(([key, value]) => [host.heap.fromWord(key), host.heap.fromWord(value)]),
  );
  return text.strTranslate(self(args), (code) => {
    const found = map.get(code);
    if (found === undefined || found === null || typeof found === "string") return found;
    return typeof found === "number" ? text.chrInt(found) : undefined;
  });
}

function maketrans(host: Host, args: Value[]): NativeResult {
  const dict = makeDict(host.heap);
  if (args.length === 1 && args[0] instanceof PyRef) {
    for (const [key, value] of dictPairs(host.heap, args[0].at)) {
      const from = host.heap.fromWord(key);
      dictSet(host, dict.at, typeof from === "string" ? text.ordString(from) : from, host.heap.fromWord(value));
    }
    return dict;
  }
  const [from, to, remove] = [0, 1, 2].map((i) => (args[i] === undefined ? "" : args[i]));
  if (typeof from !== "string" || typeof to !== "string" || typeof remove !== "string")
    throw typeError("maketrans() arguments must be str");
  for (const [code, target] of text.strMaketrans(from, to, remove)) dictSet(host, dict.at, code, target);
  return dict;
}

addMethods(
  STR,
  {
    ...Object.fromEntries([
      plain("upper", text.strUpper),
      plain("lower", text.strLower),
      plain("title", text.strTitle),
      plain("casefold", text.strCasefold),
      plain("capitalize", text.strCapitalize),
      plain("swapcase", text.strSwapcase),
      plain("isdigit", text.strIsdigit),
      plain("isdecimal", text.strIsdecimal),
      plain("isnumeric", text.strIsnumeric),
      plain("isalpha", text.strIsalpha),
      plain("isalnum", text.strIsalnum),
      plain("isspace", text.strIsspace),
      plain("isupper", text.strIsupper),
      plain("islower", text.strIslower),
      plain("istitle", text.strIstitle),
      plain("isidentifier", text.strIsidentifier),
      plain("isprintable", text.strIsprintable),
      plain("isascii", text.strIsascii),
      stripping("strip", text.strStrip),
      stripping("lstrip", text.strLstrip),
      stripping("rstrip", text.strRstrip),
      finding("find", text.strFind),
      finding("rfind", text.strRfind),
      finding("index", text.strIndex),
      finding("rindex", text.strRindex),
      finding("count", text.strCount),
      affixed("startswith", text.strStartswith),
      affixed("endswith", text.strEndswith),
      padded("center", text.strCenter),
      padded("ljust", text.strLjust),
      padded("rjust", text.strRjust),
      splitting("split", text.strSplit),
      splitting("rsplit", text.strRsplit),
      partitioned("partition", text.strPartition),
      partitioned("rpartition", text.strRpartition),
    ]),
    zfill: method("str.zfill", 1, 1, (host, args) => text.strZfill(self(args), expectNumber(host.heap, args[1]))),
    join: method("str.join", 1, 1, join),
    replace,
    splitlines,
    format,
    translate: method("str.translate", 1, 1, translate),
    removeprefix: method("str.removeprefix", 1, 1, (host, args) =>
      text.strRemoveprefix(self(args), textArgument(host, "removeprefix", args, 1)),
    ),
    removesuffix: method("str.removesuffix", 1, 1, (host, args) =>
      text.strRemovesuffix(self(args), textArgument(host, "removesuffix", args, 1)),
    ),
    expandtabs: (host, args, keywords) => {
      const [size] = bindNames("expandtabs", args.slice(1), keywords, ["tabsize"]);
      return text.strExpandtabs(self(args), size === undefined ? 8 : expectNumber(host.heap, size));
    },
  },
  (_host, value) => typeof value === "string",
);
STR.attributes.set(
  "maketrans",
  new PyStaticMethod(createNative("maketrans", positional("maketrans", 1, 3, maketrans))),
);
