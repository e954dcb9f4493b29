/**
 * The edges of happens-before, as channels: an event gives to a channel what it knows, a later one takes from it.
 *
 *   release → acquire         put → the get of that item, get → put of a bounded queue       notify → woken
 *   set → woken               arrive → pass            spawn → start, finish → join          submit → task-start
 *   set → who finds it set    end of a future → woken, or who finds it settled
 *   last task-done → join    shutdown → who is turned away         send → recv
 *
 * Rule: edges come from what the program's own primitives promise; recording and the interpreter lock make none. Where which
 * giver let a taker go cannot be told, all givers before count, so that an order that exists is never missed.
 * Not here: `is_alive`, which is no event, and what a queue's size or a held lock tells.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "../trace/event.ts";
import { FUTURE_STATE } from "../program/operation.ts";
import { FIRST_UNKNOWN_OP, OP, type OpName } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { plainOf } from "../trace/value-codes.ts";

/** A dense number for a way in which knowledge passes from event to event. */
export type Channel = number;

/** Told each edge's two ends, in the order of the trace; within one event what it takes comes before what it gives. */
export interface EdgeSink {
  take(seq: Seq, channel: Channel): void;
  give(seq: Seq, channel: Channel): void;
  /** All that another thread has done so far happened before this event. */
  meet(seq: Seq, thread: ThreadId): void;
  /** What was given to the channel counts no longer: its number will name another. */
  reuse(channel: Channel): void;
}

/** What an op does at an object's own channels. */
const KIND = {
  NOTHING: 0,
  ASK: 10,
  GIVE: 1,
  TAKE: 2,
  PUT: 3,
  GET: 4,
  DONE: 5,
  JOIN: 6,
  SHUT: 7,
  REFUSED: 8,
  THREAD: 9,
} as const;

const kinds = new Uint8Array(256);
const assign = (kind: number, ...names: OpName[]) => {
  for (const name of names) kinds[OP[name]] = kind;
};
assign(
  KIND.GIVE,
  "release",
  "notify",
  "set",
  "arrive",
  "submit",
  "task-finish",
  "task-fail",
  "task-cancel",
  "send",
  "close",
);
assign(KIND.TAKE, "acquire", "woken", "pass", "task-start", "recv", "eof");
assign(KIND.PUT, "put");
assign(KIND.GET, "get", "steal");
assign(KIND.DONE, "task-done");
assign(KIND.JOIN, "join");
assign(KIND.SHUT, "shutdown");
assign(KIND.REFUSED, "refused");
assign(KIND.ASK, "read");
assign(KIND.THREAD, "spawn", "fork", "start", "finish", "exit");

/** Channels of an object, from its first on. */
const MAIN = 0;
const FREED = 1;
const DONE = 2;
const SHUT = 3;
const CHANNELS_AN_OBJECT = 4;

/** Walks rows in order and tells every end of every edge. */
export class EdgeWalker {
  readonly #trace: Trace;
  readonly #sink: EdgeSink;
  readonly #items = new Map<ObjectId, { readonly value: number; readonly channel: Channel }[]>();
  readonly #workers = new Map<ObjectId, Set<ThreadId>>();
  readonly #firstThread: Channel;
  readonly #free: Channel[] = [];
  #next: Channel;

  constructor(trace: Trace, sink: EdgeSink) {
    this.#trace = trace;
    this.#sink = sink;
    const threads = trace.threads.reduce((most, { id }) => Math.max(most, id + 1), 0);
    this.#firstThread = trace.objects.length * CHANNELS_AN_OBJECT;
    this.#next = this.#firstThread + threads * 2;
  }

