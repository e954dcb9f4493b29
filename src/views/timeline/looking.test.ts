// Looking things up: words to events, steps from event to event, the pointer to what is under it, a lane's state in words.
import { describe, expect, it } from "vitest";
import { OP } from "../../engine/trace/ops.ts";
import { buildIndex } from "../../engine/trace/lanes.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import { arrowsOfSelection } from "./draw-arrows.ts";
import { bank, crowd, mixed } from "./dev/synthetic-traces.ts";
import { boxOf } from "./event-box.ts";
import { eventLabels, eventPhrase } from "./event-words.ts";
import { findEvents, nextMatch } from "./find.ts";
import { laneAt, layOutLanes } from "./lane-rows.ts";
import { laneStatus } from "./lane-status.ts";
import { eventOfSpan, stepFrom, stepHandover, stepInLane, stepSpan } from "./moves.ts";
import { pick } from "./pick.ts";
import { AXIS_HEIGHT } from "./scene.ts";
import type { SceneFacts } from "./scene.ts";
import { spanOfArrows, viewOf } from "./revealing.ts";
import { speakEvent, tellHit } from "./sentences.ts";
import { textsFor } from "./texts.ts";
import { createTimeScale } from "./time-scale.ts";
import { boundsOf } from "./viewport.ts";

const en = textsFor("en");
const zh = textsFor("zh-CN");
const { trace } = mixed();
const index = buildIndex(trace);
const rowOf = (phrase: string, nth = 0): number =>
  Array.from({ length: trace.count }, (_, row) => row).filter((row) => eventPhrase(trace, row, en).startsWith(phrase))[
    nth
  ];

describe("find", () => {
  const found = (query: string, texts = en) =>
    Array.from(findEvents(trace, query, texts).rows, (row) => eventPhrase(trace, row, en));

  it("meets ops, objects, threads, lines and values, all words at once", () => {
    expect(found("write")).toEqual(["write count 1 (line 5)", "write count 2 (line 14)"]);
    expect(found("write 2")).toEqual(["write count 2 (line 14)"]);
    expect(found("bob acquire lock_b")).toEqual(["acquire lock_b (line 13)", "wait for lock_b (line 13)"]);
    expect(found("line 25")).toHaveLength(2);
    expect(found("第25行")).toHaveLength(2);
    expect(found("half")).toEqual(["print half of it (line 27)"]);
    expect(found("nonsense")).toEqual([]);
    expect(found("")).toEqual([]);
  });

  it("meets the words of the language on show", () => {
    expect(found("写", zh)).toEqual(found("write"));
  });

  it("goes round", () => {
    const matches = findEvents(trace, "write", en);
    expect(matches.total).toBe(2);
    const [first, second] = matches.rows;
    expect(matches.rows[nextMatch(matches, -1, 1)]).toBe(first);
    expect(matches.rows[nextMatch(matches, first, 1)]).toBe(second);
    expect(matches.rows[nextMatch(matches, second, 1)]).toBe(first);
    expect(matches.rows[nextMatch(matches, first, -1)]).toBe(second);
    expect(nextMatch(findEvents(trace, "nonsense", en), 3, 1)).toBe(-1);
  });
});

