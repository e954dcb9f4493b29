// What a writer records a reader gets, in order and whole; what does not fit is counted; the clock is read seldom but in time.

import { describe, expect, test } from "vitest";
import { startNodeWorker } from "../../../scripts/node-worker.ts";
import type { Clock } from "../base/clock.ts";
import { ArgumentError } from "../base/errors.ts";
import type { RingTestStart } from "../testing/ring-writer-start.ts";
import { CONTROL } from "./layout.ts";
import { NO_SEQ, NOTE, RECORD, RECORD_WORDS, RING, ringBytes, ringCapacity } from "./ring-layout.ts";
import { RingReader } from "./ring-reader.ts";
import { RingWriter } from "./ring-writer.ts";

/** A clock that stands still until told, and counts how often it is read. */
class HandClock implements Clock {
  ms = 100;
  reads = 0;
  nowMs(): number {
    this.reads++;
    return this.ms;
  }
  wallMs(): number {
    return 0;
  }
}

function setUp(records = 16, patienceMs = 0) {
  const ring = new Int32Array(new SharedArrayBuffer(ringBytes(records)));
  const run = new Int32Array(new SharedArrayBuffer(1024));
  const clock = new HandClock();
  const writer = new RingWriter({ ring, run, clock, epochMs: 100, patienceMs });
  return { ring, run, clock, writer, reader: new RingReader(ring) };
}

function column(reader: RingReader, field: number): number[] {
  return reader.chunks().flatMap((chunk) => {
    const values: number[] = [];
    for (let at = 0; at < chunk.length; at += RECORD_WORDS) values.push(chunk[at + field]);
    return values;
  });
}

