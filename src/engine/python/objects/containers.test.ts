import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Heap } from "../heap.ts";
import { compile } from "../index.ts";
import { runSolo } from "../solo-run.ts";
import { SoloWorld } from "../solo-world.ts";
import { PyFloat, type Value } from "../values.ts";
import { dequeAppend, dequeAppendLeft, dequePop, dequePopLeft, dequeWords, makeDeque } from "./deques.ts";
import {
  dictAdd,
  dictClear,
  dictCount,
  dictFind,
  dictPairs,
  dictRemove,
  entrySlot,
  makeDict,
  NO_ENTRY,
} from "./dicts.ts";
import { hashKey } from "./hashing.ts";
import { listAppend, listExtend, listReplace, listSplice, listWords, makeListOfWords } from "./lists.ts";
import { makeSet, setAdd, setCount, setFind, setMembers, setRemove } from "./sets.ts";

const { program } = compile("");
if (program === null) throw new Error("an empty listing does not compile");

/** One heap for all: every container in it is new. */
const heap = Heap.inWorld(new SoloWorld(program.slotCount), program);
heap.prepare();

describe("lists against arrays", () => {
  const step = fc.record({
    act: fc.constantFrom("append", "extend", "splice", "replace"),
    at: fc.nat(),
    count: fc.nat(4),
    words: fc.array(fc.integer(), { maxLength: 6 }),
  });

  it("hold the same after any steps", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 5 }), fc.array(step, { maxLength: 60 }), (start, steps) => {
        const { at } = makeListOfWords(heap, start);
        const array = start.slice();
        for (const { act, at: place, count, words } of steps) {
          const index = place % (array.length + 1);
          const removed = Math.min(count, array.length - index);
          if (act === "append") {
            array.push(place | 0);
            listAppend(heap, at, place | 0);
          } else if (act === "extend") {
            array.push(...words);
            listExtend(heap, at, words);
          } else if (act === "splice") {
            array.splice(index, removed, ...words);
            listSplice(heap, at, index, removed, words);
          } else {
            array.splice(0, array.length, ...words);
            listReplace(heap, at, words);
          }
          expect(listWords(heap, at)).toEqual(array);
        }
      }),
    );
  });
});

describe("dicts against maps", () => {
  const key = fc.oneof(
    fc.integer({ min: -40, max: 40 }),
    fc.constantFrom("a", "b", "key", "ключ", ""),
    fc.string({ maxLength: 2 }),
  );
  const step = fc.record({ act: fc.constantFrom("set", "set", "set", "remove", "clear?"), key, value: fc.nat(1000) });

  it("hold the same in the same order after any steps", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const { at } = makeDict(heap);
        const map = new Map<Value, number>();
        for (const { act, key, value } of steps) {
          const hash = hashKey(heap, key);
          const entry = dictFind(heap, at, hash, key);
          expect(entry !== NO_ENTRY).toBe(map.has(key));
          if (act === "clear?" && value % 7 === 0) {
            dictClear(heap, at);
            map.clear();
          } else if (act === "remove" && entry !== NO_ENTRY) {
            dictRemove(heap, at, entry);
            map.delete(key);
          } else if (act === "set") {
            if (entry === NO_ENTRY) dictAdd(heap, at, hash, heap.toWord(key), heap.toWord(value));
            else heap.store(entrySlot(heap, at, entry), heap.toWord(value));
            map.set(key, value);
          }
        }
        const pairs = dictPairs(heap, at).map(([k, v]) => [heap.fromWord(k), heap.fromWord(v)]);
        expect(pairs).toEqual([...map]);
        expect(dictCount(heap, at)).toBe(map.size);
      }),
    );
  });

  it("take equal numbers of any type for one key", () => {
    const { at } = makeDict(heap);
    dictAdd(heap, at, hashKey(heap, 1), heap.toWord(1), heap.toWord("one"));
    for (const same of [1, true, new PyFloat(1)]) expect(dictFind(heap, at, hashKey(heap, same), same)).toBe(0);
    for (const other of [new PyFloat(1.5), "1", null, false]) {
      expect(dictFind(heap, at, hashKey(heap, other), other)).toBe(NO_ENTRY);
    }
  });
});

describe("sets", () => {
  it("hold the same members as JavaScript's after any steps", () => {
    const step = fc.record({ adds: fc.boolean(), member: fc.integer({ min: -30, max: 60 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { at } = makeSet(heap);
        const set = new Set<number>();
        for (const { adds, member } of steps) {
          const place = setFind(heap, at, hashKey(heap, member), member);
          expect(place >= 0).toBe(set.has(member));
          if (adds && place < 0) setAdd(heap, at, hashKey(heap, member), heap.toWord(member));
          if (!adds && place >= 0) setRemove(heap, at, place);
          if (adds) set.add(member);
          else set.delete(member);
        }
        const members = setMembers(heap, at).map((word) => heap.fromWord(word) as number);
        expect(members.toSorted((a, b) => a - b)).toEqual([...set].toSorted((a, b) => a - b));
        expect(setCount(heap, at)).toBe(set.size);
      }),
    );
  });

  // What CPython 3.11 and 3.13 print for this program.
  it("come out in CPython's order for ints", () => {
    const listing = `
x = 7
members = set()
for step in range(60):
    x = (x * 1103515245 + 12345) % 2147483648
    if step % 4 == 3:
        members.discard((x >> 8) % 500)
    else:
        members.add((x >> 8) % 500)
print(members)
print({5, 1, 99, -3} | {7, 64, 8, 16}, {5, 1, 99, -3, 7} & {7, 1}, set(range(30)) - set(range(3, 28)), {1, 2, 3} ^ {3, 40, 5})
`;
    const compiled = compile(listing).program;
    expect(compiled && runSolo(compiled)).toBe(EXPECTED);
  });
});

const EXPECTED = `{3, 132, 135, 138, 396, 142, 270, 400, 273, 285, 415, 288, 33, 46, 308, 182, 315, 318, 323, 68, 72, 80, 469, 471, 345, 218, 475, 90, 356, 105, 233, 491, 235, 109, 241, 498, 372, 373, 119, 248, 380, 125, 127}
{64, 1, 99, 5, 7, 8, 16, -3} {1, 7} {0, 1, 2, 28, 29} {1, 2, 5, 40}
`;

describe("deques against arrays", () => {
  it("hold the same after any steps, with and without a limit", () => {
    const step = fc.constantFrom("append", "appendleft", "pop", "popleft");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: -1, max: 6 }), (steps, limit) => {
        const { at } = makeDeque(heap, limit);
        let array: number[] = [];
        steps.forEach((act, i) => {
          if (act === "append") {
            array = [...array, i].slice(limit < 0 ? 0 : Math.max(0, array.length + 1 - limit));
            dequeAppend(heap, at, i);
          } else if (act === "appendleft") {
            array = [i, ...array].slice(0, limit < 0 ? undefined : limit);
            dequeAppendLeft(heap, at, i);
          } else if (array.length > 0 && act === "pop") expect(dequePop(heap, at)).toBe(array.pop());
          else if (array.length > 0) expect(dequePopLeft(heap, at)).toBe(array.shift());
          expect(dequeWords(heap, at)).toEqual(array);
        });
      }),
    );
  });
});
