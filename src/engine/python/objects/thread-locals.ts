/**
 * `threading.local()` in the heap: header, CHAIN (address of the newest node). A node is thread id + 1, next, then the first piece of
 * that thread's attributes. Only its thread looks into a node; nodes are put before the chain and never taken away.
 */
import type { Address } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import type { Host, NativeResult } from "../native.ts";
import { addSlot, findSlot, initPiece, pieceWords, slotsOf } from "./attributes.ts";
import { makeDict } from "./dicts.ts";
import { dictSet } from "./dict-operations.ts";
import { HEADER_WORDS, isSharedAt, KIND } from "./kinds.ts";
import { share } from "./share.ts";
import { PyRef, type Value } from "../values.ts";

const CHAIN = HEADER_WORDS;
const NEXT = 1;
const PIECE = 2;
const FIRST_CAPACITY = 4;

export function makeThreadLocal(heap: Heap): PyRef {
  const at = heap.alloc(HEADER_WORDS + 1);
  heap.store(at, KIND.THREAD_LOCAL);
  return new PyRef(at);
}

/** First piece of this thread's attributes; 0 where it has none yet. */
function pieceOf(host: Host, at: Address): Address {
  const { heap, world } = host;
  for (let node = heap.load(at + CHAIN); node !== 0; node = heap.load(node + NEXT)) {
    if (heap.load(node) === world.thread + 1) return node + PIECE;
  }
  return 0;
}

function makePiece(host: Host, at: Address): Address {
  const { heap, world } = host;
  const node = heap.alloc(PIECE + pieceWords(FIRST_CAPACITY));
  heap.store(node, world.thread + 1);
  initPiece(heap, node + PIECE, FIRST_CAPACITY);
  for (;;) {
    const first = heap.load(at + CHAIN);
    heap.store(node + NEXT, first);
    if (heap.memory.compareExchange(at + CHAIN, first, node) === first) return node + PIECE;
  }
}

/** undefined where this thread has no such attribute. A read that others cannot see, told for the lanes. */
export function getLocal(host: Host, local: PyRef, name: string): Value | undefined {
  const { heap, world } = host;
  const piece = pieceOf(host, local.at);
  const slot = piece === 0 ? 0 : findSlot(heap, piece, name);
  const word = slot === 0 ? UNBOUND : heap.load(slot);
  if (word === UNBOUND) return name === "__dict__" ? localDict(host, piece) : undefined;
  if (world.started) world.note(OP["local-read"], local.at, heap.stringWord(name), word);
  return heap.fromWord(word);
}

function localDict(host: Host, piece: Address): Value {
  const dict = makeDict(host.heap);
  if (piece !== 0) {
    for (const [name, slot] of slotsOf(host.heap, piece)) {
      dictSet(host, dict.at, host.heap.fromWord(name), host.heap.fromWord(host.heap.load(slot)));
    }
  }
  return dict;
}

export function setLocal(host: Host, local: PyRef, name: string, value: Value): NativeResult {
  const { heap, world } = host;
  const piece = pieceOf(host, local.at) || makePiece(host, local.at);
  // Another thread may reach what a thread put there by other ways: it is shared as everything else in shared objects.
  if (isSharedAt(heap.memory, local.at)) share(heap, value);
  const word = heap.toWord(value);
  const slot = findSlot(heap, piece, name) || addSlot(heap, piece, heap.stringWord(name), UNBOUND);
  heap.store(slot, word);
  if (world.started) world.note(OP["local-write"], local.at, heap.stringWord(name), word);
  return null;
}

/** False where there was none. */
export function deleteLocal(host: Host, local: PyRef, name: string): boolean {
  const piece = pieceOf(host, local.at);
  const slot = piece === 0 ? 0 : findSlot(host.heap, piece, name);
  if (slot === 0 || host.heap.load(slot) === UNBOUND) return false;
  host.heap.store(slot, UNBOUND);
  return true;
}
