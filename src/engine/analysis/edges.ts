/**
 * The edges of happens-before, as channels: an event gives to a channel what it knows, a later one takes from it.
 *
 *   release → acquire         put → the get of that item            notify → woken         atomic write → the atomic read of it
 *   set → woken               arrive → pass, broken of that round   spawn → start, finish → join
 *   set → who finds it set    submit → task-start of that task      end of a future → woken, or who finds it settled
 *   last task-done → join     shutdown → who is turned away         send → recv of that item
 *   release of a semaphore of C permits → the C-th acquire after it; get of a queue of C places → the C-th put after it
 *
 * Rule: edges come from what the program's own primitives promise; recording and the interpreter lock make none. Where which
 * giver let a taker go cannot be told, all givers before count, so that an order that exists is never missed.
 * Not here: `is_alive`, which is no event, and what a queue's size or a held lock tells.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { FUTURE_STATE } from "../program/operation.ts";
import { otherOf } from "../trace/event.ts";
import { FIRST_UNKNOWN_OP, OP, type ObjectKind, type OpName } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { integerOf, plainOf } from "../trace/value-codes.ts";
import { AtomicEdges } from "./atomic-edges.ts";
import { FlagEdges } from "./flag-edges.ts";
import { type Channel, ItemChannels, NO_CHANNEL, PermitChannels, SortedItemChannels } from "./item-channels.ts";

export type { Channel } from "./item-channels.ts";

/** Told each edge's two ends, in the order of the trace; within one event what it takes comes before what it gives. */
export interface EdgeSink {
  take(seq: Seq, channel: Channel): void;
  give(seq: Seq, channel: Channel): void;
  /** All that another thread has done so far happened before this event. */
  meet(seq: Seq, thread: ThreadId): void;
  /** What was given to the channel counts no longer. */
  forget(channel: Channel): void;
}

/** What an op does at an object's own channels. */
const KIND = {
  NOTHING: 0,
  GIVE: 1,
  TAKE: 2,
  BOTH: 3,
  PUT: 4,
  GET: 5,
  DONE: 6,
  JOIN: 7,
  SHUT: 8,
  REFUSED: 9,
  THREAD: 10,
  ACCESS: 11,
  ACQUIRE: 12,
  RELEASE: 13,
  SUBMIT: 14,
  TASK_START: 15,
  ARRIVE: 16,
  ATTEND: 17,
} as const;

const kinds = new Uint8Array(256);
const assign = (kind: number, ...names: OpName[]) => {
  for (const name of names) kinds[OP[name]] = kind;
};
assign(KIND.GIVE, "notify", "set", "reset", "task-finish", "task-fail", "task-cancel");
assign(KIND.TAKE, "woken", "pass", "eof");
assign(KIND.BOTH, "broken");
assign(KIND.ARRIVE, "arrive");
assign(KIND.ATTEND, "wait", "clear", "wait-timeout");
assign(KIND.PUT, "put", "send");
assign(KIND.GET, "get", "steal", "recv");
assign(KIND.DONE, "task-done");
assign(KIND.JOIN, "join");
assign(KIND.SHUT, "shutdown", "close", "terminate");
assign(KIND.REFUSED, "refused");
assign(KIND.ACCESS, "read", "write", "update", "compare-exchange");
assign(KIND.THREAD, "spawn", "fork", "start", "finish", "exit");
assign(KIND.ACQUIRE, "acquire");
assign(KIND.RELEASE, "release");
assign(KIND.SUBMIT, "submit");
assign(KIND.TASK_START, "task-start");

/** Channels of an object, from its first on. */
const MAIN = 0;
const DONE = 1;
const SHUT = 2;
const CHANNELS_AN_OBJECT = 3;

/** Walks rows in order and tells every end of every edge. */
export class EdgeWalker {
  readonly #trace: Trace;
  readonly #sink: EdgeSink;
  /** By object id: whether its edges are told. */
  readonly #isSilent: Uint8Array;
  /** By object id: places of a queue, permits that a semaphore was made with; 0 where there is no limit or nothing is told. */
  readonly #capacities: Int32Array;
  /** By object id. */
  readonly #items: (ItemChannels | undefined)[] = [];
  readonly #sorted = new Map<ObjectId, SortedItemChannels>();
  readonly #permits: (PermitChannels | undefined)[] = [];
  readonly #permitsLeft = new Map<ObjectId, number>();
  readonly #workers = new Map<ObjectId, Set<ThreadId>>();
  readonly #atomics: AtomicEdges;
  /** Where what let a waiter go can be told; null on real threads. */
  readonly #flags: FlagEdges | null;
  readonly #firstThread: Channel;
  readonly #free: Channel[] = [];
  #next: Channel;

