/**
 * Spans of one thread: from each of its events to the next it has the state that the event left it in.
 *
 * "Ready" is drawn so. In a run that a scheduler chose (simulator) it is known: a thread runs from its step to the next
 * step of anybody, and is ready from there to its own next step. In a real run nobody tells, so it is inferred, from gaps of
 * more than READY_GAP_US only:
 *   1. between a spawn and the thread's start;
 *   2. between the event that let a waiter go on (release, put, notify, set, finish…) and the waiter's next event;
 *   3. between the end of a sleep and the wake, where the sleep's length is what the run's quickest sleep took for as much
 *      (a listing's seconds may be scaled, and no sleep ends early);
 *   4. between two events without a wait, where the same two lines followed each other at least twice within a tenth of that
 *      time among the neighbouring events: code that is quick elsewhere was not running here. Other gaps are running.
 * A lane that a thread runs among others (a task of an event loop) tells it: there rule 2 holds however short the gap, and rule 4 does not.
 */
import type { ObjectId, Seq } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import { READY_GAP_US, STATE } from "./index-types.ts";
import type { LaneSpans, TraceIndex } from "./index-types.ts";
import { Float64Column, Int32Column } from "./lanes-columns.ts";
import type { Room } from "./lanes-columns.ts";
import { sumSpans } from "./lanes-sums.ts";
import { FIRST_UNKNOWN_OP, OP } from "./ops.ts";
import type { Trace } from "./trace.ts";

/** The state an event leaves its thread in; unknown ops are instants and change nothing. */
const stateAfter = new Uint8Array(256).fill(STATE.RUNNING);
const KEEPS = 255;
stateAfter.fill(KEEPS, FIRST_UNKNOWN_OP);
stateAfter[OP["acquire-wait"]] = STATE.BLOCKED;
for (const op of [
  "join-wait",
  "wait",
  "arrive",
  "put-wait",
  "get-wait",
  "recv-wait",
  "select-wait",
  "task-suspend",
  "yield",
  "switch",
] as const) {
  stateAfter[OP[op]] = STATE.WAITING;
}
stateAfter[OP.sleep] = STATE.SLEEPING;
stateAfter[OP.compute] = STATE.COMPUTING;
stateAfter[OP["task-wake"]] = KEEPS;
stateAfter[OP.call] = STATE.WAITING;
stateAfter[OP["task-cancel"]] = KEEPS;
stateAfter[OP["task-create"]] = KEEPS;

const isWait = (state: number): boolean =>
  state === STATE.BLOCKED || state === STATE.WAITING || state === STATE.SLEEPING;

/** How many events on either side are looked at for rule 4. */
const NEIGHBOURS = 64;

/** Where the lane begins and ends, and what let its waits end. */
export interface LaneFrame {
  readonly rows: Int32Array;
  /** When it was spawned, or undefined. */
  readonly spawnedAt?: Microseconds;
  /** When it ended, or the run did. */
  readonly end: Microseconds;
  readonly ready: TraceIndex["ready"];
  /** A lane that a thread runs among others: its events say when it became ready, however short that was. */
  readonly isTold: boolean;
  /** Microseconds that a millisecond of a sleep took at its quickest in this run; infinite where nobody slept. */
  readonly sleepScale: number;
  /** Row that let `row` go on, or −1. */
  readonly letGoBy: (row: Seq) => Seq;
}

/** Spans of one lane, and where the lane begins. */
export function buildSpans(
  trace: Trace,
  frame: LaneFrame,
  room: Room,
): { readonly start: Microseconds; readonly spans: LaneSpans } {
  const builder = new SpanBuilder(trace, frame);
  builder.visitAll();
  return builder.finish(room);
}

/** `sleepScale` of a trace: the smallest time that any sleep took, divided by the milliseconds it was asked for. */
export function quickestSleep(trace: Trace, rows: Int32Array): number {
  const { op, value, values, time } = trace;
  let scale = Number.POSITIVE_INFINITY;
  for (let at = 0; at + 1 < rows.length; at++) {
    const row = rows[at];
    if (op[row] !== OP.sleep || op[rows[at + 1]] !== OP.wake) continue;
    const asked = (value[row] & 1) === 1 ? value[row] >> 1 : values[value[row] >> 1]?.plain;
    if (typeof asked === "number" && asked > 0) scale = Math.min(scale, (time[rows[at + 1]] - time[row]) / asked);
  }
  return scale;
}

