/**
 * Hand-overs: which event let which other event go on. One pass over the rows in their total order, with a little
 * memory for each object and thread.
 * Rule: an edge is only drawn where the pairing is certain by the numbering of the trace (a queue's gets are in the
 * order of its puts, an acquire follows the release before it); where it is not, there is none.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { Int32Column } from "./lanes-columns.ts";
import { OP } from "./ops.ts";
import type { ObjectKind } from "./ops.ts";
import type { Trace } from "./trace.ts";

/** Rows in pairs, `to` ascending. */
export interface HandoverColumns {
  readonly from: Int32Column;
  readonly to: Int32Column;
}

const NONE = -1;

/** What an op does to the pairing; everything else is skipped by one look-up. */
const ROLE = {
  NOTHING: 0,
  GIVE: 1,
  WAIT: 2,
  TAKE: 3,
  PUT: 4,
  GET: 5,
  NOTIFY: 6,
  PARK: 7,
  WOKEN: 8,
  PASS: 9,
  SPAWN: 10,
  START: 11,
  END: 12,
  JOIN: 13,
  GAVE_UP: 14,
  WAKE: 15,
  RUN: 16,
  MAKE: 17,
  SWITCH: 18,
} as const;

const roles = new Uint8Array(256);
for (const op of ["release", "set", "arrive", "task-done", "task-finish", "task-fail"] as const)
  roles[OP[op]] = ROLE.GIVE;
for (const op of ["acquire-wait", "put-wait", "join-wait", "get-wait", "recv-wait"] as const) roles[OP[op]] = ROLE.WAIT;
for (const op of ["acquire-timeout", "put-timeout", "join-timeout", "get-timeout", "eof"] as const)
  roles[OP[op]] = ROLE.GAVE_UP;
for (const op of ["put", "send", "submit"] as const) roles[OP[op]] = ROLE.PUT;
for (const op of ["get", "recv", "task-start", "steal"] as const) roles[OP[op]] = ROLE.GET;
for (const op of ["spawn", "fork"] as const) roles[OP[op]] = ROLE.SPAWN;
for (const op of ["finish", "exit"] as const) roles[OP[op]] = ROLE.END;
for (const op of ["switch", "yield", "throw"] as const) roles[OP[op]] = ROLE.SWITCH;
roles[OP["task-create"]] = ROLE.MAKE;
roles[OP.acquire] = ROLE.TAKE;
roles[OP.notify] = ROLE.NOTIFY;
roles[OP.wait] = ROLE.PARK;
roles[OP.woken] = ROLE.WOKEN;
roles[OP.pass] = ROLE.PASS;
roles[OP.start] = ROLE.START;
roles[OP.join] = ROLE.JOIN;
// A lane that others run: who made it ready, or called it, lets its next turn come.
roles[OP["task-wake"]] = ROLE.WAKE;
roles[OP.call] = ROLE.WAKE;
roles[OP["task-run"]] = ROLE.RUN;

/** How far a value is looked for among what lies in a queue whose order is not first in, first out. */
const FARTHEST_LOOK = 4096;

/** What lies in one queue, pipe or pool: rows of the puts. */
class Contents {
  #rows: Seq[] = [];
  #head = 0;

  put(row: Seq): void {
    this.#rows.push(row);
  }

