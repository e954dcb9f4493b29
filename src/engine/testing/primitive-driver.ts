/**
 * Plays the scripts of `primitive-cases.ts` on an implementation behind a small driver.
 * Rule: a line that does not come out as written fails with the line, what was expected and what came.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import { FALSE, fromSmallWord, toAddressWord, toSmallWord, TRUE } from "../memory/words.ts";
import { createOperation, type Operation, STATUS, VERB, type Verb } from "../program/operation.ts";
import type { ObjectKind } from "../trace/ops.ts";
import type { PrimitiveCase } from "./primitive-cases.ts";

/** How an operation came out. */
export interface PrimitiveOutcome {
  readonly status: number;
  readonly result: number;
}

/** An implementation of the primitives, with threads 1, 2 and 3 to use them. */
export interface PrimitiveDriver {
  /** Makes an object. `capacity` as in `World.create`. */
  create(kind: ObjectKind, capacity: number): Address;
  /** Begins an operation of a thread that has none under way; resolves when it is done. */
  perform(thread: ThreadId, operation: Operation): Promise<PrimitiveOutcome>;
  /** Resolves once the thread's operation is (or, with a limit, was) blocked. */
  untilBlocked(thread: ThreadId): Promise<void>;
  /** Lets the time limit of the thread's blocked operation pass; nothing to do where time passes by itself. */
  passTime(thread: ThreadId): void;
}

/** Plays one case. @throws Error with the line that came out otherwise. */
export async function playCase(subject: PrimitiveCase, driver: PrimitiveDriver): Promise<void> {
  const player = new Player(subject, driver);
  for (const line of subject.script.split(/[;\n]/)) {
    if (line.trim() !== "") await player.play(line.trim());
  }
}

const LINE = /^T(\d) (?:(time is up )|(\S+) (.*?))?-> (\S+)(?: (-?\d+))?$/;

class Player {
  readonly #driver: PrimitiveDriver;
  readonly #objects = new Map<string, readonly [ObjectKind, Address]>();
  readonly #pending = new Map<ThreadId, Promise<PrimitiveOutcome>>();

  constructor(subject: PrimitiveCase, driver: PrimitiveDriver) {
    this.#driver = driver;
    for (const [name, [kind, capacity]] of Object.entries(subject.objects)) {
      this.#objects.set(name, [kind, driver.create(kind, capacity)]);
    }
  }

  async play(line: string): Promise<void> {
    if (line.startsWith("settle ")) return this.#settle(line);
    const parts = LINE.exec(line);
    if (parts === null) throw new Error(`no line of a script: ${line}`);
    const thread = Number(parts[1]);
    if (parts[2] !== undefined) this.#driver.passTime(thread);
    else if (parts[3] !== undefined)
      this.#pending.set(thread, this.#begin(thread, parts[3], parts[4].trim().split(" ")));
    const pending = this.#pending.get(thread);
    if (pending === undefined) throw new Error(`thread ${thread} does nothing: ${line}`);
    if (parts[5] === "blocked") return this.#expectBlocked(line, thread, pending);
    this.#pending.delete(thread);
    this.#expect(line, await pending, parts[5], parts[6]);
  }

  /** `settle L T1 T2`: the two come back with the lock in any order, each giving it back. */
  async #settle(line: string): Promise<void> {
    const [, lock, ...names] = line.split(" ");
    const left = new Map(names.map((name) => [Number(name.slice(1)), this.#pending.get(Number(name.slice(1)))]));
    while (left.size > 0) {
      const [thread, outcome] = await Promise.race(
        [...left].map(async ([thread, pending]) => [thread, await pending] as const),
      );
      if (outcome?.status !== STATUS.OK) throw new Error(`${line}: T${thread} came out with ${outcome?.status}`);
      left.delete(thread);
      this.#pending.delete(thread);
      await this.play(`T${thread} release ${lock} -> ok`);
    }
  }

  async #expectBlocked(line: string, thread: ThreadId, pending: Promise<PrimitiveOutcome>): Promise<void> {
    const done = pending.then((outcome) => {
      throw new Error(`${line}: it came out with ${describe(outcome)}`);
    });
    await Promise.race([this.#driver.untilBlocked(thread), done]);
    done.catch(() => undefined);
  }

  #expect(line: string, outcome: PrimitiveOutcome, status: string, result: string | undefined): void {
    const wanted = STATUS[status.toUpperCase().replaceAll("-", "_") as keyof typeof STATUS];
    if (wanted === undefined) throw new Error(`no status: ${line}`);
    const fits =
      outcome.status === wanted && (result === undefined || fromSmallWord(outcome.result) === Number(result));
    if (!fits) throw new Error(`${line}: it came out with ${describe(outcome)}`);
  }

  async #begin(thread: ThreadId, verb: string, words: readonly string[]): Promise<PrimitiveOutcome> {
    const [kind, object] = this.#object(words[0]);
    const timeoutMs = words.includes("once") ? 0 : words.includes("within") ? Number(words.at(-1)) : Infinity;
    if (verb === "wait") return this.#wait(thread, object, this.#object(words[1])[1], timeoutMs);
    const form = formOf(verb, kind);
    const text = form.key === "object" ? words[2] : words[1];
    return this.#driver.perform(thread, {
      ...createOperation(),
      verb: form.verb,
      object,
      timeoutMs,
      key: form.key === "object" ? toAddressWord(this.#object(words[1])[1]) : (form.key ?? 0),
      value: text === "true" ? TRUE : text === "false" ? FALSE : toSmallWord(Number(text) || 0),
    });
  }

