/** The table "a detector must say" of the exact checks, each row in every interleaving. */
import { describe, expect, it } from "vitest";
import { simulate } from "../testing/exhaust.ts";
import { findMeetings } from "../testing/meetings.ts";
import { guardedUpdates, lostUpdates, threadsOf, twoAdds } from "../testing/table-listings.ts";
import { printTrace } from "../testing/trace-notation.ts";
import { objectName } from "../trace/names.ts";
import type { Trace } from "../trace/trace.ts";
import { analyse } from "./index.ts";

/** What is told of each run: kinds with the names of their objects. */
function saidOf(trace: Trace): readonly string[] {
  const { findings } = analyse(trace);
  const names = findings.map(({ kind, objects }) =>
    [kind, ...objects.map((object) => objectName(trace, object)).toSorted()].join(" "),
  );
  return [...new Set(names)].toSorted();
}

/** Plays every interleaving; gives how many there are. */
function inEach(listing: string, check: (said: readonly string[], trace: Trace) => void): number | undefined {
  const simulation = simulate(listing, { record: true, heapBytes: 4 * 1024 * 1024 });
  return findMeetings(simulation, 10_000, ({ trace }) => check(saidOf(trace), trace))?.runs;
}

const LOCKS = "a = threading.Lock()\nb = threading.Lock()\ng = threading.Lock()";
const nested = (...locks: readonly string[]): string =>
  [...locks.map((lock, depth) => `${" ".repeat(4 * depth)}with ${lock}:`), `${" ".repeat(4 * locks.length)}pass`].join(
    "\n",
  );
const branch = (i: number, body: string): string => `if i == ${i}:\n${body.replaceAll(/^/gm, "    ")}`;
const published = (head: string, set: string, isSet: string): string =>
  threadsOf(
    2,
    `${head}\ndata = 0`,
    `global data, flag\n${branch(0, `data = 42\n${set}`)}\n${branch(1, `if ${isSet}:\n    seen = data`)}`,
  );

describe("a detector must say", () => {
  it.each([
    [2, 1, 6],
    [2, 2, 70],
    [3, 1, 90],
  ])("race in every interleaving of a lost update: %i × %i", (n, k, runs) => {
    const played = inEach(lostUpdates(n, k), (said, trace) =>
      expect(said, printTrace(trace)).toEqual(expect.arrayContaining(["data-race x"])),
    );
    expect(played).toBe(runs);
  });

  it("nothing in any under one lock, or with atomic adds", () => {
    for (const listing of [guardedUpdates(2), guardedUpdates(3), twoAdds(2)]) {
      const played = inEach(listing, (said, trace) => expect(said, printTrace(trace)).toEqual([]));
      expect(played).toBeGreaterThan(1);
    }
  });

  it("an inversion for two locks in opposite order, from any one run that did not hang", () => {
    const listing = threadsOf(2, LOCKS, `${branch(0, nested("a", "b"))}\n${branch(1, nested("b", "a"))}`);
    const kinds = new Set<string>();
    inEach(listing, (said, trace) => {
      const hangs = trace.threads.some(({ state }) => state === "blocked");
      expect(said, printTrace(trace)).toEqual([hangs ? "deadlock a b" : "lock-order-inversion a b"]);
      kinds.add(said[0]);
    });
    expect(kinds.size).toBe(2);
  });

  it.each([
    [
      "under one common gate lock",
      threadsOf(2, LOCKS, `${branch(0, nested("g", "a", "b"))}\n${branch(1, nested("g", "b", "a"))}`),
    ],
    ["of one thread alone, in both orders", threadsOf(2, LOCKS, branch(0, `${nested("a", "b")}\n${nested("b", "a")}`))],
    [
      "where one only tries, or asks with a limit",
      threadsOf(
        2,
        LOCKS,
        `${branch(0, "with a:\n    if b.acquire(blocking=False):\n        b.release()")}\n${branch(1, "with b:\n    if a.acquire(timeout=1):\n        a.release()")}`,
      ),
    ],
    [
      "in two phases apart by a join",
      [
        "import threading",
        LOCKS,
        "def first():",
        nested("a", "b").replaceAll(/^/gm, "    "),
        "def second():",
        nested("b", "a").replaceAll(/^/gm, "    "),
        "one = threading.Thread(target=first)",
        "one.start()",
        "one.join()",
        "other = threading.Thread(target=second)",
        "other.start()",
        "other.join()",
        "",
      ].join("\n"),
    ],
  ])("no inversion for opposite orders %s", (_, listing) => {
    const played = inEach(listing, (said, trace) => expect(said, printTrace(trace)).toEqual([]));
    expect(played).toBeGreaterThan(0);
  });

  it("nothing of plain data published by an atomic flag, read only when it is set", () => {
    const head = "from atomics import AtomicInt\nflag = AtomicInt(0)";
    for (const set of ["flag.store(1)", "flag.add(1)", "flag.exchange(1)", "flag.compare_exchange(0, 1)"]) {
      let reads = 0;
      inEach(published(head, set, "flag.load() == 1"), (said, trace) => {
        expect(said, printTrace(trace)).toEqual([]);
        reads += Number(printTrace(trace).includes("read data"));
      });
      expect(reads, set).toBeGreaterThan(0);
    }
  });

  it.each([
    ["flag = 0", "flag = 1", "flag == 1"],
    ["from atomics import Cell\nflag = Cell(0)", "flag.store(1)", "flag.load() == 1"],
  ])("race on flag and data for the same with a plain flag", (head, set, isSet) => {
    let reads = 0;
    inEach(published(head, set, isSet), (said, trace) => {
      const isRead = printTrace(trace).includes("read data");
      expect(said, printTrace(trace)).toEqual(isRead ? ["data-race data", "data-race flag"] : ["data-race flag"]);
      reads += Number(isRead);
    });
    expect(reads).toBeGreaterThan(0);
  });

  it("race on the data where another's store took the flag's place: there are no release sequences", () => {
    const head = "from atomics import AtomicInt\nflag = AtomicInt(0)\ndata = 0";
    const body = [
      "global data",
      branch(0, "data = 42\nflag.store(1)"),
      branch(1, "flag.store(2)"),
      branch(2, "if flag.load() == 2:\n    seen = data"),
    ].join("\n");
    let told = 0;
    inEach(threadsOf(3, head, body), (said, trace) => {
      const isRead = printTrace(trace).includes("read data");
      // Whoever saw the other store knows nothing of the data, even where the first store came before it.
      expect(said, printTrace(trace)).toEqual(isRead ? ["data-race data"] : []);
      told += said.length;
    });
    expect(told).toBeGreaterThan(0);
  });
});
