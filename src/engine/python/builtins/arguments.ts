/** Arguments of natives: counted and named as CPython counts and names them. */
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { itemsOf, peekItems } from "../objects/content.ts";
import { listItems } from "../objects/lists.ts";
import { callPrelude, typeError } from "../objects/specials.ts";
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
  if (keywords !== null && keywords.size > 0) throw typeError(`${name}() takes no keyword arguments`);
  const given = args.length - (owned ? 1 : 0);
  if (given >= least && given <= most) return;
  throw typeError(countMessage(name, given, least, most));
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
  if (args.length > names.length) {
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
    checkCount(name, args, keywords, least, most, true);
    return body(host, args);
  };
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
