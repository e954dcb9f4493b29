import { describe, expect, it } from "vitest";
import { analyse, type RunEnd } from "../engine/analysis/index.ts";
import { parseTrace } from "../engine/testing/trace-notation.ts";
import { shownNow, evidenceOf } from "./evidence.ts";
import { en } from "./shared/words-en.ts";

function evidence(text: string, end: RunEnd = {}) {
  const trace = parseTrace(text);
  return evidenceOf(analyse(trace, end).findings, trace, en.evidence);
}

describe("the picture of a finding", () => {
  const CROSSED = `thread T1: blocked
thread T2: blocked
T1 acquire a = 1 :3
T2 acquire b = 1 :8
T1 acquire-wait b :4
T2 acquire-wait a :9`;

  it("draws a deadlock's circle as it closes: an arrow from each wait to the holding it waits for", () => {
    const { arrows, marks } = evidence(CROSSED);
    expect(arrows.map(({ from, to, kind, label }) => ({ from, to, kind, label }))).toEqual([
      { from: 2, to: 1, kind: "wait", label: "waits for b" },
      { from: 3, to: 0, kind: "wait", label: "waits for a: the circle closes" },
    ]);
    expect(marks).toEqual([{ seq: 2 }, { seq: 3 }]);
    expect([1, 2, 3].map((playhead) => shownNow(arrows, playhead, null).length)).toEqual([0, 1, 2]);
  });

  it("draws both reads and writes of a lost update, always", () => {
    const { arrows, marks } = evidence("T1 read x = 0\nT2 read x = 0\nT1 write x = 1\nT2 write x = 1");
    const lost = shownNow(arrows, -1, null);
    expect(lost).toMatchObject([{ from: 3, to: 2, kind: "lost" }]);
    expect(marks).toEqual(expect.arrayContaining([{ seq: 0 }, { seq: 2 }, { seq: 1, label: "stale" }, { seq: 3 }]));
  });

  it("draws what has not come true only while it is looked at", () => {
    const { arrows } = evidence(
      "T1 acquire a\nT1 acquire b\nT1 release b\nT1 release a\nT2 acquire b\nT2 acquire a\nT2 release a\nT2 release b",
    );
    expect(shownNow(arrows, 7, null)).toEqual([]);
    expect(shownNow(arrows, 7, 1)).toMatchObject([
      { from: 1, to: 4, label: "could wait for b" },
      { from: 5, to: 0, label: "could wait for a" },
    ]);
  });

  it("draws the two accesses of a race, and a notification that was missed", () => {
    const race = evidence("T1 write x = 1 :3\nT2 read x = 1 :5");
    expect(shownNow(race.arrows, 1, 1)).toMatchObject([{ from: 0, to: 1, label: "not ordered" }]);
    const missed = evidence("thread T2: blocked\nobject c: condition\nT1 notify c = 0\nT1 finish\nT2 wait c");
    expect(shownNow(missed.arrows, 2, 2)).toMatchObject([{ from: 0, to: 2, label: "missed" }]);
  });

  it("says of a wait for nobody in particular that it lasts for ever, from the moment it begins", () => {
    const { brackets, arrows } = evidence("thread T1: blocked\nT2 start\nT2 finish\nT1 get-wait q :7");
    expect(brackets).toMatchObject([{ thread: 0, from: 2, to: null, label: "waits for ever", since: 2 }]);
    expect(arrows).toEqual([]);
    expect(evidence(CROSSED).brackets).toEqual([]);
  });

  it("ties who waits for the end of a thread to that thread's last event", () => {
    const { arrows } = evidence("thread A: blocked\nthread B: blocked\nA join-wait -> B\nB join-wait -> A");
    expect(arrows).toMatchObject([
      { from: 0, to: 1, label: "waits for B" },
      { from: 1, to: 0, label: "waits for A: the circle closes" },
    ]);
  });

  it("brackets the wait of a starved thread, with a mark for each turn that others took", () => {
    const turns = Array.from({ length: 100 }, () => "T1 acquire a = 1 :4\nT1 release a = 0 :5").join("\n");
    const { brackets, arrows } = evidence(
      `T1 acquire a = 1 :4\nT2 acquire-wait a :8\nT1 release a = 0 :5\n${turns}\nT2 acquire a = 1 :8`,
    );
    expect(brackets).toHaveLength(1);
    expect(brackets[0]).toMatchObject({ thread: 1, from: 1, to: 203, label: "overtaken 100 times" });
    expect(brackets[0].ticks).toHaveLength(100);
    expect(arrows).toEqual([]);
  });

  it("brackets one round of a livelock in each lane, and leads from each refusal to whom it was for", () => {
    const round = [
      "T1 acquire a = 1 :3",
      "T2 acquire b = 1 :3",
      "T1 refused b :4",
      "T2 refused a :4",
      "T1 release a = 0 :5",
      "T2 release b = 0 :5",
    ].join("\n");
    const rounds = Array.from({ length: 60 }, () => round).join("\n");
    const { brackets, arrows } = evidence(`thread T1: running\nthread T2: running\n${rounds}`, {
      status: "step-limit",
    });
    expect(brackets).toHaveLength(2);
    for (const { from, to } of brackets) expect(to).toBe(from + 6);
    expect(brackets[0].label).toMatch(/^the same \d+ times over$/);
    expect(arrows.map(({ from, to, kind, label }) => [from - to, kind, label])).toEqual([
      [1, "wait", "held by T2"],
      [3, "wait", "held by T1"],
    ]);
  });

  it("shows how long a dead holder kept its lock, and ties those who wait for it to its end", () => {
    const text = "thread T2: blocked\nT1 acquire a = 1 :3\nT1 finish\nT2 acquire-wait a :7";
    const { brackets, arrows } = evidence(text);
    expect(brackets).toContainEqual(
      expect.objectContaining({ thread: 1, from: 0, to: 1, label: "keeps a to its end" }),
    );
    const own = arrows.filter(({ label }) => label === "its holder has ended");
    expect(own).toMatchObject([{ from: 2, to: 1, kind: "wait", since: 2 }]);
    // The deadlock's arrow leads to the acquire, this one to the end: they do not lie over each other.
    expect(new Set(arrows.map(({ to }) => to))).toEqual(new Set([0, 1]));
  });

  it("leads from a stranger's release to the holder's acquire, and from a refused use to who has the thing", () => {
    const stranger = evidence("T1 acquire a = 1 :3\nT2 release a = 0 :7\nT1 finish\nT2 finish");
    expect(stranger.arrows).toMatchObject([{ from: 1, to: 0, kind: "breaks", label: "releases what T1 holds" }]);
    const held = evidence(
      "object a: rlock\nT1 acquire a = 1 :3\nT2 raise a = \"RuntimeError('cannot release un-acquired lock')\" :7\nT1 release a = 0",
    );
    expect(held.arrows).toMatchObject([{ from: 1, to: 0, kind: "breaks", label: "held by T1" }]);
    expect(held.brackets).toMatchObject([{ thread: 1, from: 1, to: null, label: "against the rules" }]);
    const twice = evidence(
      "T1 acquire a = 1 :3\nT1 release a = 0 :4\nT1 raise a = \"RuntimeError('release unlocked lock')\" :5",
    );
    expect(twice.arrows).toMatchObject([{ from: 2, to: 1, kind: "breaks", label: "released already" }]);
  });

  it("brackets what a thread did alone after its starter's end", () => {
    const { brackets, arrows } = evidence(
      "main spawn -> T1 :4\nT1 start\nmain write x = 1 :5\nmain finish\nT1 write x = 2 :2\nT1 write x = 3 :2\nT1 finish",
    );
    expect(brackets).toMatchObject([{ thread: 1, from: 4, to: 6, label: "goes on alone" }]);
    expect(arrows).toContainEqual(
      expect.objectContaining({ from: 2, to: 5, kind: "breaks", label: "did not wait for it" }),
    );
  });
});
