/**
 * From the arguments of a call to the locals of a function, with CPython's messages where they do not fit.
 * Method: CPython's `initialize_locals` (Python/ceval.c), whose order of checks decides which message is given.
 */
import type { Code } from "./bytecode.ts";
import type { FunctionParts } from "./callables.ts";
import type { Slot } from "./frames.ts";
import type { Host } from "./native.ts";
import { PyTuple, type Value } from "./values.ts";

/** Fills the first locals of `slots`. @throws PyRaise TypeError */
export function bindArguments(
  host: Host,
  function_: FunctionParts,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value> | null,
  slots: Slot[],
): void {
  const { code, defaults, keywordDefaults } = function_;
  const { parameters, hasStar } = code.parts;
  const given = Math.min(args.length, parameters);
  for (let i = 0; i < given; i++) slots[i] = args[i];
  const named = parameters + code.parts.keywordOnly;
  if (hasStar) slots[named] = new PyTuple(args.slice(parameters));
  const extra = bindKeywords(host, code, keywords, slots, named);
  if (!hasStar && args.length > parameters)
    host.raise("TypeError", tooMany(code, args.length, defaults.length, keywords));
  fillDefaults(host, code, defaults, slots, given);
  fillKeywordDefaults(host, code, keywordDefaults, slots);
  if (code.parts.hasDoubleStar) slots[named + (hasStar ? 1 : 0)] = host.objects.makeDict([...extra].flat()) as Value;
}

function bindKeywords(
  host: Host,
  code: Code,
  keywords: ReadonlyMap<string, Value> | null,
  slots: Slot[],
  named: number,
): ReadonlyMap<string, Value> {
  const extra = new Map<string, Value>();
  if (keywords === null) return extra;
  const { locals, positionalOnly, hasDoubleStar, qualifiedName } = code.parts;
  const misplaced: string[] = [];
  for (const [name, value] of keywords) {
    const at = locals.indexOf(name);
    if (at >= positionalOnly && at < named) {
      if (slots[at] !== undefined)
        host.raise("TypeError", `${qualifiedName}() got multiple values for argument '${name}'`);
      slots[at] = value;
    } else if (hasDoubleStar) {
      extra.set(name, value);
    } else if (at >= 0 && at < positionalOnly) {
      misplaced.push(name);
    } else {
      host.raise("TypeError", `${qualifiedName}() got an unexpected keyword argument '${name}'`);
    }
  }
  if (misplaced.length > 0) {
    host.raise(
      "TypeError",
      `${qualifiedName}() got some positional-only arguments passed as keyword arguments: '${misplaced.join(", ")}'`,
    );
  }
  return extra;
}

function fillDefaults(host: Host, code: Code, defaults: readonly Value[], slots: Slot[], given: number): void {
  const { parameters, locals } = code.parts;
  const first = parameters - defaults.length;
  const missing: string[] = [];
  for (let i = given; i < parameters; i++) {
    if (slots[i] !== undefined) continue;
    if (i >= first) slots[i] = defaults[i - first];
    else missing.push(locals[i]);
  }
  if (missing.length > 0) host.raise("TypeError", missingMessage(code, missing, "positional"));
}

function fillKeywordDefaults(host: Host, code: Code, defaults: ReadonlyMap<string, Value> | null, slots: Slot[]): void {
  const { parameters, keywordOnly, locals } = code.parts;
  const missing: string[] = [];
  for (let i = parameters; i < parameters + keywordOnly; i++) {
    if (slots[i] !== undefined) continue;
    const preset = defaults?.get(locals[i]);
    if (preset === undefined) missing.push(locals[i]);
    else slots[i] = preset;
  }
  if (missing.length > 0) host.raise("TypeError", missingMessage(code, missing, "keyword-only"));
}

function missingMessage(code: Code, names: readonly string[], kind: string): string {
  const quoted = names.map((name) => `'${name}'`);
  const last = quoted[quoted.length - 1];
  const list =
    quoted.length === 1
      ? last
      : quoted.length === 2
        ? `${quoted[0]} and ${last}`
        : `${quoted.slice(0, -1).join(", ")}, and ${last}`;
  return `${code.parts.qualifiedName}() missing ${names.length} required ${kind} argument${names.length === 1 ? "" : "s"}: ${list}`;
}

function tooMany(code: Code, given: number, defaults: number, keywords: ReadonlyMap<string, Value> | null): string {
  const { parameters, keywordOnly, locals, qualifiedName } = code.parts;
  const atLeast = parameters - defaults;
  const takes = defaults > 0 ? `from ${atLeast} to ${parameters}` : String(parameters);
  const plural = defaults > 0 || parameters !== 1 ? "s" : "";
  const alsoNamed =
    keywordOnly === 0 || keywords === null
      ? 0
      : locals.slice(parameters, parameters + keywordOnly).filter((name) => keywords.has(name)).length;
  const also =
    alsoNamed === 0
      ? ""
      : ` positional argument${given === 1 ? "" : "s"} (and ${alsoNamed} keyword-only argument${alsoNamed === 1 ? "" : "s"})`;
  return `${qualifiedName}() takes ${takes} positional argument${plural} but ${given}${also} ${given === 1 && alsoNamed === 0 ? "was" : "were"} given`;
}
