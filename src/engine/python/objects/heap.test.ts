import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, createMain } from "../index.ts";
import { SoloWorld } from "../solo-world.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";
import { isSame } from "./identity.ts";

const source = "greeting = 'hello'\nprint(greeting)\n";
const { program } = compile(source);
if (program === null) throw new Error("the test's listing does not compile");

function createHeap() {
  const world = new SoloWorld(program!.slotCount);
  return { world, heap: createMain(program!, world).heap };
}

const plain: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, 0, -1, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, 2 ** 53 - 1),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n }),
  fc.bigInt({ min: -(2n ** 200n), max: -(2n ** 53n) }),
  fc.double().map((x) => new PyFloat(x)),
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.constant("hello"),
);
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    plain,
    fc.array(tie("value"), { maxLength: 5 }).map((items) => new PyTuple(items)),
  ),
})).value;

describe("heap", () => {
  it("gives back every value that went into a word", () => {
    const { heap } = createHeap();
    fc.assert(fc.property(value, (given) => isSame(heap.fromWord(heap.toWord(given)), given)));
  });

  it("gives back what another machine wrote", () => {
    const { world, heap } = createHeap();
    const other = heap.copy(world);
    fc.assert(fc.property(value, (given) => isSame(other.fromWord(heap.toWord(given)), given)));
  });

  it("has one word for each text of the program, whoever asks", () => {
    const { world, heap } = createHeap();
    expect(heap.toWord("hello")).toBe(heap.copy(world).toWord(["hel", "lo"].join("")));
  });

  it("makes one box for a text that is stored again and again", () => {
    const { heap } = createHeap();
    const words = new Set(Array.from({ length: 1000 }, (_, i) => heap.toWord(`${i % 2}-computed`)));
    expect(words.size).toBe(2);
  });

  it("takes the same places in a copy as in the original", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), fc.array(value, { maxLength: 30 }), (before, after) => {
        const { world, heap } = createHeap();
        for (const each of before) heap.toWord(each);
        const copiedWorld = world.copy();
        const copied = heap.copy(copiedWorld);
        expect(after.map((each) => copied.toWord(each))).toEqual(after.map((each) => heap.toWord(each)));
      }),
      { numRuns: 40 },
    );
  });
});
