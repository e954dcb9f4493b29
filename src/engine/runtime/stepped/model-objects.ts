/**
 * Where every primitive of a simulated program stands: immutable states of the models, one an object, in a table with a log. Equals
 * `model/system.ts` transition for transition; a step costs what it changes, however many objects there are.
 * Rule: `ask` changes nothing; what it found out is taken over by `commit`, before anything else is asked.
 */
import type { Address } from "../../base/ids.ts";
import { InternalError } from "../../base/errors.ts";
import { fromAddressWord } from "../../memory/words.ts";
import { type ConditionState, expireCondition, NEW_CONDITION, stepCondition } from "../../model/condition.ts";
import type { LockState } from "../../model/lock.ts";
import { modelFor, type PrimitiveState } from "../../model/models.ts";
import { semaphoreModel } from "../../model/semaphore.ts";
import type { Before, Model, Request } from "../../model/transition.ts";
import { STATUS, type Status } from "../../program/operation.ts";
import type { Word } from "../../base/ids.ts";
import type { ObjectKind } from "../../trace/ops.ts";

export interface ModelObject {
  readonly kind: ObjectKind;
  readonly capacity: number;
  /** null for a condition, which moves its lock too. */
  readonly model: Model<PrimitiveState> | null;
  readonly state: PrimitiveState | ConditionState;
}

export class ModelObjects {
  #objects = new Map<Address, ModelObject>();
  /** What was there before, oldest first; null for nothing. */
  readonly #log: { readonly at: Address; readonly before: ModelObject | null }[] = [];
  #logging = false;
  readonly #before: Before;

  /** What the last question came to. */
  status: Status = STATUS.OK;
  result: Word = 0;
  /** Whether it changes anything. */
  changes = false;
  #at: Address = 0;
  #object: ModelObject | null = null;
  #lockAt: Address = 0;
  #lock: ModelObject | null = null;

  /** @param before order of the items of priority queues */
  constructor(before: Before) {
    this.#before = before;
  }

  /** @param capacity as in `World.create`: −1 none; a bounded semaphore is told as −1 − permits. */
  create(kind: ObjectKind, at: Address, capacity: number): void {
    this.#put(at, this.#new(kind, capacity));
  }

  #new(kind: ObjectKind, capacity: number): ModelObject {
    if (kind === "condition") return { kind, capacity, model: null, state: NEW_CONDITION };
    const isBounded = kind === "semaphore" && capacity < 0;
    const model = isBounded ? semaphoreModel(true) : modelFor(kind, this.#before);
    return {
      kind,
      capacity,
      model,
      state: model.initial(isBounded ? -1 - capacity : capacity),
    };
  }

  /** What would come of a request; with `expires`, of its time limit passing. */
  ask(request: Request, expires: boolean): void {
    const object = this.at(request.object);
    const { model } = object;
    this.#lock = null;
    this.#at = request.object;
    if (model === null) return this.#askCondition(object, request, expires);
    const state = object.state as PrimitiveState;
    const next = expires ? model.expire(state, request) : model.step(state, request);
    this.status = next.status;
    this.result = next.result;
    this.changes = next.state !== state;
    this.#object = this.changes ? { ...object, state: next.state } : object;
  }

  #askCondition(object: ModelObject, request: Request, expires: boolean): void {
    this.#lockAt = fromAddressWord(request.key);
    const held = this.at(this.#lockAt);
    const both = { condition: object.state as ConditionState, lock: held.state as LockState };
    const next = expires ? expireCondition(both, request) : stepCondition(both, request);
    this.status = next.status;
    this.result = next.result;
    this.changes = next.state !== both;
    this.#object = { ...object, state: next.state.condition };
    this.#lock = { ...held, state: next.state.lock };
  }

  /** Makes what the last question came to true. */
  commit(): void {
    if (!this.changes || this.#object === null) return;
    this.#put(this.#at, this.#object);
    if (this.#lock !== null) this.#put(this.#lockAt, this.#lock);
  }

  /** @throws InternalError for one that was never made */
  at(at: Address): ModelObject {
    const object = this.#objects.get(at);
    if (object === undefined) throw new InternalError(`no primitive was made at ${at}`);
    return object;
  }

  find(at: Address): ModelObject | undefined {
    return this.#objects.get(at);
  }

  #put(at: Address, object: ModelObject): void {
    if (this.#logging) this.#log.push({ at, before: this.#objects.get(at) ?? null });
    this.#objects.set(at, object);
  }

  /** A place to go back to; from the first on, changes are kept. */
  mark(): number {
    this.#logging = true;
    return this.#log.length;
  }

  undoTo(mark: number): void {
    const log = this.#log;
    while (log.length > mark) {
      const entry = log.pop();
      if (entry === undefined) return;
      if (entry.before === null) this.#objects.delete(entry.at);
      else this.#objects.set(entry.at, entry.before);
    }
  }

  /** All objects as they are, to be given to `load` later. */
  capture(): ReadonlyMap<Address, ModelObject> {
    return new Map(this.#objects);
  }

  /** Makes all marks void. */
  load(objects: ReadonlyMap<Address, ModelObject>): void {
    this.#objects = new Map(objects);
    this.forget();
  }

  /** Makes all marks void and keeps no changes any more. */
  forget(): void {
    this.#log.length = 0;
    this.#logging = false;
  }
}
