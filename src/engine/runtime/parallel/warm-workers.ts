/**
 * Workers that stay warm between runs. Rule: a worker belongs to one run at a time; one that does not come back in time
 * after a stop is ended and replaced, so nothing of one run is left for the next.
 */
import { InternalError } from "../../base/errors.ts";
import type { FromWorker, ToWorker, WorkerFactory, WorkerPort } from "./messages.ts";

/** One worker and the ring it writes to. */
export interface WarmWorker {
  readonly port: WorkerPort;
  readonly ring: SharedArrayBuffer;
  /** Resolves when the worker has left its run. */
  released: Promise<void>;
}

interface Slot extends WarmWorker {
  settle: () => void;
  listener: ((message: FromWorker) => void) | null;
  failed: string | null;
}

/** Makes workers when they are wanted, keeps them, ends those that hang. */
export class WarmWorkers {
  readonly #factory: WorkerFactory;
  readonly #ringBytes: number;
  readonly #idle: Slot[] = [];
  readonly #busy = new Set<Slot>();

  constructor(factory: WorkerFactory, ringBytes: number) {
    this.#factory = factory;
    this.#ringBytes = ringBytes;
  }

  /** Workers that exist now. */
  get count(): number {
    return this.#idle.length + this.#busy.size;
  }

  get idle(): number {
    return this.#idle.length;
  }

  /** Makes workers until `count` are idle. @throws what the factory throws. */
  warmUp(count: number): void {
    while (this.#idle.length < count) this.#idle.push(this.#create());
  }

  /** Gives one worker to a run and sends it what it needs. @throws InternalError when it failed before. */
  take(message: (ring: SharedArrayBuffer) => ToWorker, listener: (message: FromWorker) => void): WarmWorker {
    const slot = this.#idle.pop() ?? this.#create();
    if (slot.failed !== null) throw new InternalError(`a thread worker could not start: ${slot.failed}`);
    slot.listener = listener;
    slot.released = new Promise((settle) => {
      slot.settle = settle;
    });
    this.#busy.add(slot);
    slot.port.post(message(slot.ring));
    return slot;
  }

  /** Takes a worker back that has left its run. */
  giveBack(worker: WarmWorker, keep: number): void {
    const slot = worker as Slot;
    this.#busy.delete(slot);
    slot.listener = null;
    if (slot.failed === null && this.#idle.length < keep) this.#idle.push(slot);
    else slot.port.terminate();
  }

  /** Ends a worker that did not come back. */
  discard(worker: WarmWorker): void {
    const slot = worker as Slot;
    this.#busy.delete(slot);
    slot.listener = null;
    slot.port.terminate();
    slot.settle();
  }

  /** Ends them all. */
  close(): void {
    for (const slot of [...this.#idle, ...this.#busy]) slot.port.terminate();
    this.#idle.length = 0;
    this.#busy.clear();
  }

  #create(): Slot {
    const slot: Slot = {
      port: this.#factory(),
      ring: new SharedArrayBuffer(this.#ringBytes),
      released: Promise.resolve(),
      settle: () => undefined,
      listener: null,
      failed: null,
    };
    slot.port.onMessage((message) => {
      if (message.kind === "released") slot.settle();
      slot.listener?.(message);
    });
    slot.port.onFailure((reason) => {
      slot.failed = reason;
      slot.listener?.({ kind: "crashed", run: -1, worker: -1, message: reason });
      slot.settle();
    });
    return slot;
  }
}
