/**
 * Events as the page API gives them: one row of the columns as an object with names, and the trace as one document.
 * Rule: a field that an event does not have is absent, never null.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { ArgumentError } from "../base/errors.ts";
import { NAMES_THREAD, OP_ROLES, opName } from "./op-roles.ts";
import type { Trace, TraceEvent } from "./trace.ts";
import { fromIntegerCode, isIntegerCode, plainOf } from "./value-codes.ts";

/** The thread that an event names (`spawn`, `join`, `switch`…); −1 where it names none. */
export function otherOf(trace: Trace, seq: Seq): ThreadId {
  const names = (OP_ROLES[trace.op[seq]] & NAMES_THREAD) !== 0;
  return names && isIntegerCode(trace.key[seq]) ? fromIntegerCode(trace.key[seq]) : -1;
}

/** The event at a row. @throws ArgumentError where there is no such row. */
export function toEvent(trace: Trace, seq: Seq): TraceEvent {
  if (!Number.isInteger(seq) || seq < 0 || seq >= trace.count) {
    throw new ArgumentError("seq", seq, `an integer from 0 to ${trace.count - 1}`);
  }
  return eventAt(trace, seq);
}

/** Which events: from `from` up to, but without, `to`; of the threads named, all if none are. */
export interface EventRange {
  readonly from?: Seq;
  readonly to?: Seq;
  readonly threads?: readonly ThreadId[];
  /** At most so many; 100 000 unless told. */
  readonly limit?: number;
}

const EVENTS_UNLESS_TOLD = 100_000;

/** The events of a range. @throws ArgumentError for bounds that are no row numbers and threads that do not exist. */
export function events(trace: Trace, range: EventRange = {}): TraceEvent[] {
  const from = checkedBound("from", range.from ?? 0, trace.count);
  const to = checkedBound("to", range.to ?? trace.count, trace.count);
  const limit = range.limit ?? (range.to === undefined ? EVENTS_UNLESS_TOLD : Number.POSITIVE_INFINITY);
  const wanted = range.threads === undefined ? null : threadMask(trace, range.threads);
  const found: TraceEvent[] = [];
  for (let seq = from; seq < to && found.length < limit; seq++) {
    if (wanted === null || wanted[trace.thread[seq]] === 1) found.push(eventAt(trace, seq));
  }
  return found;
}

/** The head of a trace's document (page API, section 3): all but its events. Members beyond the promise may be added. */
export function documentHead(trace: Trace) {
  return {
    format: "interleave-trace",
    version: 1,
    clock: { unit: "us", resolution: trace.clock.resolutionUs, fixes: trace.clock.fixes },
    threads: trace.threads.map(({ id, name, kind, process, worker, state, parent }) => ({
      id,
      name,
      kind,
      process,
      worker,
      state,
      ...(parent === undefined ? {} : { parent }),
    })),
    objects: trace.objects.map(({ id, name, kind }) => ({ id, name, kind })),
  } as const;
}

/** The page API's `trace()`: the document of section 3 with the events of a range; `total` counts all of the trace. */
export function traceDocument(trace: Trace, range: EventRange = {}) {
  return { ...documentHead(trace), events: events(trace, range), total: trace.count };
}

/** What an event has beside number, time, thread and op. */
export function eventFields(trace: Trace, seq: Seq): Omit<TraceEvent, "seq" | "t" | "thread" | "op"> {
  const event: Writable<Omit<TraceEvent, "seq" | "t" | "thread" | "op">> = {};
  if (trace.object[seq] >= 0) event.object = trace.object[seq];
  const other = otherOf(trace, seq);
  const key = other >= 0 ? undefined : plainOf(trace, trace.key[seq]);
  if (key !== undefined) event.key = key;
  const value = plainOf(trace, trace.value[seq]);
  if (value !== undefined) event.value = value;
  if (other >= 0) event.other = other;
  if (trace.line[seq] > 0) event.line = trace.line[seq];
  if (trace.ok[seq] !== 0) event.ok = trace.ok[seq] === 2;
  const extra = trace.extras?.get(seq);
  return extra === undefined ? event : { ...event, ...extra };
}

function eventAt(trace: Trace, seq: Seq): TraceEvent {
  const op = opName(trace, trace.op[seq]);
  return { seq, t: trace.time[seq], thread: trace.thread[seq], op, ...eventFields(trace, seq) };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function checkedBound(argument: string, value: number, count: number): number {
  if (!Number.isInteger(value) || value < 0) throw new ArgumentError(argument, value, `an integer from 0 to ${count}`);
  return Math.min(value, count);
}

function threadMask(trace: Trace, threads: readonly ThreadId[]): Uint8Array {
  const mask = new Uint8Array(65536);
  for (const thread of threads) {
    const known = trace.threads.some((one) => one.id === thread);
    if (!known) throw new ArgumentError("threads", thread, `thread ids from 0 to ${trace.threads.length - 1}`);
    mask[thread] = 1;
  }
  return mask;
}
