/**
 * Whether workers made the events that the simulator made: number for number, the same thread, op, line, object, key and value, to the
 * word; times differ. Rule: the first difference is told with both sides.
 */
import { NO_SEQ, NOTE, RECORD, RECORD_WORDS } from "../../memory/ring-layout.ts";
import type { RingRecords } from "../../trace/assemble.ts";
import { OP_NAMES } from "../../trace/ops.ts";
import { Divergence } from "./gated-world.ts";

/** By number: thread or lane, META, OBJECT, KEY, VALUE. */
const WIDTH = 5;

/** @throws Divergence */
export function assertSameEvents(simulated: readonly RingRecords[], real: readonly RingRecords[]): void {
  const expected = toRows(simulated);
  const found = toRows(real);
  const words = Math.max(expected.length, found.length);
  for (let at = 0; at < words; at++) {
    if (expected[at] === found[at]) continue;
    const seq = Math.floor(at / WIDTH);
    throw new Divergence(
      `event ${seq}: the simulator has ${describe(expected, seq)}, the workers ${describe(found, seq)}`,
    );
  }
}

function toRows(records: readonly RingRecords[]): Int32Array {
  const rows = new Int32Array(countEvents(records) * WIDTH);
  for (const { thread: first, chunks } of records) {
    let lane = first;
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += RECORD_WORDS) {
        const seq = chunk[at + RECORD.SEQ];
        if (seq === NO_SEQ) {
          const kind = chunk[at + RECORD.META];
          if (kind === NOTE.THREAD || kind === NOTE.LANE) lane = chunk[at + RECORD.VALUE];
          continue;
        }
        rows[seq * WIDTH] = lane;
        rows.set(chunk.subarray(at + RECORD.META, at + RECORD.VALUE + 1), seq * WIDTH + 1);
      }
    }
  }
  return rows;
}

function countEvents(records: readonly RingRecords[]): number {
  let count = 0;
  for (const { chunks } of records)
    for (const chunk of chunks)
      for (let at = 0; at < chunk.length; at += RECORD_WORDS)
        if (chunk[at + RECORD.SEQ] !== NO_SEQ) count = Math.max(count, chunk[at + RECORD.SEQ] + 1);
  return count;
}

function describe(rows: Int32Array, seq: number): string {
  const at = seq * WIDTH;
  if (at >= rows.length) return "none";
  const [lane, meta, object, key, value] = rows.subarray(at, at + WIDTH);
  return `${OP_NAMES[meta & 255]} by lane ${lane} at line ${meta >>> 16} (object ${object}, key ${key}, value ${value})`;
}
