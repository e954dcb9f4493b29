/**
 * The events of a simulated run, in order, as the rings of real threads would hold them: the same ops, addresses and words, so
 * that the same assembly makes the trace. Rule: rows are numbered as they are told, and whoever goes back cuts them off.
 */
import type { Address, Line, ThreadId, Word } from "../../base/ids.ts";
import type { Microseconds } from "../../base/units.ts";
import { RECORD, RECORD_WORDS } from "../../memory/ring-layout.ts";
import type { RingRecords } from "../../trace/assemble.ts";
import type { OpCode } from "../../trace/ops.ts";

/** Virtual time that one step takes; its events share it evenly. */
export const STEP_US: Microseconds = 1000;

const FIRST_WORDS = 256 * RECORD_WORDS;

/** Thrown where there is no more room; the simulation is then only good for looking at, or for loading an image. */
export class EnoughTold extends Error {
  override readonly name = "EnoughTold";
}

export class SteppedEvents {
  /** Records of `RECORD_WORDS` words, with the thread where a ring has the number. */
  #words = new Int32Array(FIRST_WORDS);
  count = 0;
  /** Time of what is told now. */
  timeUs: Microseconds = 0;
  /** Events that may be told: for looking into the middle of a step. */
  room = Number.POSITIVE_INFINITY;

  /** @param ok `OK` of the recorder: 0 absent, 1 false, 2 true */
  tell(thread: ThreadId, op: OpCode, line: Line, object: Address, key: Word, value: Word, ok = 0): void {
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

  /** All events as one ring for each thread. */
  records(threads: number): RingRecords[] {
    const lengths = new Int32Array(threads);
    for (let i = 0; i < this.count; i++) lengths[this.#words[i * RECORD_WORDS]] += RECORD_WORDS;
    const chunks = Array.from(lengths, (length) => new Int32Array(length));
    const filled = new Int32Array(threads);
    for (let seq = 0; seq < this.count; seq++) {
      const at = seq * RECORD_WORDS;
      const thread = this.#words[at];
      const to = filled[thread];
      chunks[thread].set(this.#words.subarray(at, at + RECORD_WORDS), to);
      chunks[thread][to + RECORD.SEQ] = seq;
      filled[thread] = to + RECORD_WORDS;
    }
    return chunks.map((chunk, thread) => ({ thread, chunks: [chunk] }));
  }
}
