/**
 * Runs thread scripts on the models under a random order and writes the trace that real threads would leave: for laws about whole
 * programs. A script is a generator that yields what its thread does next and gets what came of it.
 * Rule: the same scripts and the same random numbers give the same trace.
 */
import { InternalError } from "../base/errors.ts";
import type { Address, ThreadId, Word } from "../base/ids.ts";
import type { Random } from "../base/random.ts";
import { FALSE, fromSmallWord, toAddressWord, toSmallWord, TRUE } from "../memory/words.ts";
import { NEW_SYSTEM, stepSystem, type SystemState, withObject, withThreadEnded } from "../model/system.ts";
import type { Request } from "../model/transition.ts";
import { STATUS, type Status, VERB, type Verb } from "../program/operation.ts";
import { TraceBuilder } from "../trace/builder.ts";
import type { ObjectKind, OpName } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";

/** One thing that a thread does: an access of a cell by its name, a spawn or join of a thread by its name, or a verb on an object. */
export interface Act {
  readonly verb: Verb | "update";
  readonly on: string;
  readonly value?: number;
  /** The lock of a condition. */
  readonly lock?: string;
  /** False tries once. */
  readonly waits?: boolean;
}

/** What came of an act: its status, and its result as a number. */
export interface Came {
  readonly status: Status;
  readonly result: number;
}

export type Script = Generator<Act, void, Came>;

export interface ScriptProgram {
  /** Primitives: kind, and capacity where the kind has one. */
  readonly objects: Readonly<Record<string, readonly [kind: ObjectKind, capacity?: number]>>;
  /** Cells of which every access is atomic. */
  readonly atomics?: readonly string[];
  /** The first runs; the others begin when they are spawned. */
  readonly threads: Readonly<Record<string, () => Script>>;
}

interface RunningThread {
  readonly id: ThreadId;
  readonly script: Script;
  act: Act | null;
  /** Whether the act was tried before. */
  isBlocked: boolean;
}

/** Runs until all threads have ended or none can move; those that cannot are blocked in the trace. */
export function runScripts(program: ScriptProgram, random: Random): Trace {
  return new ScriptRun(program, random).run();
}

class ScriptRun {
  readonly #program: ScriptProgram;
  readonly #random: Random;
  readonly #builder = new TraceBuilder({ engine: "simulator" });
  readonly #addresses = new Map<string, Address>();
  readonly #objects = new Map<string, number>();
  readonly #ids = new Map<string, ThreadId>();
  readonly #cells = new Map<string, number>();
  readonly #living: RunningThread[] = [];
  #system: SystemState = NEW_SYSTEM;

  constructor(program: ScriptProgram, random: Random) {
    this.#program = program;
    this.#random = random;
    for (const [name, [kind, capacity]] of Object.entries(program.objects)) this.#addObject(name, kind, capacity);
    for (const name of program.atomics ?? [])
      this.#objects.set(name, this.#builder.addObject(name, "cell", { atomic: true }));
    for (const name of Object.keys(program.threads)) this.#ids.set(name, this.#builder.addThread(name));
  }

  run(): Trace {
    this.#begin(Object.keys(this.#program.threads)[0]);
    while (this.#stepAny());
    for (const { id } of this.#living) this.#builder.setThreadState(id, "blocked");
    return this.#builder.build();
  }

  #addObject(name: string, kind: ObjectKind, capacity: number | undefined): void {
    const address = 1000 + this.#addresses.size * 8;
    this.#addresses.set(name, address);
    this.#system = withObject(this.#system, address, kind, capacity ?? -1);
    this.#objects.set(name, this.#builder.addObject(name, kind, capacity === undefined ? {} : { capacity }));
  }

  #begin(name: string): void {
    const id = this.#ids.get(name);
    const create = this.#program.threads[name];
    if (id === undefined || create === undefined) throw new InternalError(`no thread is called ${name}`);
    const thread: RunningThread = { id, script: create(), act: null, isBlocked: false };
    this.#living.push(thread);
    this.#builder.push({ thread: id, op: "start" });
    this.#goOn(thread);
  }

  /** Lets a thread that can move make one step; false when nobody can. */
  #stepAny(): boolean {
    const left = this.#living.slice();
    while (left.length > 0) {
      const [thread] = left.splice(this.#random.below(left.length), 1);
      if (this.#step(thread)) return true;
    }
    return false;
  }

  #goOn(thread: RunningThread, came?: Came): void {
    const next = thread.script.next(came ?? { status: STATUS.OK, result: 0 });
    thread.act = next.done === true ? null : next.value;
    thread.isBlocked = false;
    if (next.done !== true) return;
    this.#living.splice(this.#living.indexOf(thread), 1);
    this.#builder.push({ thread: thread.id, op: "finish" });
    this.#system = withThreadEnded(this.#system, thread.id);
  }

  /** Whether the thread got on, or at least changed something. */
  #step(thread: RunningThread): boolean {
    const act = thread.act as Act;
    if (act.verb === VERB.READ || act.verb === VERB.WRITE || act.verb === "update") return this.#access(thread, act);
    if (act.verb === VERB.SPAWN) return this.#spawn(thread, act);
    const next = stepSystem(this.#system, this.#request(thread.id, act, act.verb));
    const moved = next.state !== this.#system;
    this.#system = next.state;
    const arrives = act.verb === VERB.BARRIER_WAIT && moved && !thread.isBlocked;
    if (arrives) this.#tell(thread, "arrive", act.on);
    if (next.status === STATUS.BLOCKED) {
      thread.isBlocked ||= arrives;
      return moved;
    }
    const came = { status: next.status, result: fromSmallWord(next.result) };
    this.#tellEnd(thread, act, came);
    this.#goOn(thread, came);
    return true;
  }

