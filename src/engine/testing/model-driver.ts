/**
 * The driver of `primitive-driver.ts` for the models: an operation that is blocked is tried again whenever something moved,
 * the longest waiting first. Rule: time stands still until `passTime`.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import { expireSystem, NEW_SYSTEM, stepSystem, type SystemState, withObject } from "../model/system.ts";
import type { Request, Transition } from "../model/transition.ts";
import { type Operation, STATUS } from "../program/operation.ts";
import type { ObjectKind } from "../trace/ops.ts";
import type { PrimitiveDriver, PrimitiveOutcome } from "./primitive-driver.ts";

interface Pending {
  readonly request: Request;
  readonly resolve: (outcome: PrimitiveOutcome) => void;
}

export class ModelDriver implements PrimitiveDriver {
  #system: SystemState = NEW_SYSTEM;
  #next: Address = 8;
  readonly #pending = new Map<ThreadId, Pending>();

  create(kind: ObjectKind, capacity: number): Address {
    this.#next += 8;
    this.#system = withObject(this.#system, this.#next, kind, capacity);
    return this.#next;
  }

  perform(thread: ThreadId, operation: Operation): Promise<PrimitiveOutcome> {
    const request = { ...operation, thread };
    return new Promise((resolve) => {
      const next = stepSystem(this.#system, request);
      if (next.status === STATUS.BLOCKED) this.#pending.set(thread, { request, resolve });
      else resolve(next);
      this.#moveTo(next);
    });
  }

  /** A wait of a condition begins its second half only after a turn of the microtask queue. */
  async untilBlocked(thread: ThreadId): Promise<void> {
    for (let turn = 0; turn < 10 && !this.#pending.has(thread); turn++) await Promise.resolve();
    if (!this.#pending.has(thread)) throw new Error(`thread ${thread} is not blocked`);
  }

  passTime(thread: ThreadId): void {
    const pending = this.#pending.get(thread);
    if (pending === undefined) return;
    const next = expireSystem(this.#system, pending.request);
    this.#settle(thread, pending, next);
    this.#moveTo(next);
  }

  #moveTo(next: Transition<SystemState>): void {
    const moved = next.state !== this.#system;
    this.#system = next.state;
    if (!moved) return;
    for (const [thread, pending] of this.#pending) {
      const again = stepSystem(this.#system, pending.request);
      if (again.state === this.#system && again.status === STATUS.BLOCKED) continue;
      this.#settle(thread, pending, again);
      this.#moveTo(again);
      return;
    }
  }

  #settle(thread: ThreadId, { resolve }: Pending, { status, result }: PrimitiveOutcome): void {
    if (status === STATUS.BLOCKED) return;
    this.#pending.delete(thread);
    resolve({ status, result });
  }
}
