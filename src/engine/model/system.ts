/**
 * All primitives and threads of a program as one plain value, and the transition from it to the next: what the simulator and the
 * explorer run on. Rule: a step changes one object (a condition's, its lock too); everything else is shared with the state before.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import { fromAddressWord } from "../memory/words.ts";
import { VERB } from "../program/operation.ts";
import type { ObjectKind } from "../trace/ops.ts";
import { type ConditionState, expireCondition, NEW_CONDITION, stepCondition } from "./condition.ts";
import type { LockState } from "./lock.ts";
import { modelFor, type PrimitiveState } from "./models.ts";
import { endThread, expireThreads, MAIN_ALONE, stepThreads, type ThreadsState } from "./threads.ts";
import { type Before, came, type Model, type Request, type Transition } from "./transition.ts";

/** One object: which model it follows, and where it stands. */
export type SystemObject =
  | { readonly kind: "condition"; readonly state: ConditionState }
  | { readonly kind: ObjectKind; readonly model: Model<PrimitiveState>; readonly state: PrimitiveState };

export interface SystemState {
  readonly objects: ReadonlyMap<Address, SystemObject>;
  readonly threads: ThreadsState;
}

export const NEW_SYSTEM: SystemState = { objects: new Map(), threads: MAIN_ALONE };

/** Adds a primitive. @param before order of a priority queue's items */
export function withObject(
  system: SystemState,
  at: Address,
  kind: ObjectKind,
  capacity: number,
  before?: Before,
): SystemState {
  if (kind === "condition") return withState(system, at, { kind, state: NEW_CONDITION });
  const model = modelFor(kind, before);
  return withState(system, at, { kind, model, state: model.initial(capacity) });
}

/** What comes of a thread's operation. BLOCKED: it is asked again after others have moved; the state may be another already. */
export function stepSystem(system: SystemState, request: Request): Transition<SystemState> {
  return move(system, request, false);
}

/** What comes of it when its time limit passes while it is blocked. */
export function expireSystem(system: SystemState, request: Request): Transition<SystemState> {
  return move(system, request, true);
}

/** The system after a thread has ended. */
export function withThreadEnded(system: SystemState, thread: ThreadId): SystemState {
  return { ...system, threads: endThread(system.threads, thread) };
}

/** Where an object stands. @throws InternalError for one that was never made */
export function stateOf(system: SystemState, at: Address): PrimitiveState | ConditionState {
  return objectAt(system, at).state;
}

function move(system: SystemState, request: Request, expires: boolean): Transition<SystemState> {
  if (request.verb < VERB.LOCK_ACQUIRE) {
    const next = expires ? expireThreads(system.threads, request) : stepThreads(system.threads, request);
    return came(next.state === system.threads ? system : { ...system, threads: next.state }, next.status, next.result);
  }
  const object = objectAt(system, request.object);
  if (!("model" in object)) return moveCondition(system, object.state, request, expires);
  const next = expires ? object.model.expire(object.state, request) : object.model.step(object.state, request);
  const moved =
    next.state === object.state ? system : withState(system, request.object, { ...object, state: next.state });
  return came(moved, next.status, next.result);
}

function moveCondition(
  system: SystemState,
  condition: ConditionState,
  request: Request,
  expires: boolean,
): Transition<SystemState> {
  const lockAt = fromAddressWord(request.key);
  const held = objectAt(system, lockAt);
  const both = { condition, lock: held.state as LockState };
  const next = expires ? expireCondition(both, request) : stepCondition(both, request);
  if (next.state === both) return came(system, next.status, next.result);
  const objects = new Map(system.objects);
  objects.set(request.object, { kind: "condition", state: next.state.condition });
  objects.set(lockAt, { ...held, state: next.state.lock } as SystemObject);
  return came({ ...system, objects }, next.status, next.result);
}

function objectAt(system: SystemState, at: Address): SystemObject {
  const object = system.objects.get(at);
  if (object === undefined) throw new InternalError(`no primitive was made at ${at}`);
  return object;
}

function withState(system: SystemState, at: Address, object: SystemObject): SystemState {
  return { ...system, objects: new Map(system.objects).set(at, object) };
}