function sequence(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

describe("ring", () => {
  test("a record arrives as it was written", () => {
    const { writer, reader, clock } = setUp();
    clock.ms = 100.25;
    writer.recordNow(0x123405, 77, 3, -9);
    writer.note(NOTE.CHUNK, 4000, 8096, 0);
    expect(reader.drain()).toBe(2);
    expect([...reader.chunks()[0]]).toEqual([0, 0x123405, 77, 3, -9, 250, NO_SEQ, NOTE.CHUNK, 4000, 8096, 0, 250]);
  });

  test("round and round, nothing is lost or doubled", () => {
    const { writer, reader } = setUp(8);
    let written = 0;
    for (let round = 0; round < 5000; round++) {
      for (let i = 0; i < round % 9; i++, written++) writer.record(1, written, 0, 0);
      writer.publish();
      reader.drain();
    }
    expect(column(reader, RECORD.OBJECT)).toEqual(sequence(0, written));
    expect(column(reader, RECORD.SEQ)).toEqual(sequence(0, written));
    expect(reader.count).toBe(written);
    expect(reader.dropped).toBe(0);
    expect(reader.highestFill).toBe(1);
  });

  test("accesses are published together, all else at once with those before it", () => {
    const { writer, reader } = setUp(64);
    for (let i = 0; i < 15; i++) writer.record(1, i, 0, 0);
    expect(reader.drain()).toBe(0);
    writer.record(1, 15, 0, 0);
    expect(reader.drain()).toBe(16);
    writer.record(1, 16, 0, 0);
    writer.recordNow(1, 17, 0, 0);
    expect(reader.drain()).toBe(2);
    writer.record(1, 18, 0, 0);
    writer.note(NOTE.CHUNK, 19, 0, 0);
    expect(reader.drain()).toBe(2);
    expect(column(reader, RECORD.OBJECT)).toEqual(sequence(0, 20));
    expect(reader.dropped).toBe(0);
  });

  test("what a writer that was ended had not published counts as dropped until it is taken", () => {
    const { writer, reader } = setUp(64);
    for (let i = 0; i < 20; i++) writer.record(1, i, 0, 0);
    expect(reader.drain()).toBe(16);
    expect(reader.dropped).toBe(4);
    expect(reader.drainUnpublished()).toBe(4);
    expect(column(reader, RECORD.OBJECT)).toEqual(sequence(0, 20));
    expect(reader.dropped).toBe(0);
  });

  test("the counts of records may wrap", () => {
    const { ring, run, clock } = setUp(8);
    ring[RING.HEAD] = 0x7ffffffe;
    ring[RING.TAIL] = 0x7ffffffe;
    const writer = new RingWriter({ ring, run, clock, epochMs: 0, patienceMs: 0 });
    const reader = new RingReader(ring);
    for (let i = 0; i < 30; i++) {
      writer.record(1, i, 0, 0);
      writer.publish();
      if (i % 5 === 4) reader.drain();
    }
    expect(column(reader, RECORD.OBJECT)).toEqual(sequence(0, 30));
  });

  test("what does not fit is counted, and goes on once there is room", () => {
    const { writer, reader } = setUp(8);
    for (let i = 0; i < 11; i++) writer.record(1, i, 0, 0);
    expect(reader.dropped).toBe(3);
    reader.drain();
    writer.record(1, 11, 0, 0);
    writer.publish();
    reader.drain();
    expect(column(reader, RECORD.SEQ)).toEqual([...sequence(0, 8), 11]);
    expect(reader.dropped).toBe(3);
  });

  test("reserve says whether records will fit", () => {
    const { writer, reader } = setUp(8);
    expect(writer.reserve(8)).toBe(true);
    writer.record(1, 0, 0, 0);
    expect(writer.reserve(7)).toBe(true);
    // Asking publishes what there is: else the reader could never make room.
    expect(writer.reserve(8)).toBe(false);
    reader.drain();
    expect(writer.reserve(8)).toBe(true);
  });

  test("a number that was taken before is written with its event", () => {
    const { writer, reader } = setUp();
    const seq = writer.takeSeq();
    expect(writer.record(1, 0, 0, 0)).toBe(1);
    writer.recordAt(seq, 2, 0, 0, 0);
    reader.drain();
    expect(column(reader, RECORD.SEQ)).toEqual([1, 0]);
  });

  test("the clock is read seldom while time stands still", () => {
    const { writer, clock, reader } = setUp(1024);
    for (let i = 0; i < 1000; i++) writer.record(1, 0, 0, 0);
    expect(clock.reads).toBeLessThan(50);
    reader.drain();
  });

  test("the clock is read each time while events are far apart", () => {
    const { writer, clock, reader } = setUp(64);
    for (let i = 0; i < 40; i++) {
      clock.ms += 1;
      writer.record(1, 0, 0, 0);
    }
    writer.publish();
    reader.drain();
    const times = column(reader, RECORD.TIME);
    const late = times.filter((time, i) => time !== (i + 1) * 1000).length;
    expect(late).toBeLessThanOrEqual(1);
  });

  test("the clock is read at once when others took many numbers, when told so, and when asked", () => {
    const { writer, clock, run, reader } = setUp(1024);
    for (let i = 0; i < 500; i++) writer.record(1, 0, 0, 0);
    const readAt = (act: () => void): boolean => {
      // From the middle of a stride on, so that none is due by itself.
      while (clock.reads === before()) writer.record(1, 0, 0, 0);
      const reads = clock.reads;
      act();
      return clock.reads > reads;
    };
    let reads = clock.reads;
    const before = (): number => reads;
    const check = (act: () => void): boolean => {
      reads = clock.reads;
      return readAt(act);
    };
    expect(check(() => writer.record(1, 0, 0, 0))).toBe(false);
    expect(
      check(() => {
        Atomics.add(run, CONTROL.SEQ, 100);
        writer.record(1, 0, 0, 0);
      }),
    ).toBe(true);
    expect(
      check(() => {
        writer.markStale();
        writer.record(1, 0, 0, 0);
      }),
    ).toBe(true);
    expect(check(() => writer.recordNow(1, 0, 0, 0))).toBe(true);
    reader.drain();
  });

  test("a ring that is too small is refused", () => {
    const { run, clock } = setUp();
    const ring = new Int32Array(new SharedArrayBuffer(64));
    expect(() => new RingWriter({ ring, run, clock, epochMs: 0 })).toThrow(ArgumentError);
  });

  test("capacity is the power of two that fits", () => {
    expect(ringCapacity(ringBytes(1024) / 4)).toBe(1024);
    expect(ringCapacity(ringBytes(1024) / 4 - 1)).toBe(512);
    expect(ringCapacity(ringBytes(1024) / 4 + 100)).toBe(1024);
  });
});

describe("ring between two threads", () => {
  test("a writer that finds it full waits for the reader, and everything arrives", async () => {
    const ring = new Int32Array(new SharedArrayBuffer(ringBytes(64)));
    const run = new Int32Array(new SharedArrayBuffer(1024));
    const records = 100_000;
    const start: RingTestStart = { ring, run, records, patienceMs: 10_000 };
    const worker = await startNodeWorker(new URL("../testing/ring-writer.worker.ts", import.meta.url), start);
    const reader = new RingReader(ring);
    while (reader.count < records) {
      if (reader.drain() > 0) continue;
      const head = Atomics.load(ring, RING.HEAD);
      const wait = Atomics.waitAsync(ring, RING.HEAD, head, 1);
      if (wait.async) await wait.value;
    }
    await worker.terminate();
    expect(reader.dropped).toBe(0);
    expect(column(reader, RECORD.OBJECT)).toEqual(sequence(0, records));
    expect(column(reader, RECORD.VALUE)).toEqual(sequence(0, records).map((i) => 0 - i));
    const times = column(reader, RECORD.TIME);
    expect(times.every((time, i) => i === 0 || time >= times[i - 1])).toBe(true);
  });

  test("a writer gives up on a reader that never comes, and at once when the run is to stop", async () => {
    const ring = new Int32Array(new SharedArrayBuffer(ringBytes(8)));
    const run = new Int32Array(new SharedArrayBuffer(1024));
    const start: RingTestStart = { ring, run, records: 20, patienceMs: 600_000 };
    const worker = await startNodeWorker(new URL("../testing/ring-writer.worker.ts", import.meta.url), start);
    const ended = new Promise((done) => worker.once("message", done));
    while (Atomics.load(ring, RING.WAITING) === 0) {
      const wait = Atomics.waitAsync(ring, RING.WAITING, 0, 1);
      if (wait.async) await wait.value;
    }
    Atomics.store(run, CONTROL.STOP, 1);
    await ended;
    await worker.terminate();
    expect(new RingReader(ring).dropped).toBe(12);
  });
});
