/**
 * Where every primitive of a simulated program stands: immutable states of the models, one an object, with a log of those before. Equals
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

/** One primitive and where it stands now. Only `ModelObjects` changes it. */
export interface ModelObject {
  readonly kind: ObjectKind;
  readonly capacity: number;
  /** null for a condition, which moves its lock too. */
  readonly model: Model<PrimitiveState> | null;
  readonly state: State;
}

type State = PrimitiveState | ConditionState;
type Changing = { -readonly [Key in keyof ModelObject]: ModelObject[Key] };

/** Where every primitive stood at one moment. */
export type ObjectsImage = readonly (readonly [at: Address, object: ModelObject, state: State])[];

export class ModelObjects {
  readonly #objects = new Map<Address, Changing>();
  /** Where it stood before, oldest first; null: it was not there. */
  readonly #log: { readonly at: Address; readonly object: Changing; readonly before: State | null }[] = [];
  #logging = false;
  readonly #before: Before;

  /** What the last question came to. */
  status: Status = STATUS.OK;
  result: Word = 0;
  /** Whether it changes anything. */
  changes = false;
  #at: Address = 0;
  #object: Changing | null = null;
  #next: State | null = null;
  #lockAt: Address = 0;
  #lock: Changing | null = null;
  #nextOfLock: State | null = null;

  /** @param before order of the items of priority queues */
  constructor(before: Before) {
    this.#before = before;
  }

  /** @param capacity as in `World.create`: −1 none; a bounded semaphore is told as −1 − permits. */
  create(kind: ObjectKind, at: Address, capacity: number): void {
    const object = this.#new(kind, capacity);
    if (this.#logging) this.#log.push({ at, object, before: null });
    this.#objects.set(at, object);
  }

  #new(kind: ObjectKind, capacity: number): Changing {
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
    const object = this.#get(request.object);
    const { model } = object;
    this.#lock = null;
    this.#at = request.object;
    this.#object = object;
    if (model === null) return this.#askCondition(object, request, expires);
    const state = object.state as PrimitiveState;
    const next = expires ? model.expire(state, request) : model.step(state, request);
    this.status = next.status;
    this.result = next.result;
    this.changes = next.state !== state;
    this.#next = next.state;
  }

  #askCondition(object: Changing, request: Request, expires: boolean): void {
    this.#lockAt = fromAddressWord(request.key);
    const held = this.#get(this.#lockAt);
    const both = { condition: object.state as ConditionState, lock: held.state as LockState };
    const next = expires ? expireCondition(both, request) : stepCondition(both, request);
    this.status = next.status;
    this.result = next.result;
    this.changes = next.state !== both;
    this.#next = next.state.condition;
    this.#lock = held;
    this.#nextOfLock = next.state.lock;
  }

  /** Makes what the last question came to true. */
  commit(): void {
    if (!this.changes || this.#object === null || this.#next === null) return;
    this.#change(this.#at, this.#object, this.#next);
    if (this.#lock !== null && this.#nextOfLock !== null) this.#change(this.#lockAt, this.#lock, this.#nextOfLock);
  }

  #change(at: Address, object: Changing, state: State): void {
    if (this.#logging) this.#log.push({ at, object, before: object.state });
    object.state = state;
  }

  /** @throws InternalError for one that was never made */
  at(at: Address): ModelObject {
    return this.#get(at);
  }

  #get(at: Address): Changing {
    const object = this.#objects.get(at);
    if (object === undefined) throw new InternalError(`no primitive was made at ${at}`);
    return object;
  }

  find(at: Address): ModelObject | undefined {
    return this.#objects.get(at);
  }

  /** A place to go back to; from the first on, changes are kept. */
  mark(): number {
    this.#logging = true;
    return this.#log.length;
  }

  /** Whether all that were there when `mark` was made stand as they stood then. */
  isAsItWas(mark: number): boolean {
    const seen = new Set<ModelObject>();
    for (const { object, before } of this.#log.slice(mark)) {
      if (seen.has(object)) continue;
      seen.add(object);
      if (before !== null && before !== object.state && JSON.stringify(before) !== JSON.stringify(object.state))
        return false;
    }
    return true;
  }

  undoTo(mark: number): void {
    const log = this.#log;
    while (log.length > mark) {
      const entry = log.pop();
      if (entry === undefined) return;
      if (entry.before === null) this.#objects.delete(entry.at);
      else entry.object.state = entry.before;
    }
  }

  /** All objects as they are, to be given to `load` later. */
  capture(): ObjectsImage {
    return Array.from(this.#objects, ([at, object]) => [at, object, object.state] as const);
  }

  /** Makes all marks void. */
  load(image: ObjectsImage): void {
    this.#objects.clear();
    for (const [at, object, state] of image) {
      const changing: Changing = object;
      changing.state = state;
      this.#objects.set(at, changing);
    }
    this.forget();
  }

  /** Makes all marks void and keeps no changes any more. */
  forget(): void {
    this.#log.length = 0;
    this.#logging = false;
  }
}
