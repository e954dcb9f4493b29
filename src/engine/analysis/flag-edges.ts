/**
 * Edges of event flags where the trace tells exactly what let whom go: in a simulated run. A set lets go whoever waits then, though it be cleared before
 * they run; who finds the flag set comes behind the sets since it was clear last.
 *
 *   T3 set   T4 clear   T2 wait   T1 set   T4 clear   T2 woken      T2 knows of T1's set and not of T3's
 *
 * Rule: on real threads a wait may get its number after the set that ended it, so there all sets before count (edges.ts).
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import type { EdgeSink } from "./edges.ts";
import type { Channel } from "./item-channels.ts";

/** Gives out channels that nobody uses, and takes them back. */
export interface ChannelStore {
  take(): Channel;
  free(channel: Channel): void;
}

export class FlagEdges {
  readonly #trace: Trace;
  readonly #sink: EdgeSink;
  readonly #store: ChannelStore;
  /** By flag: who waits, and by which channel the set that lets it go speaks to it. */
  readonly #waiters = new Map<ObjectId, Map<ThreadId, Channel>>();

  constructor(trace: Trace, sink: EdgeSink, store: ChannelStore) {
    this.#trace = trace;
    this.#sink = sink;
    this.#store = store;
  }

  /** An event of a flag. @param sets what the sets since it was clear last knew */
  visit(seq: Seq, object: ObjectId, sets: Channel): void {
    switch (this.#trace.op[seq]) {
      case OP.set:
        this.#sink.give(seq, sets);
        for (const waiter of this.#at(object).values()) this.#sink.give(seq, waiter);
        return;
      case OP.clear:
        return this.#sink.forget(sets);
      case OP.wait:
        return this.#begin(seq, object);
      case OP.woken:
        return this.#end(seq, object, sets);
      case OP["wait-timeout"]:
        return this.#end(seq, object, null);
      default:
    }
  }

  #begin(seq: Seq, object: ObjectId): void {
    const waiters = this.#at(object);
    const thread = this.#trace.thread[seq];
    if (!waiters.has(thread)) waiters.set(thread, this.#store.take());
  }

  /** A wait is over. @param sets what counts for who did not have to wait; null for who waited in vain */
  #end(seq: Seq, object: ObjectId, sets: Channel | null): void {
    const waiters = this.#at(object);
    const thread = this.#trace.thread[seq];
    const own = waiters.get(thread);
    const told = own ?? sets;
    if (sets !== null && told !== null) this.#sink.take(seq, told);
    if (own === undefined) return;
    waiters.delete(thread);
    this.#store.free(own);
  }

  #at(object: ObjectId): Map<ThreadId, Channel> {
    const known = this.#waiters.get(object);
    if (known !== undefined) return known;
    const waiters = new Map<ThreadId, Channel>();
    this.#waiters.set(object, waiters);
    return waiters;
  }
}