class SpanBuilder {
  readonly #trace: Trace;
  readonly #frame: LaneFrame;
  readonly #bounds = new Float64Column();
  readonly #seqs = new Int32Column();
  readonly #states = new Int32Column();
  #state: number = STATE.RUNNING;
  /** The condition whose wait is not over: the releases that belong to it change nothing. */
  #condition: ObjectId = -1;

  constructor(trace: Trace, frame: LaneFrame) {
    this.#trace = trace;
    this.#frame = frame;
  }

  visitAll(): void {
    const { rows, end } = this.#frame;
    const { time } = this.#trace;
    this.#beginLane();
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at];
      const next = at + 1 < rows.length ? rows[at + 1] : -1;
      this.#enter(row);
      this.#add(time[row], row, this.#state);
      this.#stretch(at, row, next, next < 0 ? end : time[next]);
    }
  }

  finish(room: Room): { readonly start: Microseconds; readonly spans: LaneSpans } {
    const { end: laneEnd } = this.#frame;
    this.#dropEmptyLast(laneEnd);
    const count = this.#seqs.count;
    this.#bounds.push(laneEnd);
    const bounds = this.#bounds.copyTo(room);
    const start = bounds.subarray(0, count);
    const end = bounds.subarray(1);
    const state = room.uint8(count);
    for (let at = 0; at < count; at++) state[at] = this.#states.values[at];
    const spans = {
      count,
      start,
      end,
      state,
      seq: this.#seqs.copyTo(room),
      sums: sumSpans(count, start, end, state, room),
    };
    return { start: count > 0 ? bounds[0] : this.#frame.end, spans };
  }

  /** The state that `finish` leaves has no length. */
  #dropEmptyLast(laneEnd: Microseconds): void {
    const last = this.#seqs.count - 1;
    if (last < 1 || this.#bounds.values[last] < laneEnd) return;
    this.#bounds.count--;
    this.#seqs.count--;
    this.#states.count--;
  }

  #beginLane(): void {
    const { rows, spawnedAt, ready, isTold } = this.#frame;
    if (spawnedAt === undefined || rows.length === 0) return;
    const gap = this.#trace.time[rows[0]] - spawnedAt;
    if (gap > (ready === "known" || isTold ? 0 : READY_GAP_US)) this.#add(spawnedAt, rows[0], STATE.READY);
  }

  /** Takes over the state that the event leaves its thread in. */
  #enter(row: Seq): void {
    const code = this.#trace.op[row];
    const next = stateAfter[code];
    if (next === KEEPS) return;
    if (this.#condition >= 0 && code === OP.release) return;
    const wasCondition = this.#condition;
    this.#condition = code === OP.wait && this.#isCondition(row) ? this.#trace.object[row] : -1;
    // After a condition's wait the thread wants its lock back; until it has it, it is blocked.
    const takesBack = wasCondition >= 0 && (code === OP.woken || code === OP["wait-timeout"]);
    this.#state = takesBack ? STATE.BLOCKED : (this.#handsOver(row, code) ?? next);
  }

  /** What a send to a generator leaves its sender in, and a task that lets others run for no reason but that. */
  #handsOver(row: Seq, code: number): number | undefined {
    const { object, key, value } = this.#trace;
    if (code === OP.send || code === OP.throw) return object[row] < 0 && key[row] !== 0 ? STATE.WAITING : undefined;
    if (code !== OP["task-suspend"]) return undefined;
    return object[row] < 0 && key[row] === 0 && value[row] === 0 ? STATE.READY : undefined;
  }

  /** Splits the time from the event to the thread's next one, where the state changes in between. */
  #stretch(at: number, row: Seq, next: Seq, until: Microseconds): void {
    if (this.#frame.ready === "known") return this.#stretchKnown(row, next, until);
    const gap = until - this.#trace.time[row];
    if (this.#state === STATE.COMPUTING) this.#addBy(this.#lastsUntil(row), until, row, STATE.RUNNING);
    const { isTold } = this.#frame;
    const least = isTold ? 0 : READY_GAP_US;
    if (next < 0 || gap <= least) return;
    if (isWait(this.#state)) {
      const possible = this.#couldGoOn(row, next);
      if (until - possible > least) this.#add(possible, row, STATE.READY);
    } else if (!isTold && this.#state === STATE.RUNNING && this.#isUnusual(at, gap)) {
      this.#add(this.#trace.time[row], row, STATE.READY);
    }
  }

  /** A thread whose last step is not the run's last is ready as well: somebody else was chosen. */
  #stretchKnown(row: Seq, next: Seq, until: Microseconds): void {
    const { time, thread, count } = this.#trace;
    if (isWait(this.#state)) {
      if (next < 0) return;
      const possible = this.#couldGoOn(row, next);
      if (possible < until) this.#add(possible, row, STATE.READY);
    } else if (row + 1 < count && thread[row + 1] !== thread[row] && time[row + 1] < until) {
      this.#add(Math.max(time[row], time[row + 1]), row, STATE.READY);
    }
  }

  /** The moment from which nothing but the processor was missing; infinite where that is not known. */
  #couldGoOn(row: Seq, next: Seq): Microseconds {
    const from = this.#frame.letGoBy(next);
    if (this.#state === STATE.SLEEPING && from < 0) return this.#lastsUntil(row, this.#frame.sleepScale);
    return from < 0 ? Number.POSITIVE_INFINITY : Math.max(this.#trace.time[from], this.#trace.time[row]);
  }

  /** End of a sleep or a computation by its own length in milliseconds; infinite where the event has none. */
  #lastsUntil(row: Seq, usPerMs = 1000): Microseconds {
    const { value, values, time } = this.#trace;
    const word = value[row];
    if (word === 0) return Number.POSITIVE_INFINITY;
    const lasts = (word & 1) === 1 ? word >> 1 : values[word >> 1]?.plain;
    return typeof lasts === "number" ? time[row] + lasts * usPerMs : Number.POSITIVE_INFINITY;
  }

  /** Rule 4. */
  #isUnusual(at: number, gap: Microseconds): boolean {
    const { rows } = this.#frame;
    const { line, op, time } = this.#trace;
    const first = line[rows[at]];
    const second = line[rows[at + 1]];
    // A pool's task may take any time: how quick the last one was says nothing.
    if (op[rows[at]] === OP["task-start"]) return false;
    const last = Math.min(rows.length - 2, at + NEIGHBOURS);
    let quick = 0;
    for (let near = Math.max(0, at - NEIGHBOURS); near <= last && quick < 2; near++) {
      const same = line[rows[near]] === first && line[rows[near + 1]] === second;
      if (same && time[rows[near + 1]] - time[rows[near]] < gap / 10) quick++;
    }
    return quick >= 2;
  }

  #addBy(moment: Microseconds, until: Microseconds, row: Seq, state: number): void {
    if (moment < until) this.#add(moment, row, state);
  }

  /** A stretch of the same state for the same reason goes on; one without length gives way. */
  #add(moment: Microseconds, row: Seq, state: number): void {
    const last = this.#seqs.count - 1;
    if (last >= 0 && this.#bounds.values[last] >= moment) {
      this.#states.values[last] = state;
      this.#seqs.values[last] = row;
      this.#mergeLast();
      return;
    }
    if (last >= 0 && this.#states.values[last] === state && !isWait(state)) return;
    if (last >= 0 && this.#states.values[last] === state && this.#condition >= 0) return;
    this.#bounds.push(moment);
    this.#seqs.push(row);
    this.#states.push(state);
  }

  #mergeLast(): void {
    const last = this.#seqs.count - 1;
    if (last < 1 || this.#states.values[last - 1] !== this.#states.values[last] || isWait(this.#states.values[last]))
      return;
    this.#bounds.count--;
    this.#seqs.count--;
    this.#states.count--;
  }

  #isCondition(row: Seq): boolean {
    return this.#trace.objects[this.#trace.object[row]]?.kind === "condition";
  }
}
