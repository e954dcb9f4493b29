/**
 * Runs what `abstract-program.ts` reads, as an `Explorable`. Rule: every word of state goes through `#set`, so that going back is exact.
 */
import type { ThreadId } from "../base/ids.ts";
import { type Choice, isExpiry, threadOfChoice, toChoice } from "../program/stepping.ts";
import {
  type Asked,
  type Explorable,
  type Follow,
  GATE,
  NO_CHOICE,
  ROOM,
  type Taken,
} from "../runtime/explorer/explorable.ts";
import { type Footprint, Footprints, NO_FOOTPRINT, type Variable } from "../runtime/explorer/footprints.ts";
import {
  type AbstractOperation,
  type AbstractText,
  type Declaration,
  GATE_OF,
  OK_REGISTER,
  parseAbstract,
  REGISTERS,
  type Value,
} from "./abstract-program.ts";

/** Words of a thread: where it is, how far in that operation, then its registers. */
const PC = 0;
const PHASE = 1;
const FIRST_REGISTER = 2;
const THREAD_WORDS = FIRST_REGISTER + REGISTERS.length;
const NOT_STARTED = -1;

/** Items that a queue or a list has room for. */
const MOST_ITEMS = 24;

/** A thread at a condition. Parked ones hold a stamp from 1 on. */
const NOTIFIED = -1;
const EXPIRED = -2;

const NOTHING_ASKED: Asked = { footprint: NO_FOOTPRINT, gate: GATE.NONE, waitsFor: NO_FOOTPRINT, varies: false };

interface Place {
  readonly kind: Declaration["kind"] | "cell";
  readonly at: number;
  readonly size: number;
  readonly lock: string;
  readonly variable: Variable;
  /** Of a list: variables of its elements. */
  readonly elements: readonly Variable[];
}

/** How a run of an abstract program ended, as text: cells, registers, and who is blocked. */
export interface AbstractEnd {
  readonly status: "finished" | "deadlocked" | "cut";
  readonly values: string;
}

