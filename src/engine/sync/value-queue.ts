/**
 * A queue of plain values for TypeScript workers: `queue.ts` with each item a word of a `SharedSpace`.
 * Rule: an item belongs to the queue until it is got, then to who got it; its block is given back at that moment.
 */
import type { Address } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { FOREVER } from "./context.ts";
import type { PlainValue } from "./plain-codec.ts";
import {
  getQueue,
  initQueue,
  joinQueue,
  markTaskDone,
  putQueue,
  QUEUE_KIND,
  QUEUE_WORDS,
  type QueueKind,
  type QueueOwner,
  shutDownQueue,
  sizeOfQueue,
} from "./queue.ts";
import type { SharedSpace } from "./shared-space.ts";

/** Python's `queue.Full`, `queue.Empty` and `queue.ShutDown`, and its ValueError of a `task_done` too many. */
export class QueueFailure extends Error {
  override readonly name = "QueueFailure";
  readonly reason: "full" | "empty" | "shut down" | "task_done() called too many times";

  constructor(reason: QueueFailure["reason"]) {
    super(`the queue: ${reason}`);
    this.reason = reason;
  }
}

export interface ValueQueueOptions {
  /** 0 or less for no limit. */
  readonly capacity?: number;
  readonly kind?: QueueKind;
  /** Order of a priority queue; every thread that uses it gives the same. Numbers ascending unless told. */
  readonly before?: (a: PlainValue, b: PlainValue) => boolean;
}

/** One thread's access to a queue in a space. */
export class ValueQueue {
  /** What the other threads need to attach. */
  readonly address: Address;
  readonly #space: SharedSpace;
  readonly #owner: QueueOwner;

  private constructor(space: SharedSpace, address: Address, before: ValueQueueOptions["before"]) {
    this.#space = space;
    this.address = address;
    const isBefore = before ?? ((a, b) => Number(a) < Number(b));
    this.#owner = {
      allocate: (words) => space.take(words),
      before: (a, b) => isBefore(space.load(a), space.load(b)),
    };
  }

  static create(space: SharedSpace, options: ValueQueueOptions = {}): ValueQueue {
    const address = space.take(QUEUE_WORDS);
    initQueue(space.context.words, address, options.kind ?? QUEUE_KIND.FIFO, options.capacity ?? 0);
    return new ValueQueue(space, address, options.before);
  }

  static attach(space: SharedSpace, address: Address, before?: ValueQueueOptions["before"]): ValueQueue {
    return new ValueQueue(space, address, before);
  }

  /** Puts a copy of `value`; `timeoutMs` 0 tries once. @throws QueueFailure "full" or "shut down", ArgumentError, SpaceSpent, StopSignal */
  put(value: PlainValue, timeoutMs: Milliseconds = FOREVER): void {
    const word = this.#space.store(value);
    let status: Status = STATUS.REFUSED;
    try {
      status = putQueue(this.#space.context, this.address, word, timeoutMs, this.#owner);
    } finally {
      if (status !== STATUS.OK) this.#space.drop(word);
    }
    if (status !== STATUS.OK) throw new QueueFailure(status === STATUS.SHUT_DOWN ? "shut down" : "full");
  }

  /** Takes an item; `timeoutMs` 0 tries once. @throws QueueFailure "empty" or "shut down", StopSignal */
  get(timeoutMs: Milliseconds = FOREVER): PlainValue {
    const status = getQueue(this.#space.context, this.address, timeoutMs, this.#owner);
    if (status !== STATUS.OK) throw new QueueFailure(status === STATUS.SHUT_DOWN ? "shut down" : "empty");
    const word = this.#space.context.result;
    const value = this.#space.load(word);
    this.#space.drop(word);
    return value;
  }

  /** @throws QueueFailure when there was no item to be done with. */
  taskDone(): void {
    if (markTaskDone(this.#space.context, this.address) !== STATUS.OK) {
      throw new QueueFailure("task_done() called too many times");
    }
  }

  /** Waits until every item put was marked done. False if the time was up. @throws StopSignal */
  join(timeoutMs: Milliseconds = FOREVER): boolean {
    return joinQueue(this.#space.context, this.address, timeoutMs) === STATUS.OK;
  }

  /** Turns puts away, and gets once it is empty; `immediate` drops what is queued. */
  shutDown(immediate = false): void {
    // What is dropped is got one by one, so that its blocks are given back.
    while (immediate && this.#dropOne());
    shutDownQueue(this.#space.context, this.address, immediate);
  }

  /** Stale as soon as it is said. */
  get size(): number {
    return sizeOfQueue(this.#space.context.words, this.address);
  }

  #dropOne(): boolean {
    const status = getQueue(this.#space.context, this.address, 0, this.#owner);
    if (status !== STATUS.OK) return false;
    this.#space.drop(this.#space.context.result);
    markTaskDone(this.#space.context, this.address);
    return true;
  }
}