describe("moves", () => {
  const ann = index.lanes[1];

  it("step within the run and stop at its ends", () => {
    expect(stepFrom(trace, -1, 1)).toBe(0);
    expect(stepFrom(trace, 0, -1)).toBeNull();
    expect(stepFrom(trace, trace.count - 1, 1)).toBeNull();
  });

  it("step within a lane from any event, also another's", () => {
    const [first, second] = ann.events;
    expect(stepInLane(ann, first, 1)).toBe(second);
    expect(stepInLane(ann, second, -1)).toBe(first);
    expect(stepInLane(ann, first, -1)).toBeNull();
    expect(stepInLane(ann, second - 1, 1)).toBe(second);
  });

  it("go from span to span", () => {
    const { start, count } = ann.spans;
    expect(stepSpan(ann, start[0], 1)).toBe(1);
    expect(stepSpan(ann, start[0], -1)).toBeNull();
    expect(stepSpan(ann, start[0] - 1, 1)).toBe(0);
    expect(stepSpan(ann, start[count - 1], 1)).toBeNull();
    expect(stepSpan(ann, (start[1] + start[2]) / 2, -1)).toBe(0);
  });

  it("reach every span of every lane, those too that begin without an event", () => {
    for (const lane of index.lanes) {
      const reached: number[] = [];
      let moment = Number.NEGATIVE_INFINITY;
      for (let span = stepSpan(lane, moment, 1); span !== null; span = stepSpan(lane, moment, 1)) {
        reached.push(span);
        moment = lane.spans.start[span];
      }
      expect(reached).toEqual(Array.from({ length: lane.spans.count }, (_, at) => at));
    }
    const unled = index.lanes.flatMap(({ spans }) =>
      Array.from(spans.seq).filter((seq, at) => trace.time[seq] !== spans.start[at]),
    );
    expect(unled).not.toEqual([]);
  });

  it("stand after the last event of anybody's where a span begins without one", () => {
    for (const lane of index.lanes) {
      for (let span = 0; span < lane.spans.count; span++) {
        const seq = eventOfSpan(trace, index, lane, span);
        const start = lane.spans.start[span];
        expect(trace.time[seq]).toBeLessThanOrEqual(start);
        if (seq === lane.spans.seq[span]) continue;
        for (let later = seq + 1; later < trace.count; later++) expect(trace.time[later]).toBeGreaterThan(start);
      }
    }
  });

  it("follow hand-overs there and back", () => {
    const release = rowOf("release lock_a");
    const acquire = rowOf("acquire lock_a", 1);
    expect(stepHandover(index, release, 1)).toBe(acquire);
    expect(stepHandover(index, acquire, -1)).toBe(release);
    expect(stepHandover(index, trace.count, 1)).toBeNull();
    expect(stepHandover(index, 0, -1)).toBeNull();
  });
});

describe("arrows", () => {
  it("are those of the selection and its neighbours, never all", () => {
    const release = rowOf("release lock_a");
    const acquire = rowOf("acquire lock_a", 1);
    const of = (selection: number | null) => arrowsOfSelection({ trace, index, selection });
    expect(of(null)).toEqual([]);
    expect(of(release)).toContainEqual({ from: release, to: acquire, kind: "handover" });
    expect(of(rowOf("wait for lock_a"))).toContainEqual({ from: release, to: acquire, kind: "handover" });
    expect(of(rowOf("finish"))).toEqual([]);
  });
});

describe("words", () => {
  it("label an event in full, then shorter", () => {
    expect(eventLabels(trace, rowOf("write count 2"), en)).toEqual(["write count 2", "write 2", "write"]);
    expect(eventLabels(trace, rowOf("write count 2"), zh)).toEqual(["写 count 2", "写 2", "写"]);
    expect(eventLabels(trace, rowOf("sleep"), en)).toEqual(["sleep 1 ms", "sleep"]);
    expect(eventLabels(trace, rowOf("acquire lock_a"), en)).toEqual(["acquire lock_a", "acquire"]);
  });

  it("have one for every op in both languages", () => {
    for (const texts of [en, zh])
      for (const name of Object.keys(OP)) expect(texts.ops[name as keyof typeof OP], name).toBeTruthy();
  });

  it("say what a thread does at the playhead", () => {
    const at = (lane: number, seq: number, moment?: number) =>
      laneStatus(trace, index.lanes[lane], seq, moment ?? trace.time[seq], en).text;
    expect(at(1, -1, 0)).toBe("not started");
    expect(at(0, rowOf("wait for Ann"))).toBe("waiting · Ann");
    expect(at(2, rowOf("wait for lock_a"))).toBe("blocked · lock_a");
    expect(at(1, rowOf("acquire lock_a"))).toBe("running · line 4");
    expect(at(3, trace.count - 1)).toBe("finished");
    // Within one event's stretch the moment decides: Ann's sleep is over before she runs again.
    expect(at(1, rowOf("sleep"), 600)).toBe("asleep · line 9");
    expect(at(1, rowOf("sleep"), 1700)).toBe("ready · line 9");
  });
});

describe("revealing", () => {
  const bounds = boundsOf(0, 1_000_000);
  const whole = bounds;

  it("goes near enough to read a box, and stays where it can be read already", () => {
    const near = viewOf({ start: 5000, end: 5002, state: 0 }, null, whole, bounds, 900);
    expect((2 / (near.end - near.start)) * 900).toBeGreaterThan(50);
    expect(viewOf({ start: 5000, end: 5002, state: 0 }, null, near, bounds, 900)).toBe(near);
  });

  it("shows both ends of a finding's arrow", () => {
    const { trace: own, arrows = [] } = bank();
    const [{ from, to }] = arrows;
    const span = spanOfArrows(own, arrows, from);
    expect(span).toEqual({ start: own.time[to], end: own.time[from] });
    const view = viewOf({ start: own.time[from], end: own.time[from] + 5, state: 0 }, span, whole, bounds, 900);
    expect(view.start).toBeLessThan(own.time[to]);
    expect(view.end).toBeGreaterThan(own.time[from]);
    expect(spanOfArrows(own, arrows, 0)).toBeNull();
  });
});

