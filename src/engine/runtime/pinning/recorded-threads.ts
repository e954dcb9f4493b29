/**
 * A recorded run as the threads' own sequences of events, to be met again by a simulation. Rule: events that only a real run or only a
 * stepped one makes are left out on both sides: that a thread or a loop has to wait, and what the interpreter lock does.
 */
import type { Address, Seq, ThreadId, Word } from "../../base/ids.ts";
import { fromSmallWord, isSmallWord } from "../../memory/words.ts";
import type { ObjectKind, OpCode } from "../../trace/ops.ts";
import { OP } from "../../trace/ops.ts";
import { laneHosts } from "../../trace/lane-hosts.ts";
import { earliestOf, type ReturnedValues } from "../../trace/overlap.ts";
import type { Trace } from "../../trace/trace.ts";
import { LEFT_OUT, tableEntry } from "../../trace/value-codes.ts";

const WAITS: ReadonlySet<OpCode> = new Set([
  OP["acquire-wait"],
  OP["put-wait"],
  OP["get-wait"],
  OP["join-wait"],
  OP["select-wait"],
  OP["select-return"],
]);
const TIMEOUTS: ReadonlySet<OpCode> = new Set([
  OP["acquire-timeout"],
  OP["put-timeout"],
  OP["get-timeout"],
  OP["join-timeout"],
  OP["wait-timeout"],
  OP.broken,
]);

/** Whether an event has no counterpart that could be asked for. */
export function isLeftOut(op: OpCode, kind: ObjectKind | undefined): boolean {
  return WAITS.has(op) || kind === "gil" || (op === OP.wait && (kind === "event-flag" || kind === "future"));
}

/** An event of a simulation, as far as it can be compared. */
export interface Told {
  readonly thread: ThreadId;
  readonly op: OpCode;
  readonly line: number;
  readonly object: Address;
  readonly value: Word;
  /** Of an atomic update: what it found; null where that cannot be said. */
  readonly found: number | null;
}

export class RecordedThreads {
  /** By thread: the rows of its events and of those of the lanes that it runs. */
  readonly rows: readonly (readonly Seq[])[];
  /** By row: the number behind which it happened. */
  readonly earliest: Int32Array;
  /** By thread: whether it was cut off, as a daemon is by the end of the run. */
  readonly wereCut: readonly boolean[];
  readonly #trace: Trace;
  readonly #returned: ReturnedValues;

  constructor(trace: Trace, returned: ReturnedValues) {
    this.#trace = trace;
    this.#returned = returned;
    this.earliest = earliestOf(trace);
    const runs = laneHosts(trace.threads);
    const rows: Seq[][] = trace.threads.map(() => []);
    for (let row = 0; row < trace.count; row++)
      if (!isLeftOut(trace.op[row], trace.objects[trace.object[row]]?.kind)) rows[runs[trace.thread[row]]]?.push(row);
    this.rows = rows;
    this.wereCut = trace.threads.map(({ id, state }) => runs[id] === id && state === "stopped");
  }

  isTimeout(row: Seq): boolean {
    return TIMEOUTS.has(this.#trace.op[row]);
  }

  /** 0 for no row. */
  lineOf(row: Seq): number {
    return row < 0 ? 0 : this.#trace.line[row];
  }

  /** Whether a simulation made this event. @param textOf the repr of a word that is no small integer; null where it says nothing */
  isSame(row: Seq, { op, line, value, found }: Told, textOf: (word: Word) => string | null): boolean {
    const trace = this.#trace;
    if (trace.op[row] !== op || trace.line[row] !== line) return false;
    if (found !== null && (this.#returned.get(row) ?? found) !== found) return false;
    const code = trace.value[row];
    if (code === 0 || value === 0) return code === value;
    if ((code & 1) === 1) return isSmallWord(value) && fromSmallWord(value) === code >> 1;
    if (isSmallWord(value)) return false;
    const { plain, repr, object } = tableEntry(trace, code) ?? LEFT_OUT;
    // Objects are told by names that they may get later, containers by what they hold at the end.
    if (object !== undefined || repr.startsWith("<") || (typeof plain === "object" && plain !== null)) return true;
    const text = textOf(value);
    return text === null || text === repr;
  }
}
