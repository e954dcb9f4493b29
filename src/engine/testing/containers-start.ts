/** What a worker of the test of shared containers is given, and how it reaches them. */
import type { Address, Word } from "../base/ids.ts";
import { Allocator, CHUNK_WORDS, takeHeap } from "../memory/allocator.ts";
import type { Memory } from "../memory/memory.ts";
import { SharedMemory } from "../memory/shared-memory.ts";
import { Heap } from "../python/heap.ts";
import { compile } from "../python/index.ts";
import type { Host } from "../python/native.ts";

export interface ContainersStart {
  readonly buffer: SharedArrayBuffer;
  readonly thread: number;
  readonly items: number;
  /** Addresses. */
  readonly list: Address;
  readonly dict: Address;
  readonly set: Address;
  readonly deque: Address;
  readonly cells: Address;
}

const { program } = compile("");

/** A heap on shared memory for one thread. */
export function createSharedHeap(buffer: SharedArrayBuffer): Heap {
  if (program === null) throw new Error("an empty listing does not compile");
  const memory = new SharedMemory(buffer);
  const chunk = (words: number): { from: Address; to: Address } => {
    const taken = takeHeap(memory, words, Math.max(words, CHUNK_WORDS));
    if (taken === null) throw new Error("the test's heap is too small");
    return taken;
  };
  return new Heap(memory, program, new Allocator(chunk));
}

/** Just enough of a machine for natives of containers: a program that has started, and nobody who listens. */
export function createContainerHost(heap: Heap, thread: number): Host {
  const { memory } = heap;
  return {
    heap,
    program: heap.program,
    world: { memory, thread, started: true, note: () => undefined, ...accesses(memory) },
    mustStop: () => false,
  } as unknown as Host;
}

function accesses(memory: Memory): object {
  return {
    read: (at: Address): Word => memory.load(at),
    write: (at: Address, _object: Address, _key: Word, value: Word): void => memory.store(at, value),
  };
}
