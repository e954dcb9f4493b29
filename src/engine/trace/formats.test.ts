import { describe, expect, it } from "vitest";
import { randomTrace } from "../testing/random-trace.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { events, traceDocument } from "./event.ts";
import { exportPieces, exportTrace } from "./formats.ts";
import { importInterleave } from "./import-interleave.ts";
import type { Trace } from "./trace.ts";
import { entryOf } from "./value-codes.ts";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

/** All that a trace says, free of how its table of values is numbered. */
function meaning(trace: Trace) {
  const { threads, objects, clock, dropped, engine, elapsedMs, count } = trace;
  const entries = Array.from({ length: count }, (_, seq) => [
    entryOf(trace, trace.key[seq]),
    entryOf(trace, trace.value[seq]),
  ]);
  return { threads, objects, clock, dropped, engine, elapsedMs, events: events(trace), entries };
}

const SAMPLE = `
  object count: cell = 0
  main spawn -> T1 :9
  main spawn -> T2 :10
  T1 start
  T2 start
  T1 acquire lock = 1 :4
  T2 acquire-wait lock :4
  T1 read count = 0 :5
  T1 write count = 1 :5
  T1 release lock = 0 :6
  T2 acquire lock = 1 :4
  T2 print = "a, \\"b\\"" :6
  T2 release lock = 0 :6
  T1 finish
  T2 finish
  main join -> T1 :11
  main join -> T2 :11
`;

describe("interleave format", () => {
  it("is read back as it was, whatever the trace", () => {
    for (const seed of SEEDS) {
      const trace = randomTrace(seed);
      const text = exportTrace(trace, "interleave");
      const back = importInterleave(text);
      expect(meaning(back), `seed ${seed}`).toEqual(meaning(trace));
      expect(exportTrace(back, "interleave"), `seed ${seed}`).toBe(text);
    }
  });

  it("has the members of the page API's document, events to the letter", () => {
    for (const seed of SEEDS.slice(0, 50)) {
      const trace = randomTrace(seed);
      const file = JSON.parse(exportTrace(trace, "interleave"));
      const document = JSON.parse(JSON.stringify(traceDocument(trace)));
      expect(file, `seed ${seed}`).toMatchObject({ ...document, objects: file.objects });
      expect(file.events, `seed ${seed}`).toEqual(document.events);
    }
  });

  it("keeps ops and fields of a later version", () => {
    const file = JSON.parse(exportTrace(parseTrace(SAMPLE), "interleave"));
    file.events[3] = { ...file.events[3], op: "teleport", other: 2, mood: "calm" };
    const back = importInterleave(file);
    expect(events(back)[3]).toMatchObject({ op: "teleport", other: 2, mood: "calm" });
  });

  it("puts events in the order of their numbers", () => {
    const file = JSON.parse(exportTrace(parseTrace(SAMPLE), "interleave"));
    file.events.reverse();
    expect(events(importInterleave(file))).toEqual(events(parseTrace(SAMPLE)));
  });

  it.each([
    ["not JSON", "{", "trace"],
    ["another format", JSON.stringify({ format: "else", version: 1 }), "format"],
    ["a later version", JSON.stringify({ format: "interleave-trace", version: 2 }), "version"],
    ["no clock", JSON.stringify({ format: "interleave-trace", version: 1 }), "clock"],
    [
      "an event of a thread that was never named",
      JSON.stringify({
        format: "interleave-trace",
        version: 1,
        clock: { unit: "us", resolution: 5, fixes: 0 },
        threads: [],
        objects: [],
        events: [{ seq: 0, t: 0, thread: 3, op: "start" }],
        total: 1,
      }),
      "events[0].thread",
    ],
  ])("refuses %s by name", (_, text, argument) => {
    expect(() => importInterleave(text)).toThrow(expect.objectContaining({ argument }));
  });
});

interface ChromeEvent {
  readonly ph: string;
  readonly name: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly cat: string;
  readonly args: Record<string, unknown>;
}

