/** Arguments of natives: counted and named as CPython counts and names them. */
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { itemsOf, peekItems } from "../objects/content.ts";
import { listItems } from "../objects/lists.ts";
import { callPrelude, typeError, typeNameOf } from "../objects/specials.ts";
import type { PyRef, Value } from "../values.ts";

export type Keywords = ReadonlyMap<string, Value> | null;

/** Refuses a wrong number of positional arguments and any keyword. `owned`: the first argument is self and not counted. */
export function checkCount(
  name: string,
  args: readonly Value[],
  keywords: Keywords,
  least: number,
  most: number,
  owned = false,
): void {
  checkNoKeywords(name, keywords);
  const given = args.length - (owned ? 1 : 0);
  if (given >= least && given <= most) return;
  throw typeError(countMessage(name, given, least, most));
}

function checkNoKeywords(name: string, keywords: Keywords): void {
  if (keywords !== null && keywords.size > 0) throw typeError(`${name}() takes no keyword arguments`);
}

function countMessage(name: string, given: number, least: number, most: number): string {
  if (least === most) {
    if (most === 0) return `${name}() takes no arguments (${given} given)`;
    if (most === 1) return `${name}() takes exactly one argument (${given} given)`;
    return `${name} expected ${most} arguments, got ${given}`;
  }
  const [bound, word] = given < least ? [least, "at least"] : [most, "at most"];
  return `${name} expected ${word} ${bound} argument${bound === 1 ? "" : "s"}, got ${given}`;
}

/**
 * Arguments by name, positional or keyword; undefined for those not given. @throws TypeError
 * @param names in order; the first `positionalOnly` may not be given by name
 */
export function bindNames(
  name: string,
  args: readonly Value[],
  keywords: Keywords,
  names: readonly string[],
  required = 0,
  positionalOnly = 0,
): (Value | undefined)[] {
  if (positionalOnly === names.length) checkCount(name, args, keywords, required, names.length);
  else if (args.length > names.length) {
    throw typeError(
      `${name}() takes at most ${names.length} argument${names.length === 1 ? "" : "s"} (${args.length + (keywords?.size ?? 0)} given)`,
    );
  }
  const bound: (Value | undefined)[] = names.map((_, i) => args[i]);
  for (const [keyword, value] of keywords ?? []) {
    const at = names.indexOf(keyword);
    if (at < positionalOnly) throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
    if (at < args.length)
      throw typeError(`argument for ${name}() given by name ('${keyword}') and position (${at + 1})`);
    bound[at] = value;
  }
  for (let i = 0; i < required; i++) {
    if (bound[i] === undefined) throw typeError(`${name}() missing required argument '${names[i]}' (pos ${i + 1})`);
  }
  return bound;
}

/**
 * Arguments of what is written in Python in CPython, by name; undefined for those not given. @throws TypeError in the words that
 * functions of Python use
 * @param name with its class, as in `Queue.put`; @param args self first, which is counted
 */
export function bindMethod(
  name: string,
  args: readonly Value[],
  keywords: Keywords,
  names: readonly string[],
  required = 0,
): (Value | undefined)[] {
  const bound: (Value | undefined)[] = names.map((_, i) => args[i + 1]);
  for (const [keyword, value] of keywords ?? []) {
    const at = names.indexOf(keyword);
    if (at < 0) throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
    if (bound[at] !== undefined) throw typeError(`${name}() got multiple values for argument '${keyword}'`);
    bound[at] = value;
  }
  if (args.length - 1 > names.length)
    throw typeError(tooManyMessage(name, args.length, required + 1, names.length + 1));
  const missing = names.slice(0, required).filter((_, i) => bound[i] === undefined);
  if (missing.length > 0) {
    const plural = missing.length === 1 ? "" : "s";
    const list = missing.map((each) => `'${each}'`).join(" and ");
    throw typeError(`${name}() missing ${missing.length} required positional argument${plural}: ${list}`);
  }
  return bound;
}

function tooManyMessage(name: string, given: number, least: number, most: number): string {
  const takes = least === most ? String(most) : `from ${least} to ${most}`;
  return `${name}() takes ${takes} positional argument${most === 1 ? "" : "s"} but ${given} were given`;
}

/** A method as `bindMethod` has it, that takes nothing but self. */
export function methodOfClass(name: string, body: (host: Host, args: Value[]) => NativeResult): Native {
  return (host, args, keywords) => {
    bindMethod(name, args, keywords, []);
    return body(host, args);
  };
}

/** A native that takes `least` to `most` positional arguments and no keywords. */
export function positional(
  name: string,
  least: number,
  most: number,
  body: (host: Host, args: Value[]) => NativeResult,
): Native {
  return (host, args, keywords) => {
    checkCount(name, args, keywords, least, most);
    return body(host, args);
  };
}

/** A method that takes `least` to `most` positional arguments beside self. */
export function method(
  name: string,
  least: number,
  most: number,
  body: (host: Host, args: Value[]) => NativeResult,
): Native {
  return (host, args, keywords) => {
    // Counts name some methods alone, keywords name every one with its type, as CPython does.
    if (keywords !== null) checkNoKeywords(qualified(host, name, args[0]), keywords);
    checkCount(name, args, keywords, least, most, true);
    return body(host, args);
  };
}

function qualified(host: Host, name: string, self: Value): string {
  return name.includes(".") ? name : `${typeNameOf(host.heap, self)}.${name}`;
}

/**
 * Gives `use` the items of an iterable: a built-in container at once, anything else by way of the prelude, which runs its iterator.
 * `quiet`: the container is not told as read, because `use` itself is the visible step.
 */
export function withItems(
  host: Host,
  iterable: Value,
  use: (host: Host, items: Value[]) => NativeResult,
  quiet = false,
): NativeResult {
  const items = quiet ? peekItems(host, iterable) : itemsOf(host, iterable);
  if (items === SUSPEND) return SUSPEND;
  if (items !== null) return use(host, items);
  return callPrelude(host, "_list_of", [iterable], (again, list) =>
    use(again, listItems(again.heap, (list as PyRef).at)),
  );
}
