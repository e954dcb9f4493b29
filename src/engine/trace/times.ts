/**
 * Mends the clock readings of a recorded run in place, so that time agrees with the run's order as far as it is promised.
 *
 *   readings    T1 10 10 15    T2 10 5 15       (clock of 5 µs; rows in order: T1 T2 T1 T2 T2 T1)
 *   afterwards  10, 11.7, 13.3 in the tick of 10 …: by row, spread within the tick
 *
 * Rules: never back within a thread; never back from what was given to what was taken; never by more than it takes.
 */
import type { Microseconds } from "../base/units.ts";
import type { Columns } from "./columns.ts";
import { GIVES, NAMES_THREAD, OP_ROLES, TAKES } from "./op-roles.ts";
import { OP } from "./ops.ts";

/** @param inTurns whether one thread went at a time, so that time never goes back between any two rows @returns how many readings had to be moved by more than the clock's resolution. */
export function mendTimes(
  columns: Columns,
  count: number,
  objects: number,
  resolutionUs: Microseconds,
  inTurns: boolean,
): number {
  const ticks = new Int32Array(count);
  const fixes = clampTicks(columns, count, objects, resolutionUs, ticks);
  if (inTurns) neverBack(ticks);
  spreadInTicks(columns.time, count, ticks, resolutionUs);
  return fixes;
}

/** Fills `ticks` with each row's clock tick after clamping. */
function clampTicks(
  columns: Columns,
  count: number,
  objects: number,
  resolutionUs: Microseconds,
  ticks: Int32Array,
): number {
  const { time, thread, op, object, key } = columns;
  const reached = new Int32Array(65536);
  const given = new Int32Array(objects);
  const started = new Int32Array(65536);
  let fixes = 0;
  for (let seq = 0; seq < count; seq++) {
    const roles = OP_ROLES[op[seq]];
    const by = thread[seq];
    const read = Math.max(0, Math.floor(time[seq] / resolutionUs));
    let tick = Math.max(read, reached[by]);
    const on = object[seq];
    if ((roles & TAKES) !== 0) {
      if (on >= 0) tick = Math.max(tick, given[on]);
      else if (op[seq] === OP.start) tick = Math.max(tick, started[by]);
      else if ((roles & NAMES_THREAD) !== 0) tick = Math.max(tick, reached[key[seq] >> 1]);
    }
    if ((roles & GIVES) !== 0) {
      if (on >= 0 && given[on] < tick) given[on] = tick;
      else if ((roles & NAMES_THREAD) !== 0) started[key[seq] >> 1] = tick;
    }
    if (tick > read + 1) fixes++;
    reached[by] = tick;
    ticks[seq] = tick;
  }
  return fixes;
}

/** Where threads took turns, nobody's event is before that of whoever had the turn before. */
function neverBack(ticks: Int32Array): void {
  for (let seq = 1; seq < ticks.length; seq++) if (ticks[seq] < ticks[seq - 1]) ticks[seq] = ticks[seq - 1];
}

/** Gives the rows of one tick times of their own inside it, in the order of the rows. */
function spreadInTicks(time: Float64Array, count: number, ticks: Int32Array, resolutionUs: Microseconds): void {
  const places = new TickPlaces(ticks, count);
  const sizes = new Int32Array(places.size);
  for (let seq = 0; seq < count; seq++) {
    const place = places.of(ticks[seq]);
    sizes[place]++;
  }
  const used = new Int32Array(places.size);
  for (let seq = 0; seq < count; seq++) {
    const place = places.of(ticks[seq]);
    time[seq] = (ticks[seq] + used[place]++ / sizes[place]) * resolutionUs;
  }
}

/** A place for each tick that occurs: the tick itself in short runs, a place in a hash table where ticks are many and events few. */
class TickPlaces {
  readonly size: number;
  readonly #direct: boolean;
  readonly #ticks: Int32Array;

  constructor(ticks: Int32Array, count: number) {
    let last = 0;
    for (let i = 0; i < count; i++) if (ticks[i] > last) last = ticks[i];
    const sparse = 2 ** Math.ceil(Math.log2(count * 2 + 16));
    this.#direct = last < sparse * 2;
    this.size = this.#direct ? last + 1 : sparse;
    this.#ticks = new Int32Array(this.#direct ? 0 : sparse).fill(-1);
  }

  of(tick: number): number {
    if (this.#direct) return tick;
    const ticks = this.#ticks;
    let place = Math.imul(tick, 0x9e3779b1) & (ticks.length - 1);
    while (ticks[place] !== tick && ticks[place] !== -1) place = (place + 1) & (ticks.length - 1);
    ticks[place] = tick;
    return place;
  }
}