  /** A condition's wait is two operations: give the lock up and park; acquire again. */
  async #wait(thread: ThreadId, object: Address, lock: Address, timeoutMs: number): Promise<PrimitiveOutcome> {
    const operation = { ...createOperation(), verb: VERB.CONDITION_WAIT, object, key: toAddressWord(lock), timeoutMs };
    const parked = await this.#driver.perform(thread, operation);
    if (parked.status !== STATUS.OK) return parked;
    return this.#driver.perform(thread, { ...operation, verb: VERB.CONDITION_REACQUIRE, value: parked.result });
  }

  #object(name: string): readonly [ObjectKind, Address] {
    const found = this.#objects.get(name);
    if (found === undefined) throw new Error(`no object is called ${name}`);
    return found;
  }
}

/** How a script's word becomes an operation; `key` "object" means that the second word names an object. */
interface VerbForm {
  readonly verb: Verb;
  readonly key?: number | "object";
}

const FORMS: Readonly<Record<string, VerbForm>> = {
  notify: { verb: VERB.CONDITION_NOTIFY, key: "object" },
  put: { verb: VERB.QUEUE_PUT },
  get: { verb: VERB.QUEUE_GET },
  size: { verb: VERB.QUEUE_SIZE },
  join: { verb: VERB.QUEUE_JOIN },
  "task-done": { verb: VERB.QUEUE_TASK_DONE },
  shutdown: { verb: VERB.QUEUE_SHUTDOWN },
  take: { verb: VERB.SEMAPHORE_ACQUIRE },
  give: { verb: VERB.SEMAPHORE_RELEASE },
  set: { verb: VERB.EVENT_SET },
  clear: { verb: VERB.EVENT_CLEAR },
  await: { verb: VERB.EVENT_WAIT },
  meet: { verb: VERB.BARRIER_WAIT },
  reset: { verb: VERB.BARRIER_RESET },
  abort: { verb: VERB.BARRIER_ABORT },
  begin: { verb: VERB.FUTURE_BEGIN },
  finish: { verb: VERB.FUTURE_SETTLE, key: FALSE },
  fail: { verb: VERB.FUTURE_SETTLE, key: TRUE },
  cancel: { verb: VERB.FUTURE_CANCEL },
  "await-future": { verb: VERB.FUTURE_WAIT },
  submit: { verb: VERB.POOL_SUBMIT },
  "take-task": { verb: VERB.POOL_TAKE },
  close: { verb: VERB.POOL_CLOSE },
  terminate: { verb: VERB.POOL_TERMINATE },
  leave: { verb: VERB.POOL_LEAVE },
  "join-pool": { verb: VERB.POOL_JOIN },
};

function formOf(verb: string, kind: ObjectKind): VerbForm {
  if (verb === "acquire") return { verb: kind === "rlock" ? VERB.RLOCK_ACQUIRE : VERB.LOCK_ACQUIRE };
  if (verb === "release") return { verb: kind === "rlock" ? VERB.RLOCK_RELEASE : VERB.LOCK_RELEASE };
  const form = FORMS[verb];
  if (form === undefined) throw new Error(`no verb of a script: ${verb}`);
  return form;
}

function describe(outcome: PrimitiveOutcome): string {
  const name = Object.entries(STATUS).find(([, status]) => status === outcome.status)?.[0] ?? String(outcome.status);
  return `${name.toLowerCase()} ${fromSmallWord(outcome.result)}`;
}