  /** @param silent kinds of objects whose edges are left out; the interpreter lock's always are */
  constructor(trace: Trace, sink: EdgeSink, silent: ReadonlySet<ObjectKind> = new Set()) {
    this.#trace = trace;
    this.#sink = sink;
    this.#isSilent = Uint8Array.from(trace.objects, ({ kind }) => Number(kind === "gil" || silent.has(kind)));
    this.#capacities = Int32Array.from(trace.objects, ({ capacity }) => capacity ?? 0);
    const threads = trace.threads.reduce((most, { id }) => Math.max(most, id + 1), 0);
    this.#firstThread = trace.objects.length * CHANNELS_AN_OBJECT;
    this.#next = this.#firstThread + threads * 2;
    const store = { take: () => this.#newChannel(), free: (channel: Channel) => this.#freeChannel(channel) };
    this.#flags = trace.engine === "simulator" ? new FlagEdges(trace, sink, store) : null;
    this.#atomics = new AtomicEdges(trace, sink, (object) => object * CHANNELS_AN_OBJECT);
  }

  visit(seq: Seq): void {
    const op = this.#trace.op[seq];
    const kind = kinds[op];
    if (kind === KIND.NOTHING || op >= FIRST_UNKNOWN_OP) return;
    const object = this.#trace.object[seq];
    if (kind === KIND.THREAD || (kind === KIND.JOIN && object < 0)) this.#visitThread(seq, op);
    else if (object >= 0 && this.#isSilent[object] === 0) this.#visitObject(seq, kind, object);
  }

  #visitThread(seq: Seq, op: number): void {
    const other = otherOf(this.#trace, seq);
    const own = this.#trace.thread[seq];
    if (op === OP.start) this.#sink.take(seq, this.#startOf(own));
    else if (op === OP.finish || op === OP.exit) this.#sink.give(seq, this.#startOf(own) + 1);
    else if (other >= 0 && op === OP.join) this.#sink.take(seq, this.#startOf(other) + 1);
    else if (other >= 0) this.#sink.give(seq, this.#startOf(other));
  }

  #visitObject(seq: Seq, kind: number, object: ObjectId): void {
    const main = object * CHANNELS_AN_OBJECT + MAIN;
    if (this.#flags !== null && kind !== KIND.ACCESS && this.#trace.objects[object].kind === "event-flag")
      return this.#flags.visit(seq, object, main);
    switch (kind) {
      case KIND.ACCESS:
        return this.#access(seq, object, main);
      case KIND.BOTH:
        this.#sink.take(seq, main);
        return this.#sink.give(seq, main);
      case KIND.GIVE:
        return this.#sink.give(seq, main);
      case KIND.TAKE:
        return this.#sink.take(seq, main);
      case KIND.ARRIVE:
        return this.#arrive(seq, main);
      case KIND.ACQUIRE:
        return this.#isSemaphore(object) ? this.#takePermit(seq, object) : this.#sink.take(seq, main);
      case KIND.RELEASE:
        return this.#isSemaphore(object) ? this.#givePermits(seq, object) : this.#sink.give(seq, main);
      case KIND.SUBMIT:
        return this.#giveItem(seq, object);
      case KIND.TASK_START:
        return this.#startTask(seq, object);
      case KIND.PUT:
        return this.#put(seq, object);
      case KIND.GET:
        return this.#get(seq, object);
      case KIND.DONE:
        return this.#sink.give(seq, main + DONE);
      case KIND.JOIN:
        return this.#join(seq, object, main);
      case KIND.SHUT:
        return this.#shut(seq, main);
      case KIND.REFUSED:
        return this.#sink.take(seq, main + SHUT);
      default:
        return;
    }
  }

  /** Who comes first, told by its number, begins a new round: those of the last one have all gone, and are not met. */
  #arrive(seq: Seq, main: Channel): void {
    if (integerOf(this.#trace.value[seq], -1) === 0) this.#sink.forget(main);
    this.#sink.give(seq, main);
  }

  /** Atomic cells hand on what was known; who finds a flag set or a future settled knows what was before. */
  #access(seq: Seq, object: ObjectId, main: Channel): void {
    const { kind, atomic } = this.#trace.objects[object];
    if (atomic === true) return this.#atomics.visit(seq, object);
    if (this.#trace.op[seq] !== OP.read || (kind !== "future" && kind !== "event-flag")) return;
    const answer = plainOf(this.#trace, this.#trace.value[seq]);
    const isSettled = kind === "future" && typeof answer === "number" && answer >= FUTURE_STATE.CANCELLED;
    if (isSettled || answer === true) this.#sink.take(seq, main);
  }

  #isSemaphore(object: ObjectId): boolean {
    return this.#trace.objects[object].kind === "semaphore";
  }

  #put(seq: Seq, object: ObjectId): void {
    if (this.#isBounded(object)) this.#take(seq, this.#permitsOf(object, this.#capacityOf(object)));
    this.#giveItem(seq, object);
  }

  #get(seq: Seq, object: ObjectId): void {
    this.#takeItem(seq, object);
    if (!this.#isBounded(object)) return;
    const channel = this.#newChannel();
    this.#sink.give(seq, channel);
    this.#permitsOf(object, this.#capacityOf(object)).give(channel, 1);
  }

  #isBounded(object: ObjectId): boolean {
    return this.#capacityOf(object) > 0;
  }

  #capacityOf(object: ObjectId): number {
    return this.#capacities[object];
  }

  #giveItem(seq: Seq, object: ObjectId): void {
    const channel = this.#newChannel();
    const isSorted = this.#trace.objects[object].kind === "priority-queue";
    (isSorted ? this.#sortedOf(object) : this.#itemsOf(object)).add(this.#trace.value[seq], channel);
    this.#sink.give(seq, channel);
  }

  #takeItem(seq: Seq, object: ObjectId): void {
    const channel = this.#itemTakenBy(seq, object);
    if (channel === NO_CHANNEL) return;
    this.#sink.take(seq, channel);
    this.#freeChannel(channel);
  }

