import { describe, expect, it } from "vitest";
import { createRandom } from "../base/random.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { computeLostUpdates, lostUpdateFindings, type LostUpdates } from "./lost-updates.ts";

const counts = (text: string) => computeLostUpdates(parseTrace(text)).counts;

describe("lost updates", () => {
  it("are none when one follows the other", () => {
    expect(counts("T1 read x = 0\nT1 write x = 1\nT2 read x = 1\nT2 write x = 2")).toEqual({ x: 0 });
  });

  it("are counted when both read before either wrote", () => {
    expect(counts("T1 read x = 0\nT2 read x = 0\nT1 write x = 1\nT2 write x = 1")).toEqual({ x: 1 });
  });

  it("count a whole run that one late write wiped out", () => {
    expect(
      counts(`
        object x: cell = 0
        T2 read x = 0
        T1 read x = 0
        T1 write x = 1
        T1 read x = 1
        T1 write x = 2
        T1 read x = 2
        T1 write x = 3
        T2 write x = 1
        T1 read x = 1
        T1 write x = 2
      `),
    ).toEqual({ x: 3 });
  });

  it("end in what the last read saw, where it surely came after all writes", () => {
    const racing = `
      object x: cell = 0
      T1 read x = 0
      T2 read x = 0
      T2 write x = 5
      T1 write x = 7
      main join -> T1
    `;
    // T1's write happened first and was numbered late: main reads 5 afterwards, so T1's update is the lost one.
    const read = computeLostUpdates(parseTrace(`${racing}\nmain read x = 5`));
    expect(read.counts).toEqual({ x: 1 });
    expect(read.groups[0].threads[0]).toBe(0);
    const unread = computeLostUpdates(parseTrace(racing));
    expect(unread.groups[0].threads[0]).toBe(1);
  });

  it("find the source of a read whose write was numbered behind it", () => {
    expect(
      counts(`
        object x: cell = 0
        T1 read x = 0
        T2 read x = 1
        T1 write x = 1
        T2 write x = 2
      `),
    ).toEqual({ x: 0 });
  });

  it("take the read nearest to the write, and a write without one for none", () => {
    expect(counts("T1 read x = 0\nT1 read x = 0\nT1 write x = 1\nT1 write x = 9")).toEqual({ x: 1 });
    expect(counts("T1 write x = 1\nT2 write x = 2")).toEqual({});
  });

  it("never count updates in one step against each other", () => {
    expect(
      counts("T1 update x = 1\nT2 update x = 2\nT1 compare-exchange x = 3 ok\nT2 compare-exchange x = 3 fails"),
    ).toEqual({ x: 0 });
  });

  it("are none of a container's own steps", () => {
    expect(counts("object l: list\nT1 read l = 0\nT2 read l = 0\nT1 update l = 1\nT2 update l = 2")).toEqual({});
  });

  it("are counted for each element and attribute by itself", () => {
    expect(
      counts(`
        object a: instance
        T1 read c[0] = 1
        T1 read a["n"] = 1
        T2 read c[0] = 1
        T2 read a["n"] = 1
        T1 write c[0] = 2
        T2 write c[0] = 2
        T2 write a["n"] = 2
      `),
    ).toEqual({ "c[0]": 1, "a.n": 0 });
  });

  it("are told with the two reads and writes behind the first of each pair of lines and threads", () => {
    const { groups } = computeLostUpdates(
      parseTrace(`
        T1 read x = 0 :4
        T2 read x = 0 :4
        T1 write x = 1 :4
        T2 write x = 1 :4
        T2 read x = 1 :9
        T1 read x = 1 :4
        T2 write x = 2 :9
        T1 write x = 2 :4
        T1 read x = 2 :4
        T2 read x = 2 :4
        T1 write x = 3 :4
        T2 write x = 3 :4
      `),
    );
    expect(groups).toEqual([
      expect.objectContaining({ threads: [0, 1], lines: [4, 4], events: [0, 2, 1, 3], count: 2 }),
      expect.objectContaining({ threads: [1, 0], lines: [9, 4], events: [4, 6, 5, 7], count: 1 }),
    ]);
  });

  it("equal expected minus count for counters that really ran into each other", () => {
    for (let seed = 0; seed < 300; seed++) {
      const { trace, expected, final } = countRace(seed);
      const lost = computeLostUpdates(trace);
      expect(lost.counts["count"], `seed ${seed}`).toBe(expected - final);
      // Each of them was written over by somebody who had not seen it, so all are told, whatever races.
      expect(toldIn(lost), `seed ${seed}`).toBe(expected - final);
    }
  });

  it("are told as findings only where somebody wrote over what he had not seen, or where accesses race", () => {
    const flag =
      "T1 read w = false\nT1 write w = true\nT1 write w = false\nT2 read w = false\nT2 write w = true\nT2 write w = false";
    const reset = "T1 read x = 0\nT1 write x = 1\nT2 read x = 1\nT2 write x = 2\nmain write x = 0";
    for (const text of [flag, reset]) {
      const lost = computeLostUpdates(parseTrace(text));
      expect(Object.values(lost.counts), text).toEqual([2]);
      expect(lostUpdateFindings(lost, new Set()), text).toEqual([]);
      expect(lostUpdateFindings(lost, new Set([0])), text).not.toEqual([]);
    }
    const inTurn = "T1 read x = 0\nT2 read x = 0\nT1 write x = 1\nT2 write x = 1\nmain write x = 0";
    expect(lostUpdateFindings(computeLostUpdates(parseTrace(inTurn)), new Set())).toMatchObject([
      { count: 1, events: [0, 2, 1, 3] },
    ]);
  });

  it("equal expected minus count though accesses are numbered some time after they happened", () => {
    for (let seed = 0; seed < 300; seed++) {
      const { trace, expected, final } = countRace(seed, true);
      expect(computeLostUpdates(trace).counts["count"], `seed ${seed}`).toBe(expected - final);
    }
  });

  it("agree with the definition taken word by word", () => {
    for (let seed = 0; seed < 300; seed++) {
      const trace = randomAccesses(seed);
      expect(computeLostUpdates(trace).counts["x"] ?? 0, `seed ${seed}`).toBe(lostByDefinition(trace));
    }
  });
});

