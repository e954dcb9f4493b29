import { describe, expect, it } from "vitest";
import { parseTrace } from "../testing/trace-notation.ts";
import { SnapshotIndex } from "../trace/snapshot-index.ts";
import { StaleReads } from "./stale-reads.ts";

/** What is stale of thread T1 just after each event: `read row ← row of the write`. */
function staleOf(text: string, ...lines: number[]): (string | null)[] {
  const trace = parseTrace(text);
  const index = new SnapshotIndex(trace);
  const seqs = Array.from({ length: trace.count }, (_, seq) => seq);
  const rows = Int32Array.from(seqs.filter((seq) => trace.threads[trace.thread[seq]].name === "T1"));
  const reads = new StaleReads(trace, rows, (read, until) => index.nextWrite(read, until));
  return seqs.map((seq) => {
    const row = reads.at(new Set(lines), seq);
    return row && `${row.read} ← ${row.writtenAt}`;
  });
}

describe("a local", () => {
  it("is stale from another thread's write on, until its own thread has written", () => {
    const race = `
      T1 read x = 0 :4
      T2 read x = 0 :4
      T2 write x = 5 :5
      T2 write x = 6 :5
      T1 write x = 8 :5
      T2 write x = 7 :5
    `;
    expect(staleOf(race, 4)).toEqual([null, null, "0 ← 2", "0 ← 2", null, null]);
    expect(staleOf(race, 5)).toEqual([null, null, null, null, null, null]);
  });

  it("is not stale by its own thread's write, nor by one before its read", () => {
    expect(staleOf("T2 write x = 1 :9\nT1 read x = 1 :4\nT1 write x = 2 :5\nT1 print 3 :6", 4)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("goes by the newest read at its lines", () => {
    expect(staleOf("T1 read x = 0 :4\nT2 write x = 1 :9\nT1 read x = 1 :4\nT2 write x = 2 :9", 4)).toEqual([
      null,
      "0 ← 1",
      null,
      "2 ← 3",
    ]);
  });

  it("goes by every read of one assignment", () => {
    expect(staleOf("T1 read x = 0 :4\nT1 read y = 0 :4\nT2 write x = 1 :9\nT2 write y = 1 :9", 4)).toEqual([
      null,
      null,
      "0 ← 2",
      "1 ← 3",
    ]);
  });

  it("may come from an element or an attribute, never from a container as a whole", () => {
    const element = 'object d: dict\nT1 read d["a"] = 0 :4\nT2 write d["b"] = 1 :9\nT2 write d["a"] = 1 :9';
    expect(staleOf(element, 4)).toEqual([null, null, "0 ← 2"]);
    expect(staleOf("object l: list\nT1 read l = 3 :4\nT2 update l = 1 :9", 4)).toEqual([null, null]);
  });

  it("is not stale by a comparison that failed", () => {
    expect(staleOf("T1 read x = 0 :4\nT2 compare-exchange x = 9 fails", 4)).toEqual([null, null]);
  });
});
