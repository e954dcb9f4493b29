import { describe, expect, it } from "vitest";
import { createRandom } from "../base/random.ts";
import { NO_SEQ, NOTE, RECORD_WORDS } from "../memory/ring-layout.ts";
import { NONE, toAddressWord, toSmallWord } from "../memory/words.ts";
import { type Assembly, assembleTrace, type Decoders } from "./assemble.ts";
import { events } from "./event.ts";
import { OP, type OpName } from "./ops.ts";
import type { TraceThread } from "./trace.ts";

interface Row {
  readonly seq: number;
  readonly op?: OpName;
  readonly object?: number;
  readonly key?: number;
  readonly value?: number;
  readonly time?: number;
  readonly line?: number;
  readonly ok?: number;
}

function records(rows: readonly Row[]): Int32Array {
  const words = new Int32Array(rows.length * RECORD_WORDS);
  rows.forEach(({ seq, op = "read", object = 0, key = 0, value = 0, time = 0, line = 0, ok = 0 }, i) => {
    words.set([seq, OP[op] | (ok << 8) | (line << 16), object, key, value, time], i * RECORD_WORDS);
  });
  return words;
}

function note(kind: number, words: readonly [number, number, number, number]): Int32Array {
  return Int32Array.of(NO_SEQ, kind, ...words);
}

const decoders: Decoders = {
  object: (address) => ({ name: `at${address}`, kind: address < 100 ? "cell" : "lock" }),
  value: (word) =>
    word === NONE ? { repr: "None", plain: null } : { repr: `<${word}>`, plain: `<${word}>`, address: word >>> 1 },
};

const threads: TraceThread[] = [0, 1, 2].map((id) => ({
  id,
  name: `T${id}`,
  kind: "thread",
  process: 0,
  worker: true,
  state: "finished",
}));

function assemble(rings: readonly (readonly Row[])[], more: Partial<Assembly> = {}) {
  return assembleTrace({
    records: rings.map((rows, thread) => ({ thread, chunks: [records(rows)] })),
    decoders,
    threads,
    resolutionUs: 5,
    dropped: 0,
    engine: "threads",
    elapsedMs: 1,
    ...more,
  });
}

