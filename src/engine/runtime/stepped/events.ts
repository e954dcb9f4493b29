/**
 * The events of a simulated run, in order, as the rings of real threads would hold them: the same ops, addresses and words, so
 * that the same assembly makes the trace. Rule: rows are numbered as they are told, and whoever goes back cuts them off.
 */
import type { Address, Line, ThreadId, Word } from "../../base/ids.ts";
import type { Microseconds } from "../../base/units.ts";
import { FIRST_LANE } from "../../memory/layout.ts";
import { NO_SEQ, NOTE, RECORD, RECORD_WORDS } from "../../memory/ring-layout.ts";
import { LANE_KINDS, type Lane, type LaneKind } from "../../program/world.ts";
import type { RingRecords } from "../../trace/assemble.ts";
import type { OpCode } from "../../trace/ops.ts";

const FIRST_WORDS = 256 * RECORD_WORDS;

/** Thrown where there is no more room; the simulation is then only good for looking at, or for loading an image. */
export class EnoughTold extends Error {
  override readonly name = "EnoughTold";
}

/** A lane that a thread made for a loop, a task… */
export interface SteppedLane {
  readonly thread: ThreadId;
  readonly kind: LaneKind;
  readonly name: Word;
  readonly parent: Lane;
}

export class SteppedEvents {
  /** Lanes beside threads, from FIRST_LANE on. */
  readonly lanes: SteppedLane[] = [];
  /** Records of `RECORD_WORDS` words, with the thread or lane where a ring has the number. */
  #words = new Int32Array(FIRST_WORDS);
  count = 0;
  /** Time of what is told now. */
  timeUs: Microseconds = 0;
  /** Events that may be told: for looking into the middle of a step. */
  room = Number.POSITIVE_INFINITY;

  /** @param ok `OK` of the recorder: 0 absent, 1 false, 2 true */
  tell(thread: Lane, op: OpCode, line: Line, object: Address, key: Word, value: Word, ok = 0): void {
    if (this.count >= this.room) throw new EnoughTold("what was to be looked at has been told");
    const at = this.count++ * RECORD_WORDS;
    if (at === this.#words.length) this.#grow();
    const words = this.#words;
    words[at] = thread;
    words[at + RECORD.META] = op | (ok << 8) | (line << 16);
    words[at + RECORD.OBJECT] = object;
    words[at + RECORD.KEY] = key;
    words[at + RECORD.VALUE] = value;
    words[at + RECORD.TIME] = this.timeUs;
  }

  #grow(): void {
    const longer = new Int32Array(this.#words.length * 2);
    longer.set(this.#words);
    this.#words = longer;
  }

  addLane(lane: SteppedLane): Lane {
    return FIRST_LANE + this.lanes.push(lane) - 1;
  }

  /** The thread that runs a lane. */
  threadOf(lane: Lane): ThreadId {
    return lane < FIRST_LANE ? lane : this.lanes[lane - FIRST_LANE].thread;
  }

  threadAt(index: number): ThreadId {
    return this.#words[index * RECORD_WORDS];
  }

  opAt(index: number): OpCode {
    return this.#words[index * RECORD_WORDS + RECORD.META] & 255;
  }

  keyAt(index: number): Word {
    return this.#words[index * RECORD_WORDS + RECORD.KEY];
  }

  valueAt(index: number): Word {
    return this.#words[index * RECORD_WORDS + RECORD.VALUE];
  }

  /** One event, for previews. */
  at(
    index: number,
  ): { readonly thread: ThreadId; readonly op: OpCode; readonly line: Line } & Record<
    "object" | "key" | "value",
    number
  > {
    const words = this.#words;
    const at = index * RECORD_WORDS;
    const meta = words[at + RECORD.META];
    return {
      thread: words[at],
      op: meta & 255,
      line: meta >>> 16,
      object: words[at + RECORD.OBJECT],
      key: words[at + RECORD.KEY],
      value: words[at + RECORD.VALUE],
    };
  }

  /** All events as one ring for each thread and each lane. */
  records(threads: number): RingRecords[] {
    const rings = threads + this.lanes.length;
    const ringOf = (lane: Lane): number => (lane < FIRST_LANE ? lane : lane - FIRST_LANE + threads);
    const lengths = new Int32Array(rings).fill(2 * RECORD_WORDS, threads);
    for (let i = 0; i < this.count; i++) lengths[ringOf(this.#words[i * RECORD_WORDS])] += RECORD_WORDS;
    const chunks = Array.from(lengths, (length) => new Int32Array(length));
    const filled = new Int32Array(rings);
    this.lanes.forEach((lane, i) => {
      chunks[threads + i].set(laneNotes(FIRST_LANE + i, lane));
      filled[threads + i] = 2 * RECORD_WORDS;
    });
    for (let seq = 0; seq < this.count; seq++) {
      const at = seq * RECORD_WORDS;
      const ring = ringOf(this.#words[at]);
      const to = filled[ring];
      chunks[ring].set(this.#words.subarray(at, at + RECORD_WORDS), to);
      chunks[ring][to + RECORD.SEQ] = seq;
      filled[ring] = to + RECORD_WORDS;
    }
    return chunks.map((chunk, ring) => ({
      thread: ring < threads ? ring : this.lanes[ring - threads].thread,
      chunks: [chunk],
    }));
  }
}

/** What a real thread's ring says of a lane: that it was made, and that the events which follow are its. */
function laneNotes(lane: Lane, { name, parent, kind }: SteppedLane): Int32Array {
  const words = new Int32Array(2 * RECORD_WORDS);
  words[RECORD.SEQ] = NO_SEQ;
  words[RECORD.META] = NOTE.NEW_LANE;
  words[RECORD.OBJECT] = lane;
  words[RECORD.KEY] = name;
  words[RECORD.VALUE] = (parent << 3) | LANE_KINDS.indexOf(kind);
  words[RECORD_WORDS + RECORD.SEQ] = NO_SEQ;
  words[RECORD_WORDS + RECORD.META] = NOTE.LANE;
  words[RECORD_WORDS + RECORD.VALUE] = lane;
  return words;
}
