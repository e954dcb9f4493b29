/**
 * Makes a trace event by event: what simulators, file readers and tests use. Rows are numbered as they are pushed.
 * Rule: threads and objects are named before an event refers to them.
 */
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Microseconds, Milliseconds } from "../base/units.ts";
import { type Columns, copyColumns, createColumns } from "./columns.ts";
import { NAMES_THREAD, OP_ROLES } from "./op-roles.ts";
import { FIRST_UNKNOWN_OP, OP, type ObjectKind, type OpCode, type OpName } from "./ops.ts";
import type { Plain, ThreadKind, ThreadState, Trace, TraceObject, TraceThread, ValueEntry } from "./trace.ts";
import { toIntegerCode, ValueTable, type ValueCode } from "./value-codes.ts";

/** An event to be pushed. `valueEntry` and `keyEntry` take the place of `value` and `key` where a repr is known. */
export interface NewEvent {
  /** Microseconds; that of the last event of the trace plus one, unless told. */
  readonly t?: Microseconds;
  readonly thread: ThreadId;
  readonly op: OpName | (string & {});
  readonly object?: ObjectId;
  readonly key?: Plain;
  readonly keyEntry?: ValueEntry;
  readonly value?: Plain;
  readonly valueEntry?: ValueEntry;
  readonly other?: ThreadId;
  readonly line?: Line;
  readonly ok?: boolean;
  /** Fields that a file had and this version does not know. */
  readonly extra?: Readonly<Record<string, Plain>>;
}

/** What is known only at the end. */
export interface TraceEnd {
  readonly elapsedMs?: Milliseconds;
  readonly dropped?: number;
  readonly fixes?: number;
  /** Whether the columns are to lie on shared memory. */
  readonly shared?: boolean;
}

export class TraceBuilder {
  readonly #engine: Trace["engine"];
  readonly #resolutionUs: Microseconds;
  readonly #values = new ValueTable();
  readonly #threads: TraceThread[] = [];
  readonly #objects: TraceObject[] = [];
  readonly #unknownOps: string[] = [];
  readonly #extras = new Map<Seq, Readonly<Record<string, Plain>>>();
  #columns: Columns = createColumns(64);
  #count = 0;

  constructor(options: { readonly engine?: Trace["engine"]; readonly resolutionUs?: Microseconds } = {}) {
    this.#engine = options.engine ?? "simulator";
    this.#resolutionUs = options.resolutionUs ?? 1;
  }

  /** Number of events so far, which is the row of the next. */
  get count(): number {
    return this.#count;
  }

  /** Names a thread; ids count from 0. */
  addThread(name: string, more: Partial<Omit<TraceThread, "id" | "name">> = {}): ThreadId {
    const id = this.#threads.length;
    const kind: ThreadKind = more.kind ?? (id === 0 ? "main" : "thread");
    const { process = 0, worker = false, state = "finished", parent } = more;
    this.#threads.push({ id, name, kind, process, worker, state, ...(parent === undefined ? {} : { parent }) });
    return id;
  }

  /** Says how a thread ended, or where it was when the run ended. */
  setThreadState(thread: ThreadId, state: ThreadState): void {
    this.#threads[thread] = { ...this.#known(thread), state };
  }

