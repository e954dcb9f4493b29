/**
 * Lost wakeups: a notify at which nobody waited, and a later wait that it should have ended. A condition remembers nothing, so such a
 * wait lasts until somebody notifies again, or for ever. (Andrew Birrell, "An Introduction to Programming with Threads", 1989.)
 *
 *   T1  ready = True   notify (nobody waits)
 *   T2                                        wait … for what has been announced already
 *
 * The wait counts as having missed the notify when it never ended, or only by its time limit, and when its thread had not looked, between
 * the two, at anything that the notifier had changed: who looks first and waits then, as one should, waits for something else.
 * An event flag that was set and cleared again before the wait is missed in the same way.
 * Rule: a wait that somebody ended is never told.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { ACCESSES, CHANGES, OP_ROLES } from "../trace/op-roles.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { integerOf } from "../trace/value-codes.ts";
import type { BareFinding } from "./finding-sentences.ts";

/** Most rows that are looked through for what a waiter had seen; notifies missed beyond that go untold. */
const MOST_ROWS = 20_000_000;

/** @param stuck rows of the waits that will never end */
export function lostWakeupFindings(trace: Trace, stuck: ReadonlySet<Seq>): BareFinding[] {
  const walk = new WakeupWalk(trace, stuck);
  for (let seq = 0; seq < trace.count; seq++) walk.visit(seq);
  return walk.findings();
}

/** What was announced last at a condition or flag. */
interface Announced {
  /** The latest notify or set, whoever was there. */
  last: Seq;
  /** The latest at which nobody waited; −1 none. For a flag: the set that was cleared again, with the clear. */
  missed: Seq;
  cleared: Seq;
  readonly waiting: Map<ThreadId, Seq>;
}

class WakeupWalk {
  readonly #trace: Trace;
  readonly #stuck: ReadonlySet<Seq>;
  readonly #announced = new Map<ObjectId, Announced>();
  readonly #found = new Map<string, BareFinding>();
  #rowsLeft = MOST_ROWS;

  constructor(trace: Trace, stuck: ReadonlySet<Seq>) {
    this.#trace = trace;
    this.#stuck = stuck;
  }

  findings(): BareFinding[] {
    return [...this.#found.values()];
  }

  visit(seq: Seq): void {
    const code = this.#trace.op[seq];
    if ((OP_ROLES[code] & ACCESSES) !== 0) return;
    const object = this.#trace.object[seq];
    const kind = object < 0 ? "" : this.#trace.objects[object].kind;
    if (kind === "condition") this.#visitCondition(seq, code, this.#of(object));
    else if (kind === "event-flag") this.#visitFlag(seq, code, this.#of(object));
  }

  #visitCondition(seq: Seq, code: number, announced: Announced): void {
    const { thread, value } = this.#trace;
    if (code === OP.notify) {
      announced.last = seq;
      if (integerOf(value[seq], announced.waiting.size) === 0) announced.missed = seq;
      // Who was notified waits no more; which ones it is need not be known here.
    } else if (code === OP.wait) this.#beginWait(seq, announced);
    else if (code === OP["wait-timeout"]) this.#timeOut(seq, announced);
    else if (code === OP.woken) announced.waiting.delete(thread[seq]);
  }

  #visitFlag(seq: Seq, code: number, announced: Announced): void {
    const { thread } = this.#trace;
    if (code === OP.set) announced.last = seq;
    else if (code === OP.clear) {
      if (announced.last > announced.cleared) announced.missed = announced.last;
      announced.cleared = seq;
    } else if (code === OP.wait) this.#beginWait(seq, announced);
    else if (code === OP["wait-timeout"]) this.#timeOut(seq, announced);
    else if (code === OP.woken) announced.waiting.delete(thread[seq]);
  }

  #beginWait(seq: Seq, announced: Announced): void {
    announced.waiting.set(this.#trace.thread[seq], seq);
    if (this.#stuck.has(seq)) this.#judge(seq, announced);
  }

  /** Whose time was up without any announcement since it came may have come too late. */
  #timeOut(seq: Seq, announced: Announced): void {
    const thread = this.#trace.thread[seq];
    const wait = announced.waiting.get(thread);
    announced.waiting.delete(thread);
    if (wait !== undefined && announced.last < wait) this.#judge(wait, announced);
  }

  #judge(wait: Seq, { missed, cleared }: Announced): void {
    const { thread, object, objects } = this.#trace;
    if (missed < 0 || thread[missed] === thread[wait] || this.#hasLooked(missed, wait)) return;
    const isFlag = objects[object[wait]].kind === "event-flag";
    this.#add(isFlag ? [missed, cleared, wait] : [missed, wait]);
  }

  #add(events: readonly Seq[]): void {
    const { thread, line, object } = this.#trace;
    const threads = [...new Set(events.map((seq) => thread[seq]))];
    const lines = [...new Set(events.map((seq) => line[seq]))].filter((one) => one > 0);
    const objects = [object[events[0]]];
    const name = [objects, threads, lines].join(";");
    const known = this.#found.get(name);
    if (known === undefined) this.#found.set(name, { kind: "lost-wakeup", threads, objects, lines, events, count: 1 });
    else this.#found.set(name, { ...known, count: known.count + 1 });
  }

  /** Whether the waiter was woken there, or read something that the notifier had changed, between the notify and its wait. */
  #hasLooked(missed: Seq, wait: Seq): boolean {
    const { op, object, thread } = this.#trace;
    const seen = new Set<ObjectId>();
    for (let seq = missed + 1; seq < wait; seq++) {
      if (this.#rowsLeft-- < 0) return true;
      if (thread[seq] !== thread[wait] || object[seq] < 0) continue;
      if (object[seq] === object[wait] && (op[seq] === OP.woken || op[seq] === OP.read)) return true;
      if ((OP_ROLES[op[seq]] & ACCESSES) !== 0) seen.add(object[seq]);
    }
    return seen.size > 0 && this.#changedAny(missed, seen);
  }

  /** Whether the notifier changed any of the objects since it announced something there before. */
  #changedAny(missed: Seq, objects: ReadonlySet<ObjectId>): boolean {
    const { op, object, thread } = this.#trace;
    for (let seq = missed - 1; seq >= 0; seq--) {
      if (this.#rowsLeft-- < 0) return true;
      if (thread[seq] !== thread[missed]) continue;
      if (op[seq] === op[missed] && object[seq] === object[missed]) return false;
      if ((OP_ROLES[op[seq]] & CHANGES) !== 0 && objects.has(object[seq])) return true;
    }
    return false;
  }

  #of(object: ObjectId): Announced {
    const known = this.#announced.get(object);
    if (known !== undefined) return known;
    const announced: Announced = { last: -1, missed: -1, cleared: -1, waiting: new Map() };
    this.#announced.set(object, announced);
    return announced;
  }
}
