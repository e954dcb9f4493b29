/**
 * Locks, queues and the rest in the heap: header, the world's own words, then what the objects themselves keep.
 * Rule: only the world reads or writes its words; the sizes here leave it at least the room its primitives take.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { ObjectKind } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import type { Host } from "../native.ts";
import { PyRef, type Value } from "../values.ts";
import { HEADER_WORDS, KIND, type Kind, kindAt } from "./kinds.ts";

interface PrimitiveLayout {
  readonly kind: Kind;
  /** Words after the header that belong to the world. */
  readonly own: number;
  /** Words behind them that hold values. */
  readonly extra: number;
}

/** By the name that traces give the kind. */
export const PRIMITIVES = {
  lock: { kind: KIND.LOCK, own: 6, extra: 0 },
  rlock: { kind: KIND.RLOCK, own: 6, extra: 0 },
  semaphore: { kind: KIND.SEMAPHORE, own: 8, extra: 1 },
  // Extra 0: its lock.
  condition: { kind: KIND.CONDITION, own: 6, extra: 1 },
  "event-flag": { kind: KIND.EVENT_FLAG, own: 8, extra: 0 },
  // Extra 0: parties, 1: action, 2: timeout, 3: a second barrier where there is an action, 4: how many wait, 5: whether it is broken.
  barrier: { kind: KIND.BARRIER, own: 8, extra: 6 },
  // Extra 0: maxsize, 1: whether it is a SimpleQueue.
  queue: { kind: KIND.QUEUE, own: 20, extra: 2 },
  "lifo-queue": { kind: KIND.LIFO_QUEUE, own: 20, extra: 2 },
  "priority-queue": { kind: KIND.PRIORITY_QUEUE, own: 20, extra: 2 },
  // Extra 0: the latest future given to it.
  pool: { kind: KIND.POOL, own: 16, extra: 1 },
  // Extra 0: chain of callbacks (address) or SETTLED, 1: what it is to run, 2: the future given to the same pool before.
  future: { kind: KIND.FUTURE, own: 8, extra: 3 },
} as const satisfies Partial<Record<ObjectKind, PrimitiveLayout>>;

export type PrimitiveKind = keyof typeof PRIMITIVES;

const BY_KIND = new Map<Kind, PrimitiveLayout>(Object.values(PRIMITIVES).map((layout) => [layout.kind, layout]));

/** A new primitive, set up by the world. */
export function makePrimitive(host: Host, name: PrimitiveKind, capacity: number): PyRef {
  const layout: PrimitiveLayout = PRIMITIVES[name];
  const at = host.heap.alloc(HEADER_WORDS + layout.own + layout.extra);
  host.heap.store(at, layout.kind);
  host.world.create(name, at, capacity);
  return new PyRef(at);
}

/** Address of one of the words behind the world's own. */
export function extraSlot(heap: Heap, at: Address, index: number): Address {
  const layout = BY_KIND.get(kindAt(heap.memory, at))!;
  return at + HEADER_WORDS + layout.own + index;
}

export function extraValue(heap: Heap, at: Address, index: number): Value {
  const word = heap.load(extraSlot(heap, at, index));
  return word === 0 ? null : heap.fromWord(word);
}

export function setExtra(heap: Heap, at: Address, index: number, value: Value): void {
  heap.store(extraSlot(heap, at, index), heap.toWord(value));
}

/** Words of values that a primitive keeps; none for what is no primitive. */
export function primitiveWords(heap: Heap, at: Address): Word[] {
  const kind = kindAt(heap.memory, at);
  const layout = BY_KIND.get(kind);
  if (layout === undefined) return [];
  const words = Array.from({ length: layout.extra }, (_, i) => heap.load(extraSlot(heap, at, i)));
  // A future's first extra word is an address and not a value; its callbacks are shared as they are added.
  return kind === KIND.FUTURE ? words.slice(1) : words;
}
