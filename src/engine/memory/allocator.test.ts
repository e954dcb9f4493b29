// Pieces of heap never overlap, a large piece wastes no chunk, and a heap that is spent says so without spoiling the rest.

import { describe, expect, test } from "vitest";
import { ArgumentError } from "../base/errors.ts";
import { createRandom } from "../base/random.ts";
import { Allocator, ClearingAllocator, CHUNK_WORDS, type Chunk, takeHeap } from "./allocator.ts";
import { CONTROL, heapBase } from "./layout.ts";
import { createPrivateRunMemory, createRunMemory } from "./run-memory.ts";

const SEED = Number(process.env.INTERLEAVE_SEED);

class Spent extends Error {}

describe("allocator", () => {
  test(`pieces of two threads do not overlap, seed ${SEED}`, () => {
    const random = createRandom(SEED);
    const memory = createRunMemory({ heapBytes: 1 << 20, globalSlots: 5 });
    const source = (words: number): Chunk => {
      const chunk = takeHeap(memory, words, Math.max(words, CHUNK_WORDS));
      if (chunk === null) throw new Spent();
      return chunk;
    };
    const threads = [new Allocator(source), new Allocator(source)];
    const owner = new Uint8Array(memory.words.length);
    let given = 0;
    const fill = (): void => {
      for (;;) {
        const words = random.below(50) === 0 ? CHUNK_WORDS + random.below(5000) : 1 + random.below(40);
        const at = threads[random.below(2)].alloc(words);
        expect(at).toBeGreaterThanOrEqual(heapBase(5));
        expect(at + words).toBeLessThanOrEqual(memory.words.length);
        expect(owner.subarray(at, at + words).every((mark) => mark === 0)).toBe(true);
        owner.fill(1, at, at + words);
        given += words;
      }
    };
    expect(fill).toThrow(Spent);
    expect(given).toBeGreaterThan((1 << 18) * 0.9);
  });

  test("a large piece gets a chunk of its own and leaves the present one in use", () => {
    const asked: number[] = [];
    let next = 1000;
    const allocator = new Allocator((words) => {
      asked.push(words);
      const from = next;
      next += words;
      return { from, to: next };
    });
    const first = allocator.alloc(10);
    allocator.alloc(CHUNK_WORDS + 1);
    expect(allocator.alloc(10)).toBe(first + 10);
    expect(asked).toEqual([CHUNK_WORDS, CHUNK_WORDS + 1]);
  });

  test("one that goes on from the place of another sees none of what it does", () => {
    const source = (): Chunk => ({ from: 100, to: 100 + CHUNK_WORDS });
    const allocator = new Allocator(source);
    allocator.alloc(3);
    const other = new Allocator(source, allocator.next, allocator.end);
    expect(other.alloc(5)).toBe(103);
    expect(allocator.alloc(5)).toBe(103);
  });

  test("one that clears gives words that are all 0, whatever lay there", () => {
    const memory = createPrivateRunMemory({ heapBytes: 1 << 16, globalSlots: 0 });
    const from = heapBase(0);
    for (let at = from; at < from + 20; at++) memory.store(at, 7);
    const allocator = new ClearingAllocator(memory, () => ({ from, to: from + CHUNK_WORDS }));
    const at = allocator.alloc(5);
    expect(Array.from({ length: 6 }, (_, i) => memory.load(at + i))).toEqual([0, 0, 0, 0, 0, 7]);
  });

  test("the last words of the heap are given, and then none", () => {
    const memory = createPrivateRunMemory({ heapBytes: 400, globalSlots: 0 });
    const most = takeHeap(memory, 10, 90);
    expect(most).toEqual({ from: heapBase(0), to: heapBase(0) + 90 });
    expect(takeHeap(memory, 11, 50)).toBeNull();
    expect(takeHeap(memory, 5, 50)).toEqual({ from: heapBase(0) + 90, to: heapBase(0) + 100 });
    expect(memory.load(CONTROL.HEAP_NEXT)).toBe(memory.load(CONTROL.HEAP_END));
  });
});

describe("run memory", () => {
  test("a size out of range is refused with what is allowed", () => {
    for (const heapBytes of [-4, 3, 2 ** 31 + 4, Number.NaN]) {
      expect(() => createRunMemory({ heapBytes, globalSlots: 0 })).toThrow(ArgumentError);
    }
    expect(() => createRunMemory({ heapBytes: 4, globalSlots: -1 })).toThrow(/globalSlots: -1 is not allowed/);
  });

  test("is all 0 but for the bounds of the heap", () => {
    const { words } = createRunMemory({ heapBytes: 4096, globalSlots: 3 });
    words[CONTROL.HEAP_NEXT] = 0;
    words[CONTROL.HEAP_END] = 0;
    expect(words.every((word) => word === 0)).toBe(true);
  });
});
