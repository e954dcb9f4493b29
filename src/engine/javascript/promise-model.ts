/**
 * The microtask queue as the standards give it, kept beside the real one: which promise has settled, what waits for it, what that puts
 * into the queue. Source: ECMAScript 2024, 27.2 (promise jobs) and 27.7.5.3 (await). Rule: the model never guesses: what it cannot
 * know stays unknown, and a job that really begins without being first in the queue counts as a stray.
 */
import type { Line, ObjectId } from "../base/ids.ts";
import type { LaneNow } from "./script-record.ts";

/** A promise as far as the model knows it. */
export interface ModelPromise {
  /** `unknown`: it settles where nobody can look. */
  state: "pending" | "settled" | "unknown";
  rejected: boolean;
  /** Resolved already, perhaps with another promise. */
  isResolved: boolean;
  /** Microtasks that its settling queues, in order. */
  readonly waiting: Microtask[];
  readonly name: string;
  /** Line of the code that it came from. */
  readonly line: Line;
  /** Its number among the trace's objects, once an event has named it. */
  object: ObjectId | null;
}

export interface Microtask {
  readonly lane: LaneNow;
  /** Set while the promise that is to be resolved by calling another's `then` waits for that call. */
  readonly adopts: ModelPromise | null;
}

/** What the model makes known: who was put into the queue, what settled. */
export interface ModelEvents {
  queued(task: Microtask): void;
  settled(promise: ModelPromise): void;
}

export class PromiseModel {
  readonly #events: ModelEvents;
  readonly #known = new WeakMap<object, ModelPromise>();
  #queue: Microtask[] = [];
  #head = 0;
  strays = 0;

  constructor(events: ModelEvents) {
    this.#events = events;
  }

  create(name: string, line: Line): ModelPromise {
    return { state: "pending", rejected: false, isResolved: false, waiting: [], name, line, object: null };
  }

  knows(promise: object): boolean {
    return this.#known.has(promise);
  }

  /** The model of a real promise; one that was never seen being made is unknown. */
  of(promise: object): ModelPromise {
    const known = this.#known.get(promise);
    if (known !== undefined) return known;
    const made: ModelPromise = { ...this.create("promise", 0), state: "unknown" };
    this.#known.set(promise, made);
    return made;
  }

  link(promise: object, model: ModelPromise): void {
    this.#known.set(promise, model);
  }

  /** A reaction or an await: queued at once where the promise has settled (PerformPromiseThen). */
  react(promise: ModelPromise, task: Microtask): void {
    if (promise.state === "settled") this.queue(task);
    else promise.waiting.push(task);
  }

  /** FulfillPromise and RejectPromise. */
  settle(promise: ModelPromise, rejected: boolean): void {
    if (promise.state === "settled") return;
    promise.state = "settled";
    promise.isResolved = true;
    promise.rejected = rejected;
    this.#events.settled(promise);
    for (const task of promise.waiting.splice(0)) this.queue(task);
  }

  queue(task: Microtask): void {
    this.#queue.push(task);
    this.#events.queued(task);
  }

  /** Microtasks that stand in the queue. */
  get length(): number {
    return this.#queue.length - this.#head;
  }

  /** The first of the queue. */
  get first(): Microtask | undefined {
    return this.#queue[this.#head];
  }

  /** A microtask begins; it should be the first. Gives whether the model had it in the queue. */
  begins(lane: LaneNow): boolean {
    if (this.first?.lane === lane) {
      this.#head++;
      this.#shorten();
      return true;
    }
    this.strays++;
    const place = this.#queue.findIndex((task, at) => at >= this.#head && task.lane === lane);
    if (place >= 0) this.#queue.splice(place, 1);
    return place >= 0;
  }

  /** A task begins: the queue must be empty by now. */
  taskBegins(): void {
    this.strays += this.length;
    this.#queue = [];
    this.#head = 0;
  }

  #shorten(): void {
    if (this.#head < 1024 || this.#head * 2 < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#head);
    this.#head = 0;
  }
}
