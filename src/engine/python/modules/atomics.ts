/**
 * `atomics`, which is ours: `Cell(value)` is a place to read and write, and `AtomicInt(value)` one that also adds and exchanges in
 * one step. Both are a header, a value word, whether it is an AtomicInt, and the value that it had when others could first see it; from then
 * on every access is a visible operation on it.
 */
import type { Address, Word } from "../../base/ids.ts";
import { isSmall, toSmallWord } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import { addGetSet, addMethods, type Maker } from "../objects/immutables.ts";
import { expectInt } from "../objects/integers.ts";
import { HEADER_WORDS, isSharedAt, KIND } from "../objects/kinds.ts";
import { share } from "../objects/share.ts";
import { askTypeOf, ATOMIC_CELL, ATOMIC_INT, ofKind } from "../objects/types.ts";
import { isVisible, READ, WRITE } from "../objects/visible.ts";
import { addInt, PythonError } from "../text/index.ts";
import { PyRef, type Value } from "../values.ts";
import { bindNames, method } from "../builtins/arguments.ts";
import { primitive } from "./operations.ts";

const VALUE = HEADER_WORDS;
const IS_INT = HEADER_WORDS + 1;
const FIRST = HEADER_WORDS + 2;

function maker(isInt: boolean): Maker {
  return (host, type, args, keywords) => {
    const [value] = bindNames(type.name, args, keywords, ["value"]);
    const word = isInt ? smallWord(host, value ?? 0) : host.heap.toWord(value ?? null);
    const at = host.heap.alloc(HEADER_WORDS + 3);
    host.heap.store(at, KIND.ATOMIC);
    keep(host.heap, at, word);
    host.heap.store(at + IS_INT, isInt ? 1 : 0);
    return new PyRef(at);
  };
}

/** Writes what nobody else can see yet. */
function keep(heap: Heap, at: Address, word: Word): void {
  heap.store(at + VALUE, word);
  heap.store(at + FIRST, word);
}

/** What an atomic object held when others could first see it. */
export function firstOfAtomic(heap: Heap, at: Address): Word {
  return heap.load(at + FIRST);
}

/** Whether the cell at an address of kind ATOMIC is an AtomicInt, of which every access is atomic. */
export function isAtomicInt(heap: Heap, at: Address): boolean {
  return heap.load(at + IS_INT) === 1;
}

ATOMIC_CELL.make = maker(false);
ATOMIC_INT.make = maker(true);
askTypeOf(KIND.ATOMIC, (heap, at) => (isAtomicInt(heap, at) ? ATOMIC_INT : ATOMIC_CELL));

/** An atomic int lives in one word. @throws OverflowError beyond ±2^30 */
function smallWord(host: Host, value: Value): Word {
  const int = expectInt(host.heap, value);
  if (typeof int === "number" && isSmall(int)) return toSmallWord(int);
  throw new PythonError("OverflowError", "an AtomicInt holds ints from -2**30 to 2**30 - 1");
}

function load(host: Host, args: readonly Value[]): NativeResult {
  const { at } = primitive(args);
  if (!isVisible(host, at)) return host.heap.fromWord(host.heap.load(at + VALUE));
  if (host.mustStop(READ, at, 0)) return SUSPEND;
  return host.heap.fromWord(host.world.read(at + VALUE, at, 0));
}

function store(host: Host, args: readonly Value[]): NativeResult {
  const { heap } = host;
  const { at } = primitive(args);
  const visible = isVisible(host, at);
  if (visible && host.mustStop(WRITE, at, 0)) return SUSPEND;
  if (isSharedAt(heap.memory, at)) share(heap, args[1]);
  const word = isAtomicInt(heap, at) ? smallWord(host, args[1]) : heap.toWord(args[1]);
  if (visible) host.world.write(at + VALUE, at, 0, word);
  else keep(heap, at, word);
  return null;
}

/** Replaces the value by what `next` makes of it, as one step. Gives the words before and after; after 0: nothing was written. */
function update(
  host: Host,
  at: number,
  next: (before: Word) => Word,
  op: number,
): readonly [Word, Word] | typeof SUSPEND {
  const { heap } = host;
  const visible = isVisible(host, at);
  if (visible && host.mustStop(WRITE, at, 0)) return SUSPEND;
  for (;;) {
    const seen = heap.load(at + VALUE);
    const left = next(seen);
    if (left !== 0 && heap.memory.compareExchange(at + VALUE, seen, left) !== seen) continue;
    if (!visible) {
      if (left !== 0) keep(heap, at, left);
      return [seen, left];
    }
    const before = host.world.remember(seen);
    const after = next(before);
    host.world.note(after === 0 ? OP.read : op, at, 0, after === 0 ? before : after);
    return [before, after];
  }
}

/** `fetch_add(amount)` gives the value before, `add(amount)` the one after. */
function adding(which: 0 | 1): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const amount = args.length > 1 ? expectInt(host.heap, args[1]) : 1;
    const words = update(host, primitive(args).at, (before) => smallWord(host, addInt(before >> 1, amount)), OP.update);
    return words === SUSPEND ? SUSPEND : words[which] >> 1;
  };
}

function exchange(host: Host, args: Value[]): NativeResult {
  const word = smallWord(host, args[1]);
  const words = update(host, primitive(args).at, () => word, OP.update);
  return words === SUSPEND ? SUSPEND : words[0] >> 1;
}

/** `compare_exchange(expected, value)`: whether it held what was expected, and so was written. */
function compareExchange(host: Host, args: Value[]): NativeResult {
  const [expected, value] = [smallWord(host, args[1]), smallWord(host, args[2])];
  const words = update(host, primitive(args).at, (before) => (before === expected ? value : 0), OP["compare-exchange"]);
  return words === SUSPEND ? SUSPEND : words[1] !== 0;
}

for (const type of [ATOMIC_CELL, ATOMIC_INT]) {
  addMethods(
    type,
    {
      load: method("load", 0, 0, load),
      store: method("store", 1, 1, store),
    },
    ofKind(KIND.ATOMIC),
  );
  addGetSet(
    type,
    "value",
    (host, self) => load(host, [self]),
    (host, self, value) => store(host, [self, value]),
  );
}
addMethods(
  ATOMIC_INT,
  {
    add: method("add", 0, 1, adding(1)),
    fetch_add: method("fetch_add", 0, 1, adding(0)),
    exchange: method("exchange", 1, 1, exchange),
    compare_exchange: method("compare_exchange", 2, 2, compareExchange),
  },
  ofKind(KIND.ATOMIC),
);
