/**
 * Names of objects for people: what a learner would call a thing in the listing. An object is named when it is first stored
 * to a named place: "lock", "account.lock", "forks[2]". Rule: a name is never taken away; one that came from an attribute of a
 * nameless owner becomes longer once the owner has a name.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { reprString } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { slotsOf } from "./attributes.ts";
import { dictPairs } from "./dicts.ts";
import { attributesOf } from "./instances.ts";
import {
  clearFlag,
  FIRST_PRIMITIVE,
  KIND,
  isSharedAt,
  kindAt,
  type Kind,
  NAME,
  NAMED_BY_ATTRIBUTE,
  setFlag,
} from "./kinds.ts";
import { listWordsFrom, listLength } from "./lists.ts";

const NAMED_KINDS: ReadonlySet<Kind> = new Set([
  KIND.LIST,
  KIND.DICT,
  KIND.SET,
  KIND.FROZEN_SET,
  KIND.INSTANCE,
  KIND.DEQUE,
  KIND.THREAD_LOCAL,
  KIND.ATOMIC,
]);
/** Parts of a container that get names: more would be of no use to anybody. */
const MOST_PARTS = 256;
const DEEPEST = 4;
/** Letters of a name that says whose attribute of whose attribute it is: the last of a thousand nodes is called by its attribute alone. */
const LONGEST = 80;

function hasName(kind: Kind): boolean {
  return kind >= FIRST_PRIMITIVE || NAMED_KINDS.has(kind);
}

/** Gives a value stored under a module's name that name, and its nameless parts theirs. */
export function nameStored(heap: Heap, value: Value, name: string): void {
  if (value instanceof PyRef) nameObject(heap, value.at, name, 0);
  else if (value instanceof PyTuple) value.items.forEach((item, i) => nameStored(heap, item, `${name}[${i}]`));
}

function nameObject(heap: Heap, at: Address, name: string, depth: number): void {
  const kind = kindAt(heap.memory, at);
  if (!hasName(kind) || !takesName(heap, at)) return;
  heap.store(at + NAME, nameWord(heap, at, name));
  clearFlag(heap.memory, at, NAMED_BY_ATTRIBUTE);
  if (depth < DEEPEST) nameParts(heap, at, kind, name, depth + 1);
}

/** Two threads may come to name one shared object at the same moment. */
function nameWord(heap: Heap, at: Address, name: string): Word {
  return isSharedAt(heap.memory, at) ? heap.wordApart(name) : heap.stringWord(name);
}

function takesName(heap: Heap, at: Address): boolean {
  return heap.load(at + NAME) === 0 || (heap.load(at) & NAMED_BY_ATTRIBUTE) !== 0;
}

function nameParts(heap: Heap, at: Address, kind: Kind, name: string, depth: number): void {
  const namePart = (word: Word, part: string): void => {
    if ((word & 1) === 0 && word >>> 0 > 6) nameObject(heap, word >>> 1, name + part, depth);
  };
  if (kind === KIND.LIST) {
    listWordsFrom(heap, at, 0, Math.min(MOST_PARTS, listLength(heap, at))).forEach((word, i) =>
      namePart(word, `[${i}]`),
    );
  } else if (kind === KIND.DICT) {
    for (const [key, word] of dictPairs(heap, at).slice(0, MOST_PARTS)) namePart(word, `[${keyText(heap, key)}]`);
  } else if (kind === KIND.INSTANCE) {
    for (const [key, slot] of slotsOf(heap, attributesOf(heap, at)))
      namePart(heap.load(slot), suffixOf(heap.fromWord(key) as string));
  }
}

/** What our own classes are made of goes by the name of the whole. */
const INSIDES: ReadonlySet<string> = new Set(["_future", "_pool", "_tasks"]);

function suffixOf(attribute: string): string {
  return INSIDES.has(attribute) ? "" : `.${attribute}`;
}

function keyText(heap: Heap, word: Word): string {
  const key = heap.fromWord(word);
  return typeof key === "string" ? reprString(key) : String(typeof key === "object" ? "…" : key);
}

/** Names what is stored in an attribute: with the owner's name before it, where it has one. */
export function nameAttribute(heap: Heap, owner: Address, name: string, value: Value): void {
  if (!(value instanceof PyRef)) return;
  const kind = kindAt(heap.memory, value.at);
  if (!hasName(kind) || heap.load(value.at + NAME) !== 0) return;
  const ownerName = kindAt(heap.memory, owner) === KIND.FUNCTION ? 0 : heap.load(owner + NAME);
  const whole = ownerName === 0 ? null : (heap.fromWord(ownerName) as string) + suffixOf(name);
  if (whole !== null && whole.length <= LONGEST) return nameObject(heap, value.at, whole, 0);
  heap.store(value.at + NAME, nameWord(heap, value.at, name));
  setFlag(heap.memory, value.at, NAMED_BY_ATTRIBUTE);
}
