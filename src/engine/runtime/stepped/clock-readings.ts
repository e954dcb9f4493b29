/**
 * What reading a virtual clock takes. A reading is a microsecond, so that no two are equal; who does nothing but read it waits for a time to come
 * (`while time.time() < end`), and for him it goes on faster and faster. Rule: simulator and gated workers ask this file alone.
 */
import type { Milliseconds } from "../../base/units.ts";

/** What one of the first readings takes. */
const READING_MS: Milliseconds = 0.001;

/** Readings in a row, with nothing between that takes time, that take a microsecond each. */
const PATIENCE = 256;
/** Each further one takes this share of all the time that went by in the row: a second comes after 2 000 readings, a day after 5 000. */
const SHARE = 1 / 256;

/** Readings of one thread that followed each other without anything between that takes time. */
export interface ReadingsInARow {
  readings: number;
  fromMs: Milliseconds;
  /** What the last one said. */
  toMs: Milliseconds;
}

export function createReadings(): ReadingsInARow {
  return { readings: 0, fromMs: 0, toMs: -1 };
}

/** One more reading, of a clock that stands at `nowMs`; gives what it says, and notes it in `row`. */
export function readClock(row: ReadingsInARow, nowMs: Milliseconds): Milliseconds {
  if (nowMs !== row.toMs) {
    row.readings = 0;
    row.fromMs = nowMs;
  }
  row.readings++;
  row.toMs = nowMs + (row.readings <= PATIENCE ? READING_MS : (nowMs - row.fromMs) * SHARE);
  return row.toMs;
}