describe("assembleTrace", () => {
  it("puts events into the run's order, whoever recorded them", () => {
    const { trace } = assemble([
      [
        { seq: 0, line: 3 },
        { seq: 3, op: "write", ok: 2 },
      ],
      [{ seq: 1 }, { seq: 2 }],
    ]);
    expect(events(trace).map(({ seq, thread, op }) => [seq, thread, op])).toEqual([
      [0, 0, "read"],
      [1, 1, "read"],
      [2, 1, "read"],
      [3, 0, "write"],
    ]);
    expect([trace.line[0], trace.ok[3]]).toEqual([3, 2]);
  });

  it("numbers objects in the order of first appearance and keeps their addresses", () => {
    const { trace, addresses } = assemble([
      [{ seq: 1, object: 70 }],
      [
        { seq: 0, object: 80 },
        { seq: 2, object: 80 },
      ],
    ]);
    expect([...trace.object]).toEqual([0, 1, 0]);
    expect(trace.objects.map(({ name }) => name)).toEqual(["at80", "at70"]);
    expect([...addresses]).toEqual([80, 70]);
  });

  it("decodes each word once, and says which of the trace's objects it is", () => {
    const asked: number[] = [];
    const value = (word: number) => {
      asked.push(word);
      return decoders.value(word);
    };
    const word = toAddressWord(70);
    const { trace } = assemble(
      [
        [
          { seq: 0, object: 70, value: word },
          { seq: 1, object: 71, value: toSmallWord(-9), key: word },
          { seq: 2, value: NONE },
          { seq: 3, value: word },
        ],
      ],
      { decoders: { ...decoders, value } },
    );
    expect(events(trace).map(({ key, value: v }) => [key, v])).toEqual([
      [undefined, "<140>"],
      ["<140>", -9],
      [undefined, null],
      [undefined, "<140>"],
    ]);
    expect(new Set(asked)).toEqual(new Set([word, NONE]));
    expect(asked).toHaveLength(2);
    expect(trace.values[trace.value[0] >> 1].object).toBe(0);
  });

  it("closes the gaps that dropped events left", () => {
    const { trace } = assemble([[{ seq: 4, value: toSmallWord(4) }], [{ seq: 9, value: toSmallWord(9) }]], {
      dropped: 8,
    });
    expect(events(trace).map(({ seq, value }) => [seq, value])).toEqual([
      [0, 4],
      [1, 9],
    ]);
    expect(trace.dropped).toBe(8);
  });

  it("keeps notes beside the events, before the event that they belong to", () => {
    const chunks = [
      note(NOTE.CHUNK, [10, 20, 0, 0]),
      records([{ seq: 0 }, { seq: 1 }]),
      note(NOTE.ANSWER, [0, 0, 7, 0]),
    ];
    const { trace, notes } = assembleTrace({
      records: [{ thread: 1, chunks }],
      decoders,
      threads,
      resolutionUs: 5,
      dropped: 0,
      engine: "threads",
      elapsedMs: 1,
    });
    expect(trace.count).toBe(2);
    expect(notes.get(1)).toEqual([
      { beforeEventIndex: 0, kind: NOTE.CHUNK, words: [10, 20, 0, 0] },
      { beforeEventIndex: 2, kind: NOTE.ANSWER, words: [0, 0, 7, 0] },
    ]);
  });

  it("gives a ring's records to the threads that its worker ran one after the other", () => {
    const chunks = [
      note(NOTE.THREAD, [0, 0, 1, 0]),
      records([{ seq: 0 }]),
      note(NOTE.THREAD, [0, 0, 2, 0]),
      note(NOTE.CHUNK, [1, 2, 0, 0]),
      records([{ seq: 1 }]),
    ];
    const { trace, notes } = assembleTrace({
      records: [{ thread: 0, chunks }],
      decoders,
      threads,
      resolutionUs: 5,
      dropped: 0,
      engine: "threads",
      elapsedMs: 1,
    });
    expect([...trace.thread]).toEqual([1, 2]);
    expect([...notes.keys()]).toEqual([2]);
    expect(notes.get(2)?.[0].beforeEventIndex).toBe(0);
  });

  it("refuses two events of one number", () => {
    expect(() => assemble([[{ seq: 0 }, { seq: 1 }], [{ seq: 1 }]])).toThrow("number 1");
  });

  it("lies on shared memory where asked", () => {
    expect(assemble([[{ seq: 0 }]], { shared: true }).trace.time.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(assemble([[{ seq: 0 }]]).trace.time.buffer).toBeInstanceOf(ArrayBuffer);
  });

  it("makes an empty trace of nothing", () => {
    expect(assemble([]).trace.count).toBe(0);
  });
});

describe("times", () => {
  it("spreads equal readings in order inside their tick", () => {
    const { trace } = assemble([
      [
        { seq: 0, time: 10 },
        { seq: 2, time: 10 },
      ],
      [
        { seq: 1, time: 10 },
        { seq: 3, time: 15 },
      ],
    ]);
    expect(trace.time[0]).toBe(10);
    expect(trace.time[1]).toBeCloseTo(11.667, 3);
    expect(trace.time[2]).toBeCloseTo(13.333, 3);
    expect(trace.time[3]).toBe(15);
    expect(trace.clock.fixes).toBe(0);
  });

  it("aligns rings by their offsets", () => {
    const { trace } = assembleTrace({
      records: [
        { thread: 0, chunks: [records([{ seq: 0, time: 100 }])] },
        { thread: 1, chunks: [records([{ seq: 1, time: 20 }])], offsetUs: 80 },
      ],
      decoders,
      threads,
      resolutionUs: 5,
      dropped: 0,
      engine: "threads",
      elapsedMs: 1,
    });
    expect([...trace.time]).toEqual([100, 102.5]);
  });

  it("never lets a taker be before its giver, and counts what it moved by more than a tick", () => {
    const { trace } = assemble([
      [
        { seq: 0, op: "release", object: 200, time: 100 },
        { seq: 2, op: "finish", time: 900 },
      ],
      [
        { seq: 1, op: "acquire", object: 200, time: 40 },
        { seq: 3, op: "join", key: toSmallWord(0), time: 895 },
      ],
    ]);
    expect(trace.time[1]).toBeGreaterThanOrEqual(trace.time[0]);
    expect(trace.time[3]).toBeGreaterThanOrEqual(trace.time[2]);
    expect(trace.clock.fixes).toBe(1);
  });

  it("lets time never go back where threads took turns, however old a thread's reading is", () => {
    const rings: readonly (readonly Row[])[] = [
      [
        { seq: 0, time: 12 },
        { seq: 3, time: 31 },
      ],
      [
        { seq: 1, time: 2 },
        { seq: 2, time: 22 },
      ],
    ];
    expect([...assemble(rings, { inTurns: true }).trace.time]).toEqual([10, 12.5, 20, 30]);
    expect([...assemble(rings).trace.time]).toEqual([10, 0, 20, 30]);
  });

  it("keeps its promises for random readings, in short runs and in long sparse ones", () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = createRandom(seed);
      const spacing = seed % 2 === 0 ? 3 : 4000;
      const rings: Row[][] = [[], [], []];
      const clocks = [0, 0, 0];
      const ops: OpName[] = ["read", "write", "release", "acquire", "put", "get"];
      for (let seq = 0; seq < 200; seq++) {
        const thread = random.below(3);
        clocks[thread] += random.below(spacing) - random.below(8);
        rings[thread].push({
          seq,
          op: ops[random.below(6)],
          object: 200 + random.below(2),
          time: Math.floor(clocks[thread] / 5) * 5,
        });
      }
      const { trace } = assemble(rings);
      const last = [0, 0, 0];
      const given = new Map<number, number>();
      for (let seq = 0; seq < trace.count; seq++) {
        const at = trace.time[seq];
        const note16 = `seed ${seed}, row ${seq}`;
        expect(at, note16).toBeGreaterThanOrEqual(last[trace.thread[seq]]);
        last[trace.thread[seq]] = at;
        const op = ops.find((name) => OP[name] === trace.op[seq]);
        const object = trace.object[seq];
        if (op === "acquire" || op === "get") expect(at, note16).toBeGreaterThanOrEqual((given.get(object) ?? 0) - 5);
        if (op === "release" || op === "put") given.set(object, Math.max(at, given.get(object) ?? 0));
      }
    }
  });
});
