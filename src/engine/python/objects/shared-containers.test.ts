/** Two real threads change one list, dict, set and deque at once: nothing is torn and nothing is lost. */
import { expect, it } from "vitest";
import { startNodeWorker } from "../../../../scripts/node-worker.ts";
import { createRunMemory } from "../../memory/run-memory.ts";
import { type ContainersStart, createSharedHeap } from "../../testing/containers-start.ts";
import { PyTuple, type Value } from "../values.ts";
import { dequeWords, makeDeque } from "./deques.ts";
import { dictCount, dictPairs, makeDict } from "./dicts.ts";
import { listItems, makeList } from "./lists.ts";
import { makeSet, setCount, setMembers } from "./sets.ts";
import { share } from "./share.ts";

const THREADS = [1, 2];
const ITEMS = 20_000;

function parts(value: Value): readonly [number, string] {
  if (!(value instanceof PyTuple)) throw new Error("an item is no tuple");
  return value.items as [number, string];
}

it("changes from two threads are all there, each thread's in its own order", async () => {
  const { words } = createRunMemory({ heapBytes: 64 * 2 ** 20, globalSlots: 1 });
  const buffer = words.buffer as SharedArrayBuffer;
  const heap = createSharedHeap(buffer);
  heap.prepare();
  const list = makeList(heap, []);
  const dict = makeDict(heap);
  const set = makeSet(heap);
  const deque = makeDeque(heap, -1);
  const cells = makeList(
    heap,
    Array.from({ length: 8 }, () => new PyTuple([0, "start"])),
  );
  for (const each of [list, dict, set, deque, cells]) share(heap, each);

  const workers = await Promise.all(
    THREADS.map((thread) => {
      const start: ContainersStart = {
        buffer,
        thread,
        items: ITEMS,
        list: list.at,
        dict: dict.at,
        set: set.at,
        deque: deque.at,
        cells: cells.at,
      };
      return startNodeWorker(new URL("../../testing/containers.worker.ts", import.meta.url), start);
    }),
  );
  await Promise.all(
    workers.map((worker) => new Promise((ended, failed) => worker.once("message", ended).once("error", failed))),
  );
  await Promise.all(workers.map((worker) => worker.terminate()));

  const appended = listItems(heap, list.at).map(parts);
  expect(appended.length).toBe(THREADS.length * ITEMS);
  const numbers = dequeWords(heap, deque.at).map((word) => heap.fromWord(word) as number);
  for (const thread of THREADS) {
    const own = Array.from({ length: ITEMS }, (_, i) => `item ${i}`);
    expect(appended.filter(([from]) => from === thread).map(([, text]) => text)).toEqual(own);
    const inDeque = numbers.filter((number) => Math.floor(number / ITEMS) === thread);
    expect(inDeque).toEqual(Array.from({ length: ITEMS }, (_, i) => thread * ITEMS + i));
  }
  expect(dictCount(heap, dict.at)).toBe(THREADS.length * ITEMS);
  for (const [key, word] of dictPairs(heap, dict.at)) {
    const [thread, text] = parts(heap.fromWord(word));
    expect(heap.fromWord(key)).toBe(`${thread}/${text.slice("item ".length)}`);
  }
  expect(setCount(heap, set.at)).toBe(THREADS.length * ITEMS);
  expect(new Set(setMembers(heap, set.at)).size).toBe(THREADS.length * ITEMS);
  for (const item of listItems(heap, cells.at)) expect(THREADS).toContain(parts(item)[0]);
});