describe("rows", () => {
  it("share the height among few lanes and scroll for many", () => {
    const few = layOutLanes(index.lanes, 400);
    expect(few.height).toBeLessThanOrEqual(400);
    expect(few.roomy).toBe(true);
    const many = layOutLanes(buildIndex(crowd(64, 1).trace).lanes, 400);
    expect(many.rows).toHaveLength(64);
    expect(many.height).toBeGreaterThan(400);
    expect(laneAt(many, many.rows[40].top + 1)).toBe(40);
    expect(laneAt(many, -1)).toBe(-1);
    expect(laneAt(many, many.height + 1)).toBe(-1);
  });

  it("keep bars and holdings inside their lane", () => {
    for (const available of [100, 300, 500, 900]) {
      const { rows } = layOutLanes(index.lanes, available);
      for (const row of rows) {
        expect(row.barTop).toBeGreaterThanOrEqual(row.top);
        expect(row.heldTop).toBeGreaterThanOrEqual(row.barTop + row.barHeight);
        expect(row.heldTop + 2 * row.heldPitch).toBeLessThanOrEqual(row.top + row.height + 2);
      }
    }
  });
});

describe("pointing", () => {
  const width = 1000;
  const height = 440;
  const rows = layOutLanes(index.lanes, height - AXIS_HEIGHT);
  const bounds = boundsOf(index.start, index.end);
  const scale = createTimeScale(bounds, width);
  const facts = { trace, index, rows, bounds, width, height } as unknown as SceneFacts;
  const telling = { trace, index, texts: en, describe: (seq: number) => describeEvent(trace, seq, "en") };
  const at = (lane: number, moment: number, where: "barTop" | "heldTop") =>
    pick(facts, scale, 0, scale.toX(moment), AXIS_HEIGHT + rows.rows[lane][where] + 3);

  it("finds the event under the pointer, with its whole box", () => {
    const hit = at(2, 320, "barTop");
    expect(hit).toMatchObject({ kind: "event", lane: 2, seq: rowOf("wait for lock_a") });
    if (hit?.kind !== "event") throw new Error("no event");
    expect(hit.start).toBeCloseTo(240, 3);
    expect(hit.end).toBeCloseTo(430, 3);
    expect(tellHit(telling, hit).details[0]).toContain("blocked on a lock for 190 µs");
  });

  it("finds what is held, a lane, and nothing on the axis", () => {
    const held = at(2, 600, "heldTop");
    expect(held).toMatchObject({ kind: "holding", acquire: rowOf("acquire lock_a", 1) });
    expect(held && tellHit(telling, held).sentence).toBe("Bob holds lock_a for 530 µs");
    const open = at(1, 2300, "heldTop");
    expect(open && tellHit(telling, open).sentence).toBe("Ann holds lock_b and never releases it");
    expect(pick(facts, scale, 0, 5, AXIS_HEIGHT + rows.rows[0].top + 1)).toEqual({ kind: "lane", lane: 0 });
    expect(pick(facts, scale, 0, 500, 5)).toBeNull();
  });

  it("covers a box from its event to the next", () => {
    const seq = rowOf("write count 2");
    expect(boxOf(trace, index.lanes[2], seq)).toMatchObject({ start: 700, end: 900 });
    const wait = rowOf("wait for lock_b");
    expect(boxOf(trace, index.lanes[2], wait).end).toBe(index.end);
  });

  it("announces in a sentence", () => {
    expect(speakEvent(telling, -1)).toBe(`before the first of ${trace.count} events`);
    expect(speakEvent(telling, rowOf("write count 2"))).toMatch(
      /^Bob writes count: 2 \(line 14\)\. 700 µs, event \d+ of \d+\.$/,
    );
  });
});

describe("the bank", () => {
  it("has the arrow and the mark that its finding gives", () => {
    const { trace: own, arrows, marks } = bank();
    expect(arrows?.[0].kind).toBe("lost");
    expect(eventPhrase(own, marks?.[0].seq ?? -1, en)).toContain("read balance");
  });
});
