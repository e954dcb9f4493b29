/**
 * What an interpreter lock promises, in a trace that has one (docs/trace-format.md): a thread accesses, prints and starts others only
 * while it holds the lock, and has given it up before it begins to wait. What a thread runs in turns, as a loop's tasks, holds what the thread
 * holds. Rule: says why an event cannot be, or null.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { threadName } from "../trace/names.ts";
import { ACCESSES, hasRole, WAITS } from "../trace/op-roles.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";

/** Waits of a lane in which its thread goes on with another one. */
const TURNS: ReadonlySet<OpCode> = new Set([OP["task-suspend"], OP.yield, OP.send, OP.throw, OP.switch]);

export class InterpreterCheck {
  readonly #trace: Trace;
  readonly #gil: ObjectId;
  /** The thread that runs each lane. */
  readonly #runners: readonly ThreadId[];
  #holder: ThreadId = -1;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#gil = trace.dropped > 0 ? -1 : trace.objects.findIndex(({ kind }) => kind === "gil");
    this.#runners = trace.threads.map(({ id }) => runnerOf(trace, id));
  }

  visit(seq: Seq): string | null {
    if (this.#gil < 0) return null;
    const { op, thread, object } = this.#trace;
    if (object[seq] === this.#gil) {
      this.#follow(op[seq], this.#runners[thread[seq]]);
      return null;
    }
    const holds = this.#holder === this.#runners[thread[seq]];
    if (!holds && this.#needsLock(seq)) return `runs Python code, but ${this.#whoHolds()} holds the interpreter lock`;
    return holds && this.#beginsWait(seq) ? "begins to wait with the interpreter lock in its hands" : null;
  }

  #follow(op: OpCode, thread: ThreadId): void {
    if (op === OP.acquire) this.#holder = thread;
    if (op === OP.release) this.#holder = -1;
  }

  #needsLock(seq: Seq): boolean {
    const op = this.#trace.op[seq];
    return hasRole(op, ACCESSES) || op === OP.print || op === OP.spawn;
  }

  /** A condition's wait is told before it gives its own lock back, and so before the interpreter lock. */
  #beginsWait(seq: Seq): boolean {
    const { op, object } = this.#trace;
    const isCondition = object[seq] >= 0 && this.#trace.objects[object[seq]].kind === "condition";
    return hasRole(op[seq], WAITS) && !isCondition && !TURNS.has(op[seq]);
  }

  #whoHolds(): string {
    return this.#holder < 0 ? "nobody" : threadName(this.#trace, this.#holder);
  }
}

function runnerOf(trace: Trace, id: ThreadId): ThreadId {
  const parent = trace.threads[id]?.parent;
  return parent === undefined ? id : runnerOf(trace, parent);
}