  visit(seq: Seq): void {
    const op = this.#trace.op[seq];
    const kind = kinds[op];
    if (kind === KIND.NOTHING || op >= FIRST_UNKNOWN_OP) return;
    const object = this.#trace.object[seq];
    if (kind === KIND.THREAD || (kind === KIND.JOIN && object < 0)) this.#visitThread(seq, op);
    else if (kind === KIND.ASK) this.#visitAnswer(seq, object);
    else if (object >= 0 && this.#trace.objects[object].kind !== "gil") this.#visitObject(seq, kind, object);
  }

  #visitThread(seq: Seq, op: number): void {
    const other = otherOf(this.#trace, seq);
    const own = this.#trace.thread[seq];
    if (op === OP.start) this.#sink.take(seq, this.#startOf(own));
    else if (op === OP.finish || op === OP.exit) this.#sink.give(seq, this.#startOf(own) + 1);
    else if (other >= 0 && op === OP.join) this.#sink.take(seq, this.#startOf(other) + 1);
    else if (other >= 0) this.#sink.give(seq, this.#startOf(other));
  }

  /** Who finds a flag set or a future settled knows what was before. */
  #visitAnswer(seq: Seq, object: ObjectId): void {
    const kind = object < 0 ? undefined : this.#trace.objects[object].kind;
    const answer = plainOf(this.#trace, this.#trace.value[seq]);
    const isSettled = kind === "future" && typeof answer === "number" && answer >= FUTURE_STATE.CANCELLED;
    if (isSettled || (kind === "event-flag" && answer === true))
      this.#sink.take(seq, object * CHANNELS_AN_OBJECT + MAIN);
  }

  #visitObject(seq: Seq, kind: number, object: ObjectId): void {
    const first = object * CHANNELS_AN_OBJECT;
    switch (kind) {
      case KIND.GIVE:
        return this.#sink.give(seq, first + MAIN);
      case KIND.TAKE:
        this.#sink.take(seq, first + MAIN);
        if (this.#trace.op[seq] === OP["task-start"]) this.#addWorker(object, this.#trace.thread[seq]);
        return;
      case KIND.PUT:
        return this.#put(seq, object, first);
      case KIND.GET:
        return this.#get(seq, object, first);
      case KIND.DONE:
        return this.#sink.give(seq, first + DONE);
      case KIND.JOIN:
        return this.#join(seq, object, first);
      case KIND.SHUT:
        return this.#sink.give(seq, first + SHUT);
      default:
        return this.#sink.take(seq, first + SHUT);
    }
  }

  #put(seq: Seq, object: ObjectId, first: Channel): void {
    this.#sink.take(seq, first + FREED);
    const channel = this.#free.pop() ?? this.#next++;
    const items = this.#items.get(object);
    const item = { value: this.#trace.value[seq], channel };
    if (items === undefined) this.#items.set(object, [item]);
    else items.push(item);
    this.#sink.give(seq, channel);
  }

  #get(seq: Seq, object: ObjectId, first: Channel): void {
    const items = this.#items.get(object) ?? [];
    const value = this.#trace.value[seq];
    const isNewest = this.#trace.objects[object].kind === "lifo-queue";
    const place = isNewest
      ? items.findLastIndex((item) => item.value === value)
      : items.findIndex((item) => item.value === value);
    const [item] = items.splice(Math.max(0, place), 1);
    if (item !== undefined) {
      this.#sink.take(seq, item.channel);
      this.#sink.reuse(item.channel);
      this.#free.push(item.channel);
    }
    if ((this.#trace.objects[object].capacity ?? 1) > 0) this.#sink.give(seq, first + FREED);
  }

  /** Of a queue: all items are done. Of a pool: its workers have left it, which is no event, so all they did counts. */
  #join(seq: Seq, object: ObjectId, first: Channel): void {
    this.#sink.take(seq, first + DONE);
    for (const worker of this.#workers.get(object) ?? []) this.#sink.meet(seq, worker);
  }

  #addWorker(object: ObjectId, thread: ThreadId): void {
    const known = this.#workers.get(object);
    if (known === undefined) this.#workers.set(object, new Set([thread]));
    else known.add(thread);
  }

  /** A thread's start; its end is the channel behind it. */
  #startOf(thread: ThreadId): Channel {
    return this.#firstThread + thread * 2;
  }
}