  takeFirst(): Seq {
    if (this.#head === this.#rows.length) return NONE;
    const row = this.#rows[this.#head++];
    if (this.#head > 1024 && this.#head * 2 > this.#rows.length) {
      this.#rows = this.#rows.slice(this.#head);
      this.#head = 0;
    }
    return row;
  }

  takeLast(): Seq {
    return this.#rows.length > this.#head ? (this.#rows.pop() as Seq) : NONE;
  }

  /** The put of the same value, so that order by priority needs no comparison here. */
  takeEqual(value: number, values: Int32Array): Seq {
    const last = Math.min(this.#rows.length, this.#head + FARTHEST_LOOK);
    for (let at = this.#head; at < last; at++) {
      if (values[this.#rows[at]] !== value) continue;
      return this.#rows.splice(at, 1)[0];
    }
    return NONE;
  }
}

/** Notifications not yet answered by a `woken`. */
interface Notice {
  readonly row: Seq;
  left: number;
}

/** Finds the hand-overs of a whole trace. Linear in its events, but for priority queues longer than 4 096. */
export function findHandovers(trace: Trace): HandoverColumns {
  return new HandoverFinder(trace).find();
}

class HandoverFinder {
  readonly #trace: Trace;
  readonly #from = new Int32Column();
  readonly #to = new Int32Column();
  /** By object: row of the last event that could let a waiter go on. */
  readonly #given: Int32Array;
  readonly #lastGet: Int32Array;
  readonly #contents: (Contents | undefined)[] = [];
  readonly #notices: (Notice[] | undefined)[] = [];
  /** By thread. */
  readonly #waitsSince: Int32Array;
  readonly #spawned: Int32Array;
  readonly #ended: Int32Array;
  /** By lane: the event that made its task ready; the one that switched to it. */
  readonly #woken: Int32Array;
  readonly #switchedTo: Int32Array;
  /** Switches whose other end has not come yet. */
  #switches = 0;

  constructor(trace: Trace) {
    const objects = trace.objects.length;
    const threads = highestThread(trace) + 1;
    this.#trace = trace;
    this.#given = new Int32Array(objects).fill(NONE);
    this.#lastGet = new Int32Array(objects).fill(NONE);
    this.#waitsSince = new Int32Array(threads).fill(NONE);
    this.#spawned = new Int32Array(threads).fill(NONE);
    this.#ended = new Int32Array(threads).fill(NONE);
    this.#woken = new Int32Array(threads).fill(NONE);
    this.#switchedTo = new Int32Array(threads).fill(NONE);
  }

  find(): HandoverColumns {
    const { count, op } = this.#trace;
    for (let row = 0; row < count; row++) {
      const role = roles[op[row]];
      if (this.#switches > 0) this.#arrive(row);
      if (role !== ROLE.NOTHING) this.#visit(row, role);
    }
    return { from: this.#from, to: this.#to };
  }

  #visit(row: Seq, role: number): void {
    const thread = this.#trace.thread[row];
    const object = this.#trace.object[row];
    switch (role) {
      case ROLE.WAIT:
        this.#waitsSince[thread] = row;
        return;
      case ROLE.GAVE_UP:
        this.#waitsSince[thread] = NONE;
        return;
      case ROLE.SPAWN:
        this.#remember(this.#spawned, this.#other(row), row);
        return;
      case ROLE.MAKE:
        this.#remember(this.#spawned, this.#other(row), row);
        return;
      case ROLE.SWITCH:
        this.#switchTo(row);
        return;
      case ROLE.START:
        this.#pair(this.#spawned[thread], row);
        return;
      case ROLE.END:
        this.#switchTo(row);
        if (this.#ended[thread] === NONE) this.#ended[thread] = row;
        return;
      case ROLE.JOIN:
        this.#join(row, thread, object);
        return;
      case ROLE.WAKE:
        this.#remember(this.#woken, this.#other(row), row);
        return;
      case ROLE.RUN:
        this.#run(row, thread);
        return;
      default:
        if (object >= 0) this.#visitObject(row, role, thread, object);
    }
  }

  #switchTo(row: Seq): void {
    const other = this.#other(row);
    if (other === NONE || other >= this.#switchedTo.length) return;
    if (this.#switchedTo[other] === NONE) this.#switches++;
    this.#switchedTo[other] = row;
  }

  /** The first event of a lane after somebody switched to it. */
  #arrive(row: Seq): void {
    const thread = this.#trace.thread[row];
    if (this.#switchedTo[thread] === NONE) return;
    this.#pair(this.#switchedTo[thread], row);
    this.#switchedTo[thread] = NONE;
    this.#switches--;
  }

  #visitObject(row: Seq, role: number, thread: ThreadId, object: ObjectId): void {
    switch (role) {
      case ROLE.GIVE:
        this.#given[object] = row;
        return;
      case ROLE.TAKE:
        if (this.#endsWait(thread)) this.#pair(this.#given[object], row);
        return;
      case ROLE.PUT:
        if (this.#other(row) !== NONE) return this.#switchTo(row);
        if (this.#endsWait(thread)) this.#pair(this.#lastGet[object], row);
        this.#contentsOf(object).put(row);
        return;
      case ROLE.GET:
        this.#lastGet[object] = row;
        this.#waitsSince[thread] = NONE;
        this.#pair(this.#takeFrom(object, row), row);
        return;
      case ROLE.PARK:
        this.#waitsSince[thread] = row;
        return;
      case ROLE.NOTIFY:
        this.#notify(object, row);
        return;
      case ROLE.WOKEN:
        this.#wake(object, thread, row);
        return;
      case ROLE.PASS:
        this.#pair(this.#given[object], row);
    }
  }

  /** A lane that made itself ready was let go on by nobody else, yet it is known since when it was ready. */
  #run(row: Seq, thread: ThreadId): void {
    const from = this.#woken[thread];
    this.#woken[thread] = NONE;
    if (from < 0) return;
    this.#from.push(from);
    this.#to.push(row);
  }

  #join(row: Seq, thread: ThreadId, object: ObjectId): void {
    const other = this.#other(row);
    const waited = this.#endsWait(thread);
    if (other !== NONE) this.#pair(this.#ended[other] ?? NONE, row);
    else if (waited && object >= 0) this.#pair(this.#given[object], row);
  }

  #endsWait(thread: ThreadId): boolean {
    const waited = this.#waitsSince[thread] !== NONE;
    this.#waitsSince[thread] = NONE;
    return waited;
  }

  #notify(object: ObjectId, row: Seq): void {
    const value = this.#trace.value[row];
    const notices = (this.#notices[object] ??= []);
    notices.push({ row, left: (value & 1) === 1 ? value >> 1 : Number.POSITIVE_INFINITY });
  }

  /** Of an event flag: the last `set`. Of a condition: the earliest notification since its wait that is not used up. */
  #wake(object: ObjectId, thread: ThreadId, row: Seq): void {
    const notices = this.#notices[object];
    const since = this.#waitsSince[thread];
    this.#waitsSince[thread] = NONE;
    if (notices === undefined) return this.#pair(this.#given[object], row);
    while (notices.length > 0 && notices[0].left <= 0) notices.shift();
    const notice = notices.find((one) => one.row > since && one.left > 0);
    if (notice === undefined) return;
    notice.left--;
    this.#pair(notice.row, row);
  }

  #takeFrom(object: ObjectId, row: Seq): Seq {
    // Where events are missing the n-th get need not be of the n-th put.
    if (this.#trace.dropped > 0) return NONE;
    const contents = this.#contentsOf(object);
    const value = this.#trace.value[row];
    switch (this.#kindOf(object)) {
      case "lifo-queue":
        return contents.takeLast();
      case "priority-queue":
      case "deque":
        return contents.takeEqual(value, this.#trace.value);
      case "pool": {
        const same = contents.takeEqual(value, this.#trace.value);
        return same === NONE ? contents.takeFirst() : same;
      }
      default:
        return contents.takeFirst();
    }
  }

  #contentsOf(object: ObjectId): Contents {
    return (this.#contents[object] ??= new Contents());
  }

  #kindOf(object: ObjectId): ObjectKind | undefined {
    return this.#trace.objects[object]?.kind;
  }

  #other(row: Seq): ThreadId {
    const key = this.#trace.key[row];
    return (key & 1) === 1 ? key >> 1 : NONE;
  }

  #remember(column: Int32Array, at: number, row: Seq): void {
    if (at >= 0 && at < column.length) column[at] = row;
  }

  #pair(from: Seq, to: Seq): void {
    if (from < 0 || this.#trace.thread[from] === this.#trace.thread[to]) return;
    this.#from.push(from);
    this.#to.push(to);
  }
}

function highestThread(trace: Trace): ThreadId {
  return trace.threads.reduce((highest, thread) => Math.max(highest, thread.id), 0);
}
