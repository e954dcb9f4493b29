/**
 * Rows: where asyncio's locks, events and queues keep who waits, and what is queued. A row is a deque in the heap that no trace tells, since
 * what happens to the lock or queue is told as its own event. Rule: a row is its loop's thread's alone, so nothing here needs leave.
 */
import type { Address, Word } from "../../base/ids.ts";
import { NONE, TRUE } from "../../memory/words.ts";
import type { Heap } from "../heap.ts";
import { finish, FUTURE, isCancelled, isDone, makeFuture, nameFuture } from "../loop/futures.ts";
import { loopAt } from "../loop/loops.ts";
import type { Host, Native } from "../native.ts";
import {
  dequeAppend,
  dequeAppendLeft,
  dequeCount,
  dequePopLeft,
  dequeReplace,
  dequeSlot,
  dequeWords,
  makeDeque,
} from "../objects/deques.ts";
import { isSharedAt } from "../objects/kinds.ts";
import { share } from "../objects/share.ts";
import { valueError } from "../objects/specials.ts";
import { PythonError } from "../text/index.ts";
import { type PyRef, PyTuple, type Value } from "../values.ts";

function rowOf(row: Value): Address {
  return (row as PyRef).at;
}

function add(heap: Heap, row: Address, item: Value): void {
  if (isSharedAt(heap.memory, row)) share(heap, item);
  dequeAppend(heap, row, heap.toWord(item));
}

function insert(heap: Heap, row: Address, index: number, item: Value): void {
  if (isSharedAt(heap.memory, row)) share(heap, item);
  const word = heap.toWord(item);
  if (index === 0) dequeAppendLeft(heap, row, word);
  else dequeReplace(heap, row, dequeWords(heap, row).toSpliced(index, 0, word));
}

/** @throws ValueError where it is not there */
function remove(heap: Heap, row: Address, item: PyRef): void {
  const word = heap.toWord(item);
  if (dequeCount(heap, row) > 0 && heap.load(dequeSlot(heap, row, 0)) === word) {
    dequePopLeft(heap, row);
    return;
  }
  const words = dequeWords(heap, row);
  const index = words.indexOf(word);
  if (index < 0) throw valueError("deque.remove(x): x not in deque");
  dequeReplace(heap, row, words.toSpliced(index, 1));
}

/** Address of the future at a place. */
function futureAt(heap: Heap, row: Address, index: number): Address {
  return heap.load(dequeSlot(heap, row, index)) >>> 1;
}

function letGo(host: Host, future: Address, result: Word): void {
  finish(host, loopAt(host, host.heap.load(future + FUTURE.LOOP)), future, result);
}

/** Lets everybody go who still waits, at most `most` of them; how many that were. They stay in the row. */
function wake(host: Host, row: Address, most: number): number {
  const { heap } = host;
  let woken = 0;
  for (let i = 0; i < dequeCount(heap, row) && woken < most; i++) {
    const future = futureAt(heap, row, i);
    if (isDone(heap, future)) continue;
    letGo(host, future, TRUE);
    woken++;
  }
  return woken;
}

export const ROW_NATIVES: Readonly<Record<string, Native>> = {
  _row: (host) => makeDeque(host.heap, -1),
  _row_len: (host, [row]) => dequeCount(host.heap, rowOf(row)),
  _row_items: ({ heap }, [row]) => new PyTuple(dequeWords(heap, rowOf(row)).map((word) => heap.fromWord(word))),
  _row_append: (host, [row, item]) => {
    add(host.heap, rowOf(row), item);
    return null;
  },
  _row_insert: (host, [row, index, item]) => {
    insert(host.heap, rowOf(row), index as number, item);
    return null;
  },
  _row_popleft: ({ heap }, [row]) => {
    if (dequeCount(heap, rowOf(row)) === 0) throw new PythonError("IndexError", "pop from an empty deque");
    return heap.fromWord(dequePopLeft(heap, rowOf(row)));
  },
  _row_remove: (host, [row, item]) => {
    remove(host.heap, rowOf(row), item as PyRef);
    return null;
  },
  /** `_wait_in(loop, row, name)`: a new future of the loop at the end of the row. */
  _wait_in: ({ heap }, [loop, row, name]) => {
    const future = makeFuture(heap, (loop as PyRef).at);
    nameFuture(heap, future.at, name as string);
    add(heap, rowOf(row), future);
    return future;
  },
  /** Takes futures out of the row up to the first that waits; that one gets None. */
  _wake_next: (host, [row]) => {
    const { heap } = host;
    while (dequeCount(heap, rowOf(row)) > 0) {
      const future = dequePopLeft(heap, rowOf(row)) >>> 1;
      if (isDone(heap, future)) continue;
      letGo(host, future, NONE);
      break;
    }
    return null;
  },
  /** Everybody who waits gets True. */
  _wake_all: (host, [row]) => {
    wake(host, rowOf(row), Number.POSITIVE_INFINITY);
    return null;
  },
  /** The first who waits gets True; whether there was one. */
  _wake_one: (host, [row]) => wake(host, rowOf(row), 1) === 1,
  /** The first of the row gets True, if it still waits. */
  _wake_first: (host, [row]) => {
    const { heap } = host;
    if (dequeCount(heap, rowOf(row)) === 0) return null;
    const future = futureAt(heap, rowOf(row), 0);
    if (!isDone(heap, future)) letGo(host, future, TRUE);
    return null;
  },
  /** Whether nobody in the row waits for anything any more, all being cancelled. */
  _all_cancelled: ({ heap }, [row]) => {
    for (let i = 0; i < dequeCount(heap, rowOf(row)); i++)
      if (!isCancelled(heap, futureAt(heap, rowOf(row), i))) return false;
    return true;
  },
};
