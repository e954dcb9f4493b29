/**
 * Starvation: a thread that asked for a thing and never got its turn, or only when all others were done with it, though it became free
 * again and again and others took it each time. Locks promise no fairness, so being overtaken a few times is nothing: told is who
 * was overtaken a hundred times in one go and got nothing before the end; on real threads, where a thread without a core is soon overtaken, a
 * thousand times and for a second at least.
 * Asking begins with a wait, a refusal or a time limit that passed, and goes on through waits in vain until the thread gets the thing.
 * At a condition only being woken in vain counts: to wait long for what has not come about is no starvation, whatever others do under its lock. There a
 * thread asks on as long as all it does when woken is to look and wait again, and who gets through in the end is not told.
 * Rule: who gets its turn in the end while others still want one is not told, however long it took.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import { CHANGES, OP_ROLES } from "../trace/op-roles.ts";
import { OP, type OpName } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import type { BareFinding } from "./finding-sentences.ts";

const OVERTAKEN = 100;
const OVERTAKEN_FOR_REAL = 1000;
const REAL_TIME: Microseconds = 1_000_000;

/** One finding for each thread and object. */
export function starvationFindings(trace: Trace): BareFinding[] {
  const walk = new StarvationWalk(trace);
  for (let seq = 0; seq < trace.count; seq++) walk.visit(seq);
  return walk.findings();
}

const NOTHING = 0;
const ASKS = 1;
const TAKES = 2;
const WAITS = 3;
/** What shows that a thread woken at a condition found what it waited for. */
const ACHIEVES = 4;
const IS_WOKEN = 5;
const RELEASES = 6;

/** What ends the asking of an op, by op; a refusal may have been any. */
const wanted = new Uint8Array(256);
for (const name of ["acquire-wait", "acquire-timeout", "wait"] as const) wanted[OP[name]] = OP.acquire;
for (const name of ["get-wait", "get-timeout"] as const) wanted[OP[name]] = OP.get;
for (const name of ["put-wait", "put-timeout"] as const) wanted[OP[name]] = OP.put;

const roles = new Uint8Array(256);
const assign = (role: number, ...names: OpName[]) => {
  for (const name of names) roles[OP[name]] = role;
};
assign(ASKS, "acquire-wait", "refused", "acquire-timeout", "get-wait", "get-timeout", "put-wait", "put-timeout");
assign(TAKES, "acquire", "get", "put");
assign(WAITS, "wait");
assign(IS_WOKEN, "woken");
assign(RELEASES, "release");
assign(ACHIEVES, "set", "notify", "task-done", "submit", "send", "arrive");

/** A thread that wants a thing. */
interface Asking {
  readonly object: ObjectId;
  /** The op by which others overtake it; 0 for any. */
  readonly wants: number;
  readonly since: Seq;
  /** At a condition: woken, and not waiting again yet. */
  isWoken: boolean;
  overtaken: number;
  /** Who took it, and the row of the last time. */
  readonly takers: Set<ThreadId>;
  lastTaken: Seq;
}

/** A turn that came late, or never (`until` −1): told unless somebody else took one after it. */
interface Starved extends Asking {
  readonly thread: ThreadId;
  readonly until: Seq;
}

