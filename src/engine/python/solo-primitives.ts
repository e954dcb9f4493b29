/**
 * The primitives for one thread alone, for listings that run without others: what would wait for another thread can never
 * go on. Rule: states are plain values by address; queues of pools and futures belong to real worlds and are not here.
 */
import type { Address, Word } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import { FALSE, fromAddressWord, fromSmallWord, toBooleanWord, toSmallWord, TRUE } from "../memory/words.ts";
import { STATUS, VERB, type Operation, type Status } from "../program/operation.ts";
import type { ObjectKind } from "../trace/ops.ts";

interface State {
  readonly kind: ObjectKind;
  readonly capacity: number;
  /** Depth of a lock, permits, 1 for a set flag, unfinished items of a queue. */
  count: number;
  items: readonly Word[];
  shutDown: boolean;
}

const EMPTY_QUEUE_KINDS: ReadonlySet<ObjectKind> = new Set<ObjectKind>(["queue", "lifo-queue", "priority-queue"]);

/** Whether one word's value sorts before another's, for priority queues. */
export type IsBefore = (left: Word, right: Word) => boolean;

export class SoloPrimitives {
  isBefore: IsBefore = (left, right) => left < right;
  readonly #states: Map<Address, State>;

  constructor(states: ReadonlyMap<Address, State> = new Map()) {
    this.#states = new Map([...states].map(([at, state]) => [at, { ...state }]));
  }

  copy(): SoloPrimitives {
    const copied = new SoloPrimitives(this.#states);
    copied.isBefore = this.isBefore;
    return copied;
  }

  create(kind: ObjectKind, at: Address, capacity: number): void {
    this.#states.set(at, {
      kind,
      capacity,
      count: kind === "semaphore" ? permits(capacity) : 0,
      items: [],
      shutDown: false,
    });
  }

  /** BLOCKED for what only another thread could end. */
  perform(operation: Operation): Status {
    const state = this.#states.get(operation.object);
    if (state === undefined)
      throw new InternalError(
        `a world of one thread cannot do operation ${operation.verb} on object ${operation.object}`,
      );
    if (state.kind === "condition") return this.#performOnCondition(operation);
    return EMPTY_QUEUE_KINDS.has(state.kind)
      ? performOnQueue(state, operation, this.isBefore)
      : performOnOther(state, operation);
  }

  /** Nobody notifies a thread that is alone: a wait ends by its limit. */
  #performOnCondition(operation: Operation): Status {
    const lock = this.#states.get(fromAddressWord(operation.key));
    if (lock === undefined) throw new InternalError(`condition ${operation.object} has no lock`);
    if (operation.verb === VERB.CONDITION_REACQUIRE) {
      if (operation.timeoutMs === Infinity) return STATUS.BLOCKED;
      lock.count = fromSmallWord(operation.value);
      return STATUS.TIMED_OUT;
    }
    if (lock.count === 0) return STATUS.NOT_OWNER;
    operation.result = toSmallWord(lock.count);
    if (operation.verb === VERB.CONDITION_WAIT) lock.count = 0;
    return STATUS.OK;
  }
}

/** A bounded semaphore is told as −1 − permits. */
function permits(capacity: number): number {
  return capacity < 0 ? -1 - capacity : capacity;
}

function waiting(operation: Operation): Status {
  if (operation.timeoutMs === 0) return STATUS.REFUSED;
  return operation.timeoutMs === Infinity ? STATUS.BLOCKED : STATUS.TIMED_OUT;
}

function performOnOther(state: State, operation: Operation): Status {
  switch (operation.verb) {
    case VERB.LOCK_ACQUIRE:
      if (state.count > 0) return waiting(operation);
      return counted(state, operation, 1);
    case VERB.RLOCK_ACQUIRE:
      return counted(state, operation, state.count + 1);
    case VERB.LOCK_RELEASE:
    case VERB.RLOCK_RELEASE:
      if (state.count === 0) return state.kind === "lock" ? STATUS.NOT_HELD : STATUS.NOT_OWNER;
      return counted(state, operation, state.count - 1);
    case VERB.LOCK_LOCKED:
      operation.result = toBooleanWord(state.count > 0);
      return STATUS.OK;
    case VERB.SEMAPHORE_ACQUIRE:
      if (state.count === 0) return waiting(operation);
      return counted(state, operation, state.count - 1);
    case VERB.SEMAPHORE_RELEASE:
      if (state.capacity < 0 && state.count + fromSmallWord(operation.value) > permits(state.capacity))
        return STATUS.TOO_MANY;
      return counted(state, operation, state.count + fromSmallWord(operation.value));
    case VERB.EVENT_SET:
      return counted(state, operation, 1);
    case VERB.EVENT_CLEAR:
      return counted(state, operation, 0);
    case VERB.EVENT_WAIT:
      operation.result = toBooleanWord(state.count > 0);
      return state.count > 0 ? STATUS.OK : waiting(operation);
    case VERB.EVENT_IS_SET:
      operation.result = toBooleanWord(state.count > 0);
      return STATUS.OK;
    default:
      throw new InternalError(`a world of one thread cannot do operation ${operation.verb}`);
  }
}

function counted(state: State, operation: Operation, count: number): Status {
  state.count = count;
  operation.result = toSmallWord(count);
  return STATUS.OK;
}

function performOnQueue(state: State, operation: Operation, isBefore: IsBefore): Status {
  switch (operation.verb) {
    case VERB.QUEUE_PUT:
      if (state.shutDown) return STATUS.SHUT_DOWN;
      if (state.capacity > 0 && state.items.length >= state.capacity) return waiting(operation);
      state.items = [...state.items, operation.value];
      state.count += 1;
      return STATUS.OK;
    case VERB.QUEUE_GET:
      return takeItem(state, operation, isBefore);
    case VERB.QUEUE_TASK_DONE:
      if (state.count === 0) return STATUS.TOO_MANY;
      state.count -= 1;
      return STATUS.OK;
    case VERB.QUEUE_JOIN:
      return state.count === 0 ? STATUS.OK : waiting(operation);
    case VERB.QUEUE_SHUTDOWN:
      state.shutDown = true;
      if (operation.value === TRUE) state.items = [];
      return STATUS.OK;
    case VERB.QUEUE_SIZE:
      operation.result = toSmallWord(state.items.length);
      return STATUS.OK;
    default:
      operation.result = FALSE;
      throw new InternalError(`a queue cannot do operation ${operation.verb}`);
  }
}

function takeItem(state: State, operation: Operation, isBefore: IsBefore): Status {
  if (state.items.length === 0) return state.shutDown ? STATUS.SHUT_DOWN : waiting(operation);
  const last = state.kind === "lifo-queue" ? state.items.length - 1 : 0;
  const at = state.kind === "priority-queue" ? smallest(state.items, isBefore) : last;
  operation.result = state.items[at];
  state.items = state.items.filter((_, i) => i !== at);
  return STATUS.OK;
}

function smallest(items: readonly Word[], isBefore: IsBefore): number {
  let best = 0;
  items.forEach((item, i) => {
    if (isBefore(item, items[best])) best = i;
  });
  return best;
}