  #request(thread: ThreadId, act: Act, verb: Verb): Request {
    const isJoin = verb === VERB.JOIN;
    return {
      verb,
      thread,
      object: isJoin ? 0 : (this.#addresses.get(act.on) as Address),
      key: act.lock === undefined ? FALSE : toAddressWord(this.#addresses.get(act.lock) as Address),
      value: isJoin ? toSmallWord(this.#ids.get(act.on) as ThreadId) : wordOf(act),
      timeoutMs: act.waits === false ? 0 : Number.POSITIVE_INFINITY,
    };
  }

  #access(thread: RunningThread, { verb, on, value }: Act): boolean {
    const before = this.#cells.get(on) ?? 0;
    const after = verb === VERB.READ ? before : verb === VERB.WRITE ? (value ?? 0) : before + (value ?? 1);
    this.#cells.set(on, after);
    if (!this.#objects.has(on)) this.#objects.set(on, this.#builder.addObject(on, "cell"));
    this.#tell(thread, verb === VERB.READ ? "read" : verb === VERB.WRITE ? "write" : "update", on, after);
    this.#goOn(thread, { status: STATUS.OK, result: before });
    return true;
  }

  #spawn(thread: RunningThread, { on }: Act): boolean {
    const value = toSmallWord(0);
    const request = { verb: VERB.SPAWN, thread: thread.id, object: 0, key: 0, value, timeoutMs: 0 };
    const next = stepSystem(this.#system, request);
    if (fromSmallWord(next.result) !== this.#ids.get(on)) throw new InternalError("spawn threads in their order");
    this.#system = next.state;
    this.#builder.push({ thread: thread.id, op: "spawn", other: fromSmallWord(next.result) });
    this.#begin(on);
    this.#goOn(thread);
    return true;
  }

  #tell(thread: RunningThread, op: OpName, on: string, value?: number | boolean): void {
    this.#builder.push({
      thread: thread.id,
      op,
      object: this.#objects.get(on),
      ...(value === undefined ? {} : { value }),
    });
  }

  /** The events that end an act. */
  #tellEnd(thread: RunningThread, act: Act, came: Came): void {
    if (act.verb === VERB.JOIN) {
      this.#builder.push({ thread: thread.id, op: "join", other: this.#ids.get(act.on) });
      return;
    }
    const op = END_OPS[act.verb as Verb];
    if (op === undefined) return;
    if (came.status === STATUS.REFUSED) return this.#tell(thread, "refused", act.on);
    if (came.status === STATUS.SHUT_DOWN) {
      if (act.verb !== VERB.POOL_TAKE) this.#tell(thread, "refused", act.on);
      return;
    }
    const isFlag = act.verb === VERB.EVENT_IS_SET;
    this.#tell(thread, op, act.on, isFlag ? came.result === TRUE >> 1 : TELLS_ASKED.has(op) ? act.value : came.result);
    if (act.verb === VERB.CONDITION_WAIT) this.#tell(thread, "release", act.lock as string, 0);
    if (act.verb === VERB.CONDITION_REACQUIRE) this.#tell(thread, "acquire", act.lock as string, 1);
  }
}

/** Ops whose value is what was given, not what came back. */
const TELLS_ASKED: ReadonlySet<OpName> = new Set(["put", "submit", "task-finish", "wait"]);

const END_OPS: Partial<Record<Verb, OpName>> = {
  [VERB.LOCK_ACQUIRE]: "acquire",
  [VERB.LOCK_RELEASE]: "release",
  [VERB.RLOCK_ACQUIRE]: "acquire",
  [VERB.RLOCK_RELEASE]: "release",
  [VERB.CONDITION_WAIT]: "wait",
  [VERB.CONDITION_REACQUIRE]: "woken",
  [VERB.CONDITION_NOTIFY]: "notify",
  [VERB.QUEUE_PUT]: "put",
  [VERB.QUEUE_GET]: "get",
  [VERB.QUEUE_TASK_DONE]: "task-done",
  [VERB.QUEUE_JOIN]: "join",
  [VERB.QUEUE_SHUTDOWN]: "shutdown",
  [VERB.POOL_SUBMIT]: "submit",
  [VERB.POOL_TAKE]: "task-start",
  [VERB.POOL_CLOSE]: "close",
  [VERB.POOL_JOIN]: "join",
  [VERB.FUTURE_SETTLE]: "task-finish",
  [VERB.FUTURE_WAIT]: "woken",
  [VERB.FUTURE_STATE]: "read",
  [VERB.SEMAPHORE_ACQUIRE]: "acquire",
  [VERB.SEMAPHORE_RELEASE]: "release",
  [VERB.EVENT_SET]: "set",
  [VERB.EVENT_CLEAR]: "clear",
  [VERB.EVENT_WAIT]: "woken",
  [VERB.EVENT_IS_SET]: "read",
  [VERB.BARRIER_WAIT]: "pass",
};

function wordOf({ verb, value }: Act): Word {
  if (verb === VERB.QUEUE_SHUTDOWN) return value === 1 ? TRUE : FALSE;
  return toSmallWord(value ?? (verb === VERB.CONDITION_NOTIFY ? -1 : verb === VERB.SEMAPHORE_RELEASE ? 1 : 0));
}
