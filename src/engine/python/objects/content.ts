/**
 * The content of a whole container, as one visible read or quietly. Rule: what a step reads is told once, for the outermost
 * container; what lies inside it is copied quietly, each container inside its own mutex.
 */
import type { Address, Word } from "../../base/ids.ts";
import { OP } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import { type Host, SUSPEND } from "../native.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { codePoints, PythonError } from "../text/index.ts";
import { DEQUE_MUTEX, dequeWords } from "./deques.ts";
import { DICT_MUTEX, dictPairs } from "./dicts.ts";
import { PyRange, PyView } from "./immutables.ts";
import { KIND, type Kind } from "./kinds.ts";
import { LIST_MUTEX, listWords } from "./lists.ts";
import { SET_MUTEX, setMembers } from "./sets.ts";
import { isVisible, onWhole, WHOLE_READ } from "./visible.ts";

interface ContainerParts {
  readonly mutex: number;
  readonly words: (heap: Heap, at: Address) => Word[];
}

const CONTAINERS = new Map<Kind, ContainerParts>([
  [KIND.LIST, { mutex: LIST_MUTEX, words: listWords }],
  [KIND.SET, { mutex: SET_MUTEX, words: setMembers }],
  [KIND.FROZEN_SET, { mutex: SET_MUTEX, words: setMembers }],
  [KIND.DEQUE, { mutex: DEQUE_MUTEX, words: dequeWords }],
  [KIND.DICT, { mutex: DICT_MUTEX, words: (heap, at) => dictPairs(heap, at).flat() }],
]);

/** Whether the value is a container in the heap that whole-container operations know. */
export function isContainer(heap: Heap, value: Value): value is PyRef {
  return value instanceof PyRef && CONTAINERS.has(heap.kind(value));
}

export function isContainerKind(kind: Kind): boolean {
  return CONTAINERS.has(kind);
}

/** Words of a container's items, as one visible read; for a dict keys and values alternate. */
export function readWhole(host: Host, ref: PyRef): Word[] | typeof SUSPEND {
  const parts = CONTAINERS.get(host.heap.kind(ref))!;
  return onWhole(host, ref.at, parts.mutex, WHOLE_READ, OP.read, () => parts.words(host.heap, ref.at));
}

/** As `readWhole`, told to nobody. */
export function peekWhole(host: Host, ref: PyRef): readonly Word[] {
  const words = lookAtWhole(host, ref);
  return isVisible(host, ref.at) ? host.world.rememberWords(words) : words;
}

/** What `look` finds in an object, told to nobody. It must not call back. */
export function peekInside(host: Host, at: Address, mutex: number, look: () => readonly Word[]): readonly Word[] {
  const { memory } = host.heap;
  if (!isVisible(host, at)) return look();
  memory.enter(at + mutex);
  try {
    return host.world.rememberWords(look());
  } finally {
    memory.leave(at + mutex);
  }
}

/** As `peekWhole`, for what is looked at once more inside the mutex before anything comes of it. */
export function lookAtWhole(host: Host, ref: PyRef): Word[] {
  const { heap } = host;
  const parts = CONTAINERS.get(heap.kind(ref))!;
  if (!isVisible(host, ref.at)) return parts.words(heap, ref.at);
  heap.memory.enter(ref.at + parts.mutex);
  try {
    return parts.words(heap, ref.at);
  } finally {
    heap.memory.leave(ref.at + parts.mutex);
  }
}

export function toValues(heap: Heap, words: readonly Word[]): Value[] {
  const values = new Array<Value>(words.length);
  for (let i = 0; i < words.length; i++) values[i] = heap.fromWord(words[i]);
  return values;
}

/** How the words of a container are come by: told as a read, or quietly. */
type Look = (host: Host, ref: PyRef) => readonly Word[] | typeof SUSPEND;

/**
 * What iterating over the value gives, when that needs no Python code: tuples, ranges, strings, containers and views of dicts,
 * shared ones as one visible read. null for everything else.
 */
export function itemsOf(host: Host, value: Value): Value[] | typeof SUSPEND | null {
  return itemsBy(host, value, readWhole);
}

/** As `itemsOf`, told to nobody. */
export function peekItems(host: Host, value: Value): Value[] | null {
  return itemsBy(host, value, peekWhole) as Value[] | null;
}

function itemsBy(host: Host, value: Value, look: Look): Value[] | typeof SUSPEND | null {
  if (typeof value === "string") return codePoints(value);
  if (value instanceof PyTuple) return value.items.slice();
  if (value instanceof PyRange) return itemsOfRange(value);
  if (value instanceof PyView) return itemsOfView(host, value, look);
  if (!isContainer(host.heap, value)) return null;
  const words = look(host, value);
  if (words === SUSPEND) return SUSPEND;
  const values = toValues(host.heap, words);
  return host.heap.kind(value) === KIND.DICT ? values.filter((_, i) => i % 2 === 0) : values;
}

/** Items of the longest list that one range may become; it must fit into a worker's own memory. */
const LONGEST = 2 ** 25;

function itemsOfRange(range: PyRange): Value[] {
  if (range.length > LONGEST) throw new PythonError("MemoryError", `a range may give ${LONGEST} items at once here`);
  return Array.from({ length: range.length }, (_, i) => range.start + i * range.step);
}

function itemsOfView(host: Host, view: PyView, look: Look): Value[] | typeof SUSPEND {
  const words = look(host, view.dict);
  if (words === SUSPEND) return SUSPEND;
  const values = toValues(host.heap, words);
  if (view.view === "keys") return values.filter((_, i) => i % 2 === 0);
  if (view.view === "values") return values.filter((_, i) => i % 2 === 1);
  return pairUp(values);
}

export function pairUp(values: readonly Value[]): PyTuple[] {
  const pairs: PyTuple[] = [];
  for (let i = 0; i < values.length; i += 2) pairs.push(new PyTuple([values[i], values[i + 1]]));
  return pairs;
}
