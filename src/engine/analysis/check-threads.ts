/**
 * Threads live as threads do: started after their spawn, nothing before their start or after their end, joined only after
 * it, their time never going back, and a wait ended by what can end it. Rule: says why an event cannot be, or null.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "../trace/event.ts";
import { threadName } from "../trace/names.ts";
import { opName } from "../trace/op-roles.ts";
import { FIRST_UNKNOWN_OP, OP, type OpCode, type OpName } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";

/** What a thread's next event may be after it began to wait. A run that is stopped lets it finish. */
const ENDS: Readonly<Partial<Record<OpName, readonly OpName[]>>> = {
  "acquire-wait": ["acquire", "acquire-timeout"],
  "put-wait": ["put", "put-timeout", "refused"],
  "get-wait": ["get", "get-timeout", "refused"],
  wait: ["woken", "wait-timeout"],
  "join-wait": ["join", "join-timeout"],
  sleep: ["wake"],
};

const ENDS_BY_CODE: ReadonlyMap<OpCode, readonly OpCode[]> = new Map(
  Object.entries(ENDS).map(([wait, ends]) => [OP[wait as OpName], ends.map((op) => OP[op])]),
);

interface Life {
  last: Seq;
  spawned: Seq;
  started: boolean;
  finished: Seq;
}

export class ThreadCheck {
  readonly #trace: Trace;
  readonly #lives = new Map<ThreadId, Life>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  visit(seq: Seq): string | null {
    const { op, thread } = this.#trace;
    const life = this.#life(thread[seq]);
    const why = this.#checkLife(seq, op[seq], life) ?? this.#checkWait(seq, op[seq], life);
    if (why !== null) return why;
    life.last = seq;
    if (op[seq] === OP.start) life.started = true;
    if (op[seq] === OP.finish) life.finished = seq;
    return this.#checkOther(seq, op[seq], life);
  }

  #life(thread: ThreadId): Life {
    const known = this.#lives.get(thread);
    if (known !== undefined) return known;
    const life: Life = { last: -1, spawned: -1, started: false, finished: -1 };
    this.#lives.set(thread, life);
    return life;
  }

  #checkLife(seq: Seq, op: OpCode, life: Life): string | null {
    const { time } = this.#trace;
    if (life.finished >= 0) return `does something after its end at event ${life.finished}`;
    if (op === OP.start && life.last >= 0)
      return `starts at event ${seq}, but did something at event ${life.last} already`;
    if (life.spawned >= 0 && life.last < 0 && op !== OP.start)
      return `its first event is ${opName(this.#trace, op)}, not start`;
    if (life.last >= 0 && time[seq] < time[life.last]) {
      return `its time goes back from ${time[life.last]} to ${time[seq]} µs`;
    }
    return null;
  }

  #checkWait(seq: Seq, op: OpCode, life: Life): string | null {
    if (life.last < 0 || op >= FIRST_UNKNOWN_OP || op === OP.finish || op === OP.raise) return null;
    // A task waits by being suspended, and goes on with its loop.
    if (op === OP["task-suspend"]) return null;
    const waits = this.#endsOf(life.last);
    if (waits === undefined || this.#trace.dropped > 0) return null;
    const wait = `${opName(this.#trace, this.#trace.op[life.last])} of event ${life.last}`;
    if (!waits.includes(op)) return `${opName(this.#trace, op)} cannot end the ${wait}`;
    const same =
      this.#trace.object[seq] === this.#trace.object[life.last] &&
      otherOf(this.#trace, seq) === otherOf(this.#trace, life.last);
    return same ? null : `${opName(this.#trace, op)} of something else ends the ${wait}`;
  }

  /** A condition's wait goes on with its lock's release, and a pool's thread that gets no more tasks has no event for it. */
  #endsOf(wait: Seq): readonly OpCode[] | undefined {
    const object = this.#trace.object[wait];
    const kind = object < 0 ? null : this.#trace.objects[object].kind;
    return kind === "condition" || kind === "pool" ? undefined : ENDS_BY_CODE.get(this.#trace.op[wait]);
  }

  #checkOther(seq: Seq, op: OpCode, life: Life): string | null {
    const other = otherOf(this.#trace, seq);
    if (other < 0 || this.#trace.dropped > 0) return null;
    const name = threadName(this.#trace, other);
    const theirs = this.#life(other);
    if (op === OP.spawn) {
      if (theirs.spawned >= 0 || theirs.last >= 0) return `starts ${name}, which was there already`;
      theirs.spawned = seq;
    }
    if (op === OP.join && theirs.finished < 0) return `joins ${name}, which has not ended`;
    if (op === OP["join-timeout"] && theirs.finished >= 0 && theirs.finished < this.#waitBegan(seq, life)) {
      return `waits for ${name} in vain, though it had ended at event ${theirs.finished}`;
    }
    return null;
  }

  /** When the wait that ends at `seq` began: at its wait event, or at least behind the thread's event before. */
  #waitBegan(seq: Seq, life: Life): Seq {
    const { thread } = this.#trace;
    let row = Math.min(life.last, seq - 1);
    while (row >= 0 && thread[row] !== thread[seq]) row--;
    return row;
  }
}