describe("chrome format", () => {
  const chrome = (trace: Trace): ChromeEvent[] => JSON.parse(exportTrace(trace, "chrome")).traceEvents;

  it("nests the spans of each thread, whatever the trace", () => {
    for (const seed of SEEDS) {
      const spans = chrome(randomTrace(seed, 120)).filter(({ ph }) => ph === "X");
      for (const a of spans) {
        for (const b of spans) {
          if (a.tid !== b.tid) continue;
          const crosses = a.ts < b.ts && b.ts < a.ts + a.dur && a.ts + a.dur < b.ts + b.dur;
          expect(crosses, `seed ${seed}: ${a.name} ${a.ts}+${a.dur} and ${b.name} ${b.ts}+${b.dur}`).toBe(false);
        }
      }
    }
  });

  it("names threads, draws holdings, waits and hand-overs", () => {
    const found = chrome(parseTrace(SAMPLE));
    const named = found.filter(({ ph, name }) => ph === "M" && name === "thread_name");
    expect(named.map(({ tid, args }) => [tid, args["name"]])).toEqual([
      [0, "main"],
      [1, "T1"],
      [2, "T2"],
    ]);
    expect(
      found.filter(({ ph, cat }) => ph === "X" && cat === "held").map(({ tid, ts, dur }) => [tid, ts, dur]),
    ).toEqual([
      [1, 4, 4],
      [2, 9, 2],
    ]);
    expect(
      found.filter(({ ph, cat }) => ph === "X" && cat === "wait").map(({ tid, ts, dur, name }) => [tid, ts, dur, name]),
    ).toEqual([[2, 5, 4, "T2 waits for lock, held by T1 (line 4)"]]);
    expect(found.filter(({ ph }) => ph === "T").map(({ tid, args }) => [tid, args["blocked_function"]])).toEqual([
      [2, "T2 waits for lock, held by T1 (line 4)"],
    ]);
    const flows = found.filter(({ ph }) => ph === "s" || ph === "f");
    expect(flows.filter(({ id }) => id === 2).map(({ ph, tid, ts }) => [ph, tid, ts])).toEqual([
      ["s", 1, 8],
      ["f", 2, 9],
    ]);
    for (const { ph, tid, ts } of flows) {
      const around = found.some((one) => one.ph === "X" && one.tid === tid && one.ts <= ts && ts <= one.ts + one.dur);
      expect(around, `${ph} at ${ts}`).toBe(true);
    }
  });

  it("cuts holdings that overlap otherwise", () => {
    const spans = chrome(parseTrace("T1 acquire a\nT1 acquire b\nT1 release a\nT1 release b")).filter(
      ({ cat, ph }) => cat === "held" && ph === "X",
    );
    expect(spans.map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ["holds a", 0, 2],
      ["holds b", 1, 1],
      ["holds b", 2, 1],
    ]);
  });

  it("marks every event as an instant", () => {
    expect(chrome(parseTrace(SAMPLE)).filter(({ ph }) => ph === "i")).toHaveLength(16);
  });
});

describe("text and CSV", () => {
  it("writes one sentence a step", () => {
    const lines = exportTrace(parseTrace(SAMPLE), "text").trimEnd().split("\n");
    expect(lines).toHaveLength(16);
    expect(lines[5]).toBe(" 5      0.005 ms  T2 waits for lock, held by T1 (line 4)");
  });

  it("never breaks a line for a printed one", () => {
    const trace = parseTrace('T1 print = "a\\nb"');
    expect(exportTrace(trace, "text").split("\n")).toHaveLength(2);
  });

  it("quotes what CSV must quote", () => {
    const rows = exportTrace(parseTrace(SAMPLE), "csv").trimEnd().split("\r\n");
    expect(rows).toHaveLength(17);
    expect(rows[0]).toBe("seq,t,thread,threadName,op,object,objectName,kind,key,value,other,line,ok");
    expect(rows[11]).toBe(`10,10,2,T2,print,,,,,"'a, ""b""'",,6,`);
  });

  it("refuses a text that is longer than the longest and says what to ask for", () => {
    const trace = parseTrace(SAMPLE);
    const { length } = exportTrace(trace, "csv");
    expect(exportTrace(trace, "csv", "en", length)).toHaveLength(length);
    expect(() => exportTrace(trace, "csv", "en", length - 1)).toThrow(
      expect.objectContaining({
        argument: "as",
        value: "text",
        allowed: `"blob" for a file of more than ${length - 1} characters`,
      }),
    );
  });

  it("refuses a format there is not, with those there are", () => {
    expect(() => exportPieces(parseTrace(SAMPLE), "pdf")).toThrow(
      expect.objectContaining({ argument: "format", value: "pdf" }),
    );
  });
});