class StarvationWalk {
  readonly #trace: Trace;
  /** By thread: what it asks for. */
  readonly #asking = new Map<ThreadId, Asking>();
  readonly #lateTurns: Starved[] = [];
  /** By object: the row of the last time it was taken. */
  readonly #lastTaken: Int32Array;
  /** By condition: its lock, as seen when somebody gave it up to wait. */
  readonly #lockOf = new Map<ObjectId, ObjectId>();

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#lastTaken = new Int32Array(trace.objects.length).fill(-1);
  }

  visit(seq: Seq): void {
    const { op, thread, object, objects } = this.#trace;
    const code = op[seq];
    const changes = (OP_ROLES[code] & CHANGES) !== 0;
    const role = changes ? ACHIEVES : roles[code];
    if (role === NOTHING || object[seq] < 0 || objects[object[seq]].kind === "gil") return;
    if (role === ACHIEVES || (role === TAKES && changesQueue(code))) this.#achieve(thread[seq]);
    if (role === ASKS) this.#ask(seq);
    else if (role === TAKES) this.#take(seq);
    else if (role === RELEASES) this.#release(seq);
    else if (objects[object[seq]].kind !== "condition") return;
    else if (role === WAITS) this.#waitAt(seq);
    else if (role === IS_WOKEN) this.#wake(seq);
  }

  findings(): BareFinding[] {
    for (const [thread, asking] of this.#asking) this.#keep(thread, asking, -1);
    const alone = this.#lateTurns.filter(({ object, until }) => until < 0 || this.#lastTaken[object] <= until);
    return alone.map((starved) => this.#toFinding(starved));
  }

  #ask(seq: Seq): void {
    const { thread, object } = this.#trace;
    const known = this.#asking.get(thread[seq]);
    if (known !== undefined && known.object === object[seq]) return;
    if (known !== undefined && this.#isCondition(known.object)) return;
    this.#begin(seq, object[seq]);
  }

  #waitAt(seq: Seq): void {
    const { thread, object } = this.#trace;
    const known = this.#asking.get(thread[seq]);
    if (known?.object !== object[seq]) this.#begin(seq, object[seq]);
    else if (known.isWoken) {
      known.isWoken = false;
      known.overtaken++;
    }
    if (!this.#lockOf.has(object[seq])) this.#findLock(seq);
  }

  #wake(seq: Seq): void {
    const asking = this.#asking.get(this.#trace.thread[seq]);
    if (asking?.object === this.#trace.object[seq]) asking.isWoken = true;
  }

  /** Who was woken and gives the lock back otherwise than to wait again has got through. */
  #release(seq: Seq): void {
    const { thread, object } = this.#trace;
    const asking = this.#asking.get(thread[seq]);
    if (asking?.isWoken === true && this.#lockOf.get(asking.object) === object[seq]) this.#asking.delete(thread[seq]);
  }

  /** The thread's next release gives the condition's lock up. */
  #findLock(wait: Seq): void {
    const { op, thread, object, count } = this.#trace;
    let seq = wait + 1;
    while (seq < count && (thread[seq] !== thread[wait] || op[seq] !== OP.release)) seq++;
    if (seq < count) this.#lockOf.set(object[wait], object[seq]);
  }

  #begin(since: Seq, object: ObjectId): void {
    const { op, thread } = this.#trace;
    const asking = {
      object,
      wants: wanted[op[since]],
      since,
      isWoken: false,
      overtaken: 0,
      takers: new Set<ThreadId>(),
      lastTaken: -1,
    };
    this.#asking.set(thread[since], asking);
  }

  #take(seq: Seq): void {
    const { thread, object, op } = this.#trace;
    const taken = object[seq];
    const own = this.#asking.get(thread[seq]);
    if (own?.object === taken) {
      this.#asking.delete(thread[seq]);
      this.#keep(thread[seq], own, seq);
    }
    for (const [asker, asking] of this.#asking) {
      if (asker === thread[seq] || (asking.wants !== 0 && asking.wants !== op[seq])) continue;
      if (asking.object !== taken && this.#lockOf.get(asking.object) !== taken) continue;
      if (asking.object === taken) asking.overtaken++;
      asking.takers.add(thread[seq]);
      asking.lastTaken = seq;
    }
    this.#lastTaken[taken] = seq;
  }

  /** The thread did what it had waited for at a condition, or something else of use. */
  #achieve(thread: ThreadId): void {
    const asking = this.#asking.get(thread);
    if (asking === undefined || !this.#isCondition(asking.object)) return;
    this.#asking.delete(thread);
  }

  #isCondition(object: ObjectId): boolean {
    return this.#trace.objects[object].kind === "condition";
  }

  #keep(thread: ThreadId, asking: Asking, until: Seq): void {
    if (this.#isStarved(asking)) this.#lateTurns.push({ ...asking, thread, until });
  }

  #isStarved({ since, overtaken, lastTaken }: Asking): boolean {
    const { time, engine } = this.#trace;
    if (engine !== "threads") return overtaken >= OVERTAKEN;
    return overtaken >= OVERTAKEN_FOR_REAL && time[lastTaken] - time[since] >= REAL_TIME;
  }

  #toFinding({ thread, object, since, overtaken, takers, lastTaken, until }: Starved): BareFinding {
    const { line } = this.#trace;
    return {
      kind: "starvation",
      threads: [thread, ...[...takers].toSorted((a, b) => a - b)],
      objects: [object],
      lines: [...new Set([line[since], line[lastTaken]])].filter((one) => one > 0),
      events: until < 0 ? [since, lastTaken] : [since, lastTaken, until],
      count: overtaken,
    };
  }
}

function changesQueue(code: number): boolean {
  return code === OP.put || code === OP.get;
}