  #itemTakenBy(seq: Seq, object: ObjectId): Channel {
    const value = this.#trace.value[seq];
    if (this.#trace.objects[object].kind === "lifo-queue") return this.#itemsOf(object).takeNewest(value);
    if (this.#trace.objects[object].kind !== "priority-queue") return this.#itemsOf(object).takeOldest(value);
    const items = this.#sortedOf(object);
    for (const equal of items.equalTo(value)) this.#sink.take(seq, equal);
    return items.takeOldest(value);
  }

  #startTask(seq: Seq, object: ObjectId): void {
    if (this.#trace.objects[object].kind !== "pool") return;
    this.#takeItem(seq, object);
    const thread = this.#trace.thread[seq];
    const known = this.#workers.get(object);
    if (known === undefined) this.#workers.set(object, new Set([thread]));
    else known.add(thread);
  }

  /** Of a queue: all items are done. Of a pool: its workers have left it, which is no event, so all they did counts. */
  #join(seq: Seq, object: ObjectId, main: Channel): void {
    this.#sink.take(seq, main + DONE);
    for (const worker of this.#workers.get(object) ?? []) this.#sink.meet(seq, worker);
  }

  /** A queue, pool or pipe takes nothing more: known to who is turned away, who joins it, and who comes to its end. */
  #shut(seq: Seq, main: Channel): void {
    this.#sink.give(seq, main);
    this.#sink.give(seq, main + DONE);
    this.#sink.give(seq, main + SHUT);
  }

  #takePermit(seq: Seq, object: ObjectId): void {
    const told = integerOf(this.#trace.value[seq], -1);
    const left = told >= 0 ? told : Math.max(1, this.#permitsBefore(object)) - 1;
    this.#take(seq, this.#permitsOf(object, left + 1));
    this.#permitsLeft.set(object, left);
  }

  #givePermits(seq: Seq, object: ObjectId): void {
    const told = integerOf(this.#trace.value[seq], -1);
    const before = this.#permitsBefore(object);
    const permits = Math.max(1, told - before);
    const channel = this.#newChannel();
    this.#sink.give(seq, channel);
    this.#permitsOf(object, before).give(channel, permits);
    this.#permitsLeft.set(object, told >= 0 ? told : before + 1);
  }

  /** Permits that there are, as far as the trace tells: an unknown beginning counts as none. */
  #permitsBefore(object: ObjectId): number {
    return this.#permitsLeft.get(object) ?? this.#capacityOf(object);
  }

  #take(seq: Seq, permits: PermitChannels): void {
    const { channel, isLast } = permits.take();
    if (channel === NO_CHANNEL) return;
    this.#sink.take(seq, channel);
    if (isLast) this.#freeChannel(channel);
  }

  #permitsOf(object: ObjectId, spare: number): PermitChannels {
    this.#permits[object] ??= new PermitChannels(spare);
    return this.#permits[object];
  }

  #itemsOf(object: ObjectId): ItemChannels {
    this.#items[object] ??= new ItemChannels();
    return this.#items[object];
  }

  #sortedOf(object: ObjectId): SortedItemChannels {
    const known = this.#sorted.get(object);
    if (known !== undefined) return known;
    const items = new SortedItemChannels();
    this.#sorted.set(object, items);
    return items;
  }

  #newChannel(): Channel {
    return this.#free.pop() ?? this.#next++;
  }

  #freeChannel(channel: Channel): void {
    this.#sink.forget(channel);
    this.#free.push(channel);
  }

  /** A thread's start; its end is the channel behind it. */
  #startOf(thread: ThreadId): Channel {
    return this.#firstThread + thread * 2;
  }
}