  addObject(
    name: string,
    kind: ObjectKind,
    more: Partial<Pick<TraceObject, "initial" | "capacity" | "atomic">> = {},
  ): ObjectId {
    const { initial, capacity, atomic } = more;
    const id = this.#objects.length;
    this.#objects.push({
      id,
      name,
      kind,
      ...(initial === undefined ? {} : { initial }),
      ...(capacity === undefined ? {} : { capacity }),
      ...(atomic === true ? { atomic } : {}),
    });
    return id;
  }

  /** Code of a value with its repr, for `add`. */
  codeOf(entry: ValueEntry): ValueCode {
    return this.#values.codeOf(entry);
  }

  codeOfPlain(plain: Plain): ValueCode {
    return this.#values.codeOfPlain(plain);
  }

  /** Adds an event in plain form and gives its row. @throws ArgumentError for a thread or object that was never named. */
  push(event: NewEvent): Seq {
    this.#known(event.thread);
    const object = event.object ?? -1;
    if (object >= this.#objects.length) {
      throw new ArgumentError("object", object, `an object id below ${this.#objects.length}`);
    }
    const op = this.#opCode(event.op);
    const time = event.t ?? (this.#count === 0 ? 0 : this.#columns.time[this.#count - 1] + 1);
    const ok = event.ok === undefined ? 0 : event.ok ? 2 : 1;
    const seq = this.add(
      time,
      event.thread,
      op,
      object,
      this.#keyCode(event, op),
      this.#valueCode(event),
      event.line,
      ok,
    );
    const extra = this.#extraOf(event, op);
    if (extra !== undefined) this.#extras.set(seq, extra);
    return seq;
  }

  /** Adds an event in the columns' own form and gives its row. */
  add(
    time: Microseconds,
    thread: ThreadId,
    op: OpCode,
    object: ObjectId,
    key: ValueCode,
    value: ValueCode,
    line: Line = 0,
    ok = 0,
  ): Seq {
    const seq = this.#count;
    if (seq === this.#columns.op.length) this.#columns = copyColumns(this.#columns, seq, seq * 2);
    const to = this.#columns;
    to.time[seq] = time;
    to.thread[seq] = thread;
    to.op[seq] = op;
    to.object[seq] = object;
    to.key[seq] = key;
    to.value[seq] = value;
    to.line[seq] = line > 65535 ? 0 : line;
    to.ok[seq] = ok;
    this.#count = seq + 1;
    return seq;
  }

  /** The trace so far. The builder may go on and build again; what was built does not change. */
  build(end: TraceEnd = {}): Trace {
    const { fixes = 0, dropped = 0 } = end;
    const columns = copyColumns(this.#columns, this.#count, this.#count, end.shared);
    const lastTime = this.#count === 0 ? 0 : columns.time[this.#count - 1];
    return {
      ...columns,
      count: this.#count,
      values: this.#values.entries.slice(),
      threads: this.#threads.slice(),
      objects: this.#objects.slice(),
      unknownOps: this.#unknownOps.slice(),
      clock: { resolutionUs: this.#resolutionUs, fixes },
      dropped,
      engine: this.#engine,
      elapsedMs: end.elapsedMs ?? lastTime / 1000,
      ...(this.#extras.size > 0 ? { extras: new Map(this.#extras) } : {}),
    };
  }

  #known(thread: ThreadId): TraceThread {
    const known = this.#threads[thread];
    if (known === undefined) throw new ArgumentError("thread", thread, `a thread id below ${this.#threads.length}`);
    return known;
  }

  #opCode(name: string): OpCode {
    const known = Object.hasOwn(OP, name) ? OP[name as OpName] : undefined;
    if (known !== undefined) return known;
    const place = this.#unknownOps.indexOf(name);
    if (place >= 0) return FIRST_UNKNOWN_OP + place;
    if (FIRST_UNKNOWN_OP + this.#unknownOps.length > 255) {
      throw new ArgumentError("op", name, `one of the ${255 - FIRST_UNKNOWN_OP} unknown ops that a trace may hold`);
    }
    return FIRST_UNKNOWN_OP + this.#unknownOps.push(name) - 1;
  }

  #keyCode(event: NewEvent, op: OpCode): ValueCode {
    if (event.other !== undefined && namesThread(op)) return toIntegerCode(event.other);
    if (event.keyEntry !== undefined) return this.#values.codeOf(event.keyEntry);
    if (event.key === undefined || namesThread(op)) return 0;
    return this.#values.codeOfPlain(event.key);
  }

  #valueCode(event: NewEvent): ValueCode {
    if (event.valueEntry !== undefined) return this.#values.codeOf(event.valueEntry);
    return event.value === undefined ? 0 : this.#values.codeOfPlain(event.value);
  }

  /** What the columns cannot hold: another thread beside a key, a key beside another thread, a line beyond 16 bits. */
  #extraOf(event: NewEvent, op: OpCode): Readonly<Record<string, Plain>> | undefined {
    const extra: Record<string, Plain> = { ...event.extra };
    if (event.other !== undefined && !namesThread(op)) extra["other"] = event.other;
    if (event.key !== undefined && namesThread(op)) extra["key"] = event.key;
    if (event.line !== undefined && event.line > 65535) extra["line"] = event.line;
    return Object.keys(extra).length > 0 ? extra : undefined;
  }
}

function namesThread(op: OpCode): boolean {
  return (OP_ROLES[op] & NAMES_THREAD) !== 0;
}