const toldIn = (lost: LostUpdates): number =>
  lostUpdateFindings(lost, new Set()).reduce((sum, { count }) => sum + count, 0);

/**
 * Threads that each add one several times, their reads and writes interleaved at random; main reads at the end.
 * @param late whether a thread may be held up between an access and its number
 */
function countRace(seed: number, late = false): { trace: Trace; expected: number; final: number } {
  const random = createRandom(seed);
  const threads = 2 + random.below(3);
  const left = Array.from({ length: threads }, () => 1 + random.below(12));
  const expected = left.reduce((sum, rounds) => sum + rounds, 0);
  const held: (number | null)[] = left.map(() => null);
  const untold: (string | null)[] = left.map(() => null);
  const lines = ["object count: cell = 0", "main spawn -> T0"];
  let count = 0;
  const tell = (thread: number) => {
    const line = untold[thread];
    if (line !== null) lines.push(line);
    untold[thread] = null;
  };
  while (left.some((rounds) => rounds > 0)) {
    const thread = random.below(threads);
    const value = held[thread];
    tell(thread);
    if (left[thread] === 0) continue;
    held[thread] = value === null ? count : null;
    if (value !== null) {
      count = value + 1;
      left[thread]--;
    }
    untold[thread] = `T${thread} ${value === null ? "read" : "write"} count = ${count} :5`;
    if (!late || random.below(3) === 0) tell(thread);
  }
  for (let thread = 0; thread < threads; thread++) tell(thread);
  lines.push("main join -> T0", `main read count = ${count}`);
  return { trace: parseTrace(lines.join("\n")), expected, final: count };
}

function randomAccesses(seed: number): Trace {
  const random = createRandom(seed);
  let value = 0;
  const lines = ["object x: cell = 0"];
  for (let i = 0; i < 30; i++) {
    const thread = random.below(3);
    const writes = random.below(2) === 0;
    if (writes) value = random.below(6);
    lines.push(`T${thread} ${writes ? "write" : "read"} x = ${value}`);
  }
  return parseTrace(lines.join("\n"));
}

/** The page API's sentence, without any cleverness: for traces in which every read sees the write numbered last before it. */
function lostByDefinition(trace: Trace): number {
  const rows = Array.from({ length: trace.count }, (_, row) => row);
  const isWrite = (row: number) => trace.op[row] === OP.write;
  const updates = new Map<number, number>();
  for (const read of rows.filter((row) => !isWrite(row))) {
    const write = rows.find((row) => row > read && trace.thread[row] === trace.thread[read] && isWrite(row));
    if (write !== undefined) updates.set(write, read);
  }
  const kept = new Set<number>();
  let write = rows.findLast(isWrite) ?? -1;
  while (write >= 0 && updates.has(write)) {
    kept.add(write);
    const read = updates.get(write) as number;
    write = rows.findLast((row) => row < read && isWrite(row) && trace.value[row] === trace.value[read]) ?? -1;
  }
  return updates.size - kept.size;
}
