/** A thread of the test of shared containers: changes one of each, by what listings' operators and methods call. */
import { parentPort, workerData } from "node:worker_threads";
import { dictSet } from "../python/objects/dict-operations.ts";
import { addMember } from "../python/objects/set-operations.ts";
import { setItem } from "../python/objects/subscripts.ts";
import type { PyNative } from "../python/callables.ts";
import { DEQUE, LIST } from "../python/objects/types.ts";
import { PyRef, PyTuple, type Value } from "../python/values.ts";
import { type ContainersStart, createContainerHost, createSharedHeap } from "./containers-start.ts";

const start = workerData as ContainersStart;
const { thread, items } = start;
const host = createContainerHost(createSharedHeap(start.buffer), thread);
const list = new PyRef(start.list);
const cells = new PyRef(start.cells);
const append = LIST.attributes.get("append") as PyNative;
const appendToDeque = DEQUE.attributes.get("append") as PyNative;

for (let i = 0; i < items; i++) {
  const item: Value = new PyTuple([thread, `item ${i}`]);
  append.native(host, [list, item], null);
  appendToDeque.native(host, [new PyRef(start.deque), thread * items + i], null);
  dictSet(host, start.dict, `${thread}/${i}`, item);
  addMember(host, start.set, thread * items + i);
  setItem(host, cells, i % 8, item);
}
parentPort?.postMessage("ended");
