// Going back restores exactly what was there, however changes, marks and steps back are mixed.

import { describe, expect, test } from "vitest";
import { createRandom } from "../base/random.ts";
import { InternalError } from "../base/errors.ts";
import { PrivateMemory } from "./private-memory.ts";

const SEED = Number(process.env.INTERLEAVE_SEED);

function changeAnything(memory: PrivateMemory, random: ReturnType<typeof createRandom>): void {
  const at = random.below(64);
  const kind = random.below(3);
  if (kind === 0) memory.store(at, random.below(1000) - 500);
  else if (kind === 1) memory.add(at, random.below(10));
  else memory.compareExchange(at, random.below(3), random.below(1000));
}

describe("private memory", () => {
  test(`goes back to any mark, seed ${SEED}`, () => {
    const random = createRandom(SEED);
    const memory = new PrivateMemory(64);
    const marks: { mark: number; words: Int32Array }[] = [];
    for (let round = 0; round < 20_000; round++) {
      const draw = random.below(20);
      if (draw === 0) marks.push({ mark: memory.mark(), words: memory.words.slice() });
      else if (draw === 1 && marks.length > 0) {
        const { mark, words } = marks[random.below(marks.length)];
        memory.undoTo(mark);
        expect(memory.words).toEqual(words);
        while (marks.length > 0 && marks[marks.length - 1].mark > mark) marks.pop();
      } else changeAnything(memory, random);
    }
  });

  test("compareExchange and add give what was there", () => {
    const memory = new PrivateMemory(4);
    memory.store(1, 5);
    expect(memory.compareExchange(1, 4, 9)).toBe(5);
    expect(memory.load(1)).toBe(5);
    expect(memory.compareExchange(1, 5, 9)).toBe(5);
    expect(memory.add(1, 2)).toBe(9);
    expect(memory.add(1, 2 ** 31 - 1)).toBe(11);
    expect(memory.load(1)).toBe(-(2 ** 31) + 10);
  });

  test("a mark that was gone back over is void", () => {
    const memory = new PrivateMemory(4);
    const first = memory.mark();
    memory.store(0, 1);
    const second = memory.mark();
    memory.undoTo(first);
    expect(() => memory.undoTo(second)).toThrow(InternalError);
  });

  test("forgetting makes the present final", () => {
    const memory = new PrivateMemory(4);
    const mark = memory.mark();
    memory.store(0, 1);
    memory.forget();
    memory.undoTo(mark);
    expect(memory.load(0)).toBe(1);
  });

  test("entering twice is a fault", () => {
    const memory = new PrivateMemory(4);
    memory.enter(2);
    expect(() => memory.enter(2)).toThrow(InternalError);
    memory.leave(2);
    memory.enter(2);
  });
});