export class AbstractRun implements Explorable {
  readonly footprints = new Footprints();
  readonly threadCount: number;
  readonly ends: AbstractEnd[] = [];
  readonly #text: AbstractText;
  readonly #places = new Map<string, Place>();
  readonly #threadVariables: readonly Variable[];
  readonly #state: Int32Array;
  readonly #threadsAt: number;
  #log = new Int32Array(1 << 12);
  #logged = 0;
  readonly #path: Choice[] = [];
  readonly #marks: { readonly logged: number; readonly steps: number }[] = [];
  readonly #endNumbers = new Map<string, number>();
  /** Whether somebody joins, so that it matters which step is a thread's last. */
  readonly #joins: boolean;
  readonly #taken = {
    footprint: NO_FOOTPRINT,
    gate: GATE.NONE as Asked["gate"],
    waitsFor: NO_FOOTPRINT,
    varies: false,
    room: 0,
    released: [] as ThreadId[],
    follows: [] as Follow[],
    joined: -1,
  };

  constructor(source: string) {
    this.#text = parseAbstract(source);
    const { declarations, threads } = this.#text;
    this.threadCount = threads.length;
    this.#joins = threads.some(({ operations }) => operations.some(({ verb }) => verb === "join"));
    let at = 0;
    const make = (name: string, declaration: Pick<Declaration, "kind" | "size" | "lock"> | null): void => {
      const { kind = "cell" as const, size = 0, lock = "" } = declaration ?? {};
      const variable = this.footprints.variable();
      const elements =
        kind === "list" ? Array.from({ length: MOST_ITEMS }, () => this.footprints.variable(variable)) : [];
      this.#places.set(name, { kind, at, size, lock, variable, elements });
      at += kind === "cell" ? 1 : 2 + MOST_ITEMS;
    };
    for (const declaration of declarations) make(declaration.name, declaration);
    for (const { verb, object } of threads.flatMap(({ operations }) => operations))
      if (!["spawn", "join", "stop-if", "back-if"].includes(verb) && !this.#places.has(object)) make(object, null);
    this.#threadVariables = threads.map(() => this.footprints.variable());
    this.#threadsAt = at;
    this.#state = new Int32Array(at + threads.length * THREAD_WORDS);
    this.#setUp();
  }

  choiceOf(thread: ThreadId): Choice {
    const operation = this.#operationOf(thread);
    if (operation === null) return NO_CHOICE;
    if (this.#canGo(thread, operation)) return toChoice(thread);
    return this.#mayExpire(thread, operation) ? toChoice(thread, true) : NO_CHOICE;
  }

  hasEnded(thread: ThreadId): boolean {
    return this.#pc(thread) >= this.#text.threads[thread].operations.length;
  }

  isSpinning(): boolean {
    return false;
  }

  askedBy(thread: ThreadId): Asked {
    const operation = this.#operationOf(thread);
    if (operation === null) return NOTHING_ASKED;
    const footprint = this.#footprintOf(thread, operation);
    return {
      footprint,
      gate: this.#gateOf(thread, operation),
      waitsFor: this.#waitsFor(operation),
      varies: this.#varies(operation),
    };
  }

  take(choice: Choice): Taken {
    const thread = threadOfChoice(choice);
    const operation = this.#operationOf(thread);
    if (operation === null || choice !== this.choiceOf(thread)) throw new Error(`no choice ${choice}`);
    const taken = this.#taken;
    taken.released.length = 0;
    taken.footprint = this.#footprintOf(thread, operation);
    taken.gate = this.#gateOf(thread, operation);
    taken.waitsFor = this.#waitsFor(operation);
    taken.varies = this.#varies(operation);
    taken.room = this.#roomOf(operation);
    if (this.#perform(thread, operation, isExpiry(choice))) this.#advance(thread, this.#pc(thread) + 1);
    taken.follows = taken.released.map((one) => ({ thread: one, after: thread }));
    this.#path.push(choice);
    for (const one of [thread, ...taken.released])
      if (this.#joins && this.hasEnded(one))
        taken.footprint = this.footprints.join(taken.footprint, this.#lifeOf(one, true));
    return taken;
  }

  mark(): number {
    return this.#marks.push({ logged: this.#logged, steps: this.#path.length }) - 1;
  }

  backTo(mark: number): void {
    const { logged, steps } = this.#marks[mark];
    const log = this.#log;
    for (let i = this.#logged - 2; i >= logged; i -= 2) this.#state[log[i]] = log[i + 1];
    this.#logged = logged;
    this.#path.length = steps;
    this.#marks.length = mark + 1;
  }

  get stepsHere(): number {
    return this.#path.length;
  }

  path(): readonly Choice[] {
    return [...this.#path];
  }

  end(): number {
    let status: AbstractEnd["status"] = "finished";
    for (let thread = 0; thread < this.threadCount; thread++) {
      if (this.#pc(thread) === NOT_STARTED || this.hasEnded(thread)) continue;
      if (this.choiceOf(thread) !== NO_CHOICE) {
        status = "cut";
        break;
      }
      status = "deadlocked";
    }
    const key = `${status} ${this.#state.join()}`;
    const known = this.#endNumbers.get(key);
    if (known !== undefined) return known;
    this.#endNumbers.set(key, this.ends.length);
    return this.ends.push({ status, values: this.#values() }) - 1;
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** The final value of a cell. */
  valueOf(name: string): number {
    return this.#state[this.#place(name).at];
  }

  /** What a thread would do next, for messages. */
  describe(thread: ThreadId): string {
    return `${this.#text.threads[thread].name}: ${this.#operationOf(thread)?.text ?? "-"}`;
  }

  /** Everything that can make a difference to what follows. */
  snapshot(): string {
    return this.#state.join();
  }

  #values(): string {
    const cells = [...this.#places].map(([name, { at, kind, size }]) =>
      kind === "cell" ? `${name}=${this.#state[at]}` : `${name}=${this.#state.slice(at, at + 2 + size).join(",")}`,
    );
    const threads = this.#text.threads.map(({ name }, thread) => {
      const at = this.#threadAt(thread);
      return `${name}@${this.#state.slice(at, at + THREAD_WORDS).join(",")}`;
    });
    return [...cells, ...threads].join(" ");
  }

  #setUp(): void {
    for (const { kind, at, size } of this.#places.values())
      if (kind === "semaphore" || kind === "list") this.#set(at, size);
    const spawned = new Set(
      this.#text.threads.flatMap(({ operations }) =>
        operations.filter(({ verb }) => verb === "spawn").map(({ object }) => object),
      ),
    );
    for (const [thread, { name }] of this.#text.threads.entries())
      if (spawned.has(name)) this.#set(this.#threadAt(thread) + PC, NOT_STARTED);
      else this.#advance(thread, 0);
    this.#logged = 0;
  }

  #operationOf(thread: ThreadId): AbstractOperation | null {
    const pc = this.#pc(thread);
    return pc === NOT_STARTED ? null : (this.#text.threads[thread].operations[pc] ?? null);
  }

  #canGo(thread: ThreadId, { verb, object, wait }: AbstractOperation): boolean {
    if (wait === "try") return true;
    switch (verb) {
      case "acquire":
      case "take":
      case "get":
      case "await":
        return this.#canTake(thread, this.#place(object));
      case "put":
        return this.#canPut(this.#place(object));
      case "wait":
        return this.#phase(thread) === 0 || this.#canReturn(thread, this.#place(object));
      case "arrive":
        return this.#phase(thread) === 0;
      case "join":
        return this.hasEnded(this.#threadNamed(object));
      default:
        return true;
    }
  }

  #mayExpire(thread: ThreadId, { verb, object, wait }: AbstractOperation): boolean {
    if (wait !== "timed") return false;
    return verb !== "wait" || this.#state[this.#waiterAt(thread, this.#place(object))] > 0;
  }

  /** `thread` −1: anybody. */
  #canTake(thread: ThreadId, { kind, at }: Place): boolean {
    const first = this.#state[at];
    switch (kind) {
      case "lock":
        return first === 0;
      case "rlock":
        return first === 0 || first === thread + 1;
      default:
        return first !== 0;
    }
  }

  #canPut({ at, size }: Place): boolean {
    return size === 0 || this.#state[at] < size;
  }

  #canReturn(thread: ThreadId, condition: Place): boolean {
    return this.#state[this.#waiterAt(thread, condition)] < 0 && this.#state[this.#place(condition.lock).at] === 0;
  }

  #gateOf(thread: ThreadId, { verb, object, wait }: AbstractOperation): Asked["gate"] {
    if (verb === "wait" && this.#phase(thread) > 0) return GATE.TRY;
    if (wait !== "ever") return GATE.NONE;
    const holdsIt = verb === "acquire" && this.#state[this.#place(object).at] === thread + 1;
    return holdsIt && this.#place(object).kind === "rlock" ? GATE.NONE : GATE_OF[verb];
  }

  #waitsFor({ verb, object }: AbstractOperation): Footprint {
    if (verb === "spawn" || verb === "join") return NO_FOOTPRINT;
    return this.footprints.of(this.#place(object).variable, true);
  }

  /** Where somebody joins, it matters whether a step is its thread's last, and that may depend on what it reads. */
  #varies({ verb }: AbstractOperation): boolean {
    return verb === "cas" || this.#joins;
  }

  #roomOf({ verb, object }: AbstractOperation): number {
    if (verb === "spawn" || verb === "join") return ROOM.NOTHING;
    const place = verb === "wait" ? this.#place(this.#place(object).lock) : this.#place(object);
    return (this.#canTake(-1, place) ? ROOM.TO_TAKE : 0) | (this.#canPut(place) ? ROOM.TO_PUT : 0);
  }

  #footprintOf(thread: ThreadId, operation: AbstractOperation): Footprint {
    const { verb, object } = operation;
    if (verb === "spawn") return this.#lifeOf(this.#threadNamed(object), true);
    if (verb === "join") return this.#lifeOf(this.#threadNamed(object), false);
    const place = this.#place(object);
    const { footprints } = this;
    switch (verb) {
      case "read":
        return footprints.of(this.#variableOf(thread, operation), false);
      case "len":
      case "await":
        return footprints.of(place.variable, false);
      case "cas":
        return footprints.of(place.variable, this.#state[place.at] === this.#valueOf(thread, operation.value));
      case "wait":
        return footprints.join(
          footprints.of(place.variable, true),
          footprints.of(this.#place(place.lock).variable, true),
        );
      default:
        return footprints.of(this.#variableOf(thread, operation), true);
    }
  }

  #variableOf(thread: ThreadId, { object, index }: AbstractOperation): Variable {
    const place = this.#place(object);
    return index === null ? place.variable : place.elements[this.#valueOf(thread, index)];
  }

  #lifeOf(thread: ThreadId, written: boolean): Footprint {
    return this.footprints.of(this.#threadVariables[thread], written);
  }

  /** True when the operation is done and the thread goes on to the next. */
  #perform(thread: ThreadId, operation: AbstractOperation, expires: boolean): boolean {
    const { verb, object, into, wait } = operation;
    if (verb === "spawn") {
      this.#taken.released.push(this.#threadNamed(object));
      this.#advance(this.#threadNamed(object), 0);
      return true;
    }
    if (verb === "wait") return this.#wait(thread, this.#place(object), expires);
    if (verb === "arrive") return this.#arrive(thread, this.#place(object), expires);
    if (expires || (wait === "try" && !this.#canGo(thread, { ...operation, wait: "ever" }))) {
      this.#set(this.#registerAt(thread, OK_REGISTER), 0);
      return true;
    }
    if (wait !== "ever") this.#set(this.#registerAt(thread, OK_REGISTER), 1);
    const result = verb === "join" ? 0 : this.#carryOut(thread, operation, this.#place(object));
    if (into >= 0) this.#set(this.#registerAt(thread, into), result);
    return true;
  }

  #carryOut(thread: ThreadId, operation: AbstractOperation, { kind, at }: Place): number {
    const { verb, index } = operation;
    const value = this.#valueOf(thread, operation.value);
    const cell = index === null ? at : at + 2 + this.#valueOf(thread, index);
    const first = this.#state[at];
    switch (verb) {
      case "read":
        return this.#state[cell];
      case "write":
        this.#set(cell, value);
        return 0;
      case "add":
        this.#set(cell, this.#state[cell] + value);
        return 0;
      case "cas":
        this.#set(this.#registerAt(thread, OK_REGISTER), first === value ? 1 : 0);
        if (first === value) this.#set(at, this.#valueOf(thread, operation.other));
        return 0;
      case "append":
      case "put":
        this.#set(at + 2 + first, value);
        this.#set(at, first + 1);
        return 0;
      case "len":
        return first;
      case "acquire":
        this.#set(at, thread + 1);
        this.#set(at + 1, this.#state[at + 1] + 1);
        return 0;
      case "release":
        this.#set(at + 1, Math.max(0, this.#state[at + 1] - 1));
        if (kind === "lock" || this.#state[at + 1] === 0) this.#set(at, 0);
        return 0;
      case "take":
        this.#set(at, first - 1);
        return 0;
      case "give":
        this.#set(at, first + 1);
        return 0;
      case "get":
        return this.#shift(at);
      case "set":
      case "clear":
        this.#set(at, verb === "set" ? 1 : 0);
        return 0;
      case "notify":
      case "notify-all":
        this.#notify(at, verb === "notify" ? 1 : this.threadCount);
        return 0;
      default:
        return 0;
    }
  }

  #shift(at: number): number {
    const count = this.#state[at];
    const item = this.#state[at + 2];
    for (let i = 1; i < count; i++) this.#set(at + 1 + i, this.#state[at + 2 + i]);
    this.#set(at + 1 + count, 0);
    this.#set(at, count - 1);
    return item;
  }

  #wait(thread: ThreadId, condition: Place, expires: boolean): boolean {
    const waiter = this.#waiterAt(thread, condition);
    const lock = this.#place(condition.lock).at;
    if (this.#phase(thread) === 0) {
      this.#set(condition.at, this.#state[condition.at] + 1);
      this.#set(waiter, this.#state[condition.at]);
      this.#set(lock, 0);
      this.#set(lock + 1, 0);
      this.#set(this.#threadAt(thread) + PHASE, 1);
      return false;
    }
    if (expires) this.#set(waiter, EXPIRED);
    if (this.#state[lock] !== 0) return false;
    this.#set(this.#registerAt(thread, OK_REGISTER), this.#state[waiter] === NOTIFIED ? 1 : 0);
    this.#set(waiter, 0);
    // Stamps order those who wait; with nobody waiting they begin anew, so that equal states are equal.
    if (!this.#anybodyAt(condition.at)) this.#set(condition.at, 0);
    this.#set(lock, thread + 1);
    this.#set(lock + 1, 1);
    return true;
  }

  #anybodyAt(at: number): boolean {
    for (let thread = 0; thread < this.threadCount; thread++) if (this.#state[at + 2 + thread] !== 0) return true;
    return false;
  }

  #notify(at: number, count: number): void {
    for (let left = count; left > 0; left--) {
      let longest = -1;
      for (let thread = 0; thread < this.threadCount; thread++) {
        const stamp = this.#state[at + 2 + thread];
        if (stamp > 0 && (longest < 0 || stamp < this.#state[at + 2 + longest])) longest = thread;
      }
      if (longest < 0) return;
      this.#set(at + 2 + longest, NOTIFIED);
    }
  }

  /** Word 0 counts who has arrived, word 1 whether it is broken; then who is inside. */
  #arrive(thread: ThreadId, { at, size }: Place, expires: boolean): boolean {
    const isBroken = this.#state[at + 1] === 1;
    const ok = this.#registerAt(thread, OK_REGISTER);
    if (isBroken && this.#phase(thread) === 0) {
      this.#set(ok, 0);
      return true;
    }
    if (!expires) {
      this.#set(at, this.#state[at] + 1);
      this.#set(at + 2 + thread, 1);
      this.#set(this.#threadAt(thread) + PHASE, 1);
      if (this.#state[at] < size) return false;
    } else this.#set(at + 1, 1);
    this.#letGo(thread, at, expires ? 0 : 1);
    this.#set(ok, expires ? 0 : 1);
    return true;
  }

  #letGo(thread: ThreadId, at: number, ok: number): void {
    for (let other = 0; other < this.threadCount; other++) {
      if (this.#state[at + 2 + other] === 0) continue;
      this.#set(at + 2 + other, 0);
      if (other === thread) continue;
      this.#set(this.#registerAt(other, OK_REGISTER), ok);
      this.#taken.released.push(other);
      this.#advance(other, this.#pc(other) + 1);
    }
    this.#set(at, 0);
  }

  /** To an operation, and on through what is local. */
  #advance(thread: ThreadId, to: number): void {
    const { operations } = this.#text.threads[thread];
    let pc = to;
    for (let left = 1000; left > 0; left--) {
      const operation = operations[pc];
      if (operation?.verb !== "stop-if" && operation?.verb !== "back-if") break;
      const holds = this.#valueOf(thread, operation.value) === this.#valueOf(thread, operation.other);
      if (!holds) pc++;
      else if (operation.verb === "stop-if") pc = operations.length;
      else pc -= operation.index?.add ?? 0;
    }
    this.#set(this.#threadAt(thread) + PC, pc);
    this.#set(this.#threadAt(thread) + PHASE, 0);
  }

  #valueOf(thread: ThreadId, { register, add }: Value): number {
    return register < 0 ? add : this.#state[this.#registerAt(thread, register)] + add;
  }

  #place(name: string): Place {
    const place = this.#places.get(name);
    if (place === undefined) throw new Error(`no object ${name}`);
    return place;
  }

  #threadNamed(name: string): ThreadId {
    return this.#text.threads.findIndex((one) => one.name === name);
  }

  #threadAt(thread: ThreadId): number {
    return this.#threadsAt + thread * THREAD_WORDS;
  }

  #waiterAt(thread: ThreadId, { at }: Place): number {
    return at + 2 + thread;
  }

  #registerAt(thread: ThreadId, register: number): number {
    return this.#threadAt(thread) + FIRST_REGISTER + register;
  }

  #pc(thread: ThreadId): number {
    return this.#state[this.#threadAt(thread) + PC];
  }

  #phase(thread: ThreadId): number {
    return this.#state[this.#threadAt(thread) + PHASE];
  }

  #set(at: number, value: number): void {
    if (this.#logged === this.#log.length) {
      const longer = new Int32Array(this.#log.length * 2);
      longer.set(this.#log);
      this.#log = longer;
    }
    this.#log[this.#logged++] = at;
    this.#log[this.#logged++] = this.#state[at];
    this.#state[at] = value;
  }
}
