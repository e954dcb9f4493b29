/**
 * Leave for operations on shared objects. Rule: leave is asked before anything changed, and only once the program started and
 * the object is shared; then its content is used inside its mutex, and told inside it too, so that what is told has its order. What
 * fails has looked all the same: that is told as a read.
 */
import type { Address, Word } from "../../base/ids.ts";
import { VERB, type Verb } from "../../program/operation.ts";
import { OP, type OpCode } from "../../trace/ops.ts";
import { type Host, SUSPEND } from "../native.ts";
import { isSharedAt } from "./kinds.ts";
import { NeedsPython } from "./specials.ts";

/** Whether an operation on the object is a step, if its kind is one. */
export function isVisible(host: Host, at: Address): boolean {
  return host.world.started && isSharedAt(host.heap.memory, at);
}

/**
 * Does `body` as one step on the whole container, inside its mutex when others may be at it. `body` must not call back.
 * @returns SUSPEND when the machine has to stop first; nothing was done then.
 */
export function onWhole<T>(
  host: Host,
  at: Address,
  mutex: number,
  verb: Verb,
  op: OpCode,
  body: () => T,
  told?: (result: T) => Word,
): T | typeof SUSPEND {
  if (!isVisible(host, at)) return body();
  if (host.mustStop(verb, at, 0)) return SUSPEND;
  const { memory } = host.heap;
  memory.enter(at + mutex);
  try {
    const result = attempt(host, at, body);
    host.world.note(op, at, 0, told === undefined ? 0 : told(result));
    return result;
  } finally {
    memory.leave(at + mutex);
  }
}

/** As `onWhole`, for one key or element. */
export function onKey<T>(
  host: Host,
  at: Address,
  mutex: number,
  verb: Verb,
  key: Word,
  body: (visible: boolean) => T,
): T | typeof SUSPEND {
  if (!isVisible(host, at)) return body(false);
  if (host.mustStop(verb, at, key)) return SUSPEND;
  const { memory } = host.heap;
  memory.enter(at + mutex);
  try {
    return attempt(host, at, () => body(true));
  } finally {
    memory.leave(at + mutex);
  }
}

function attempt<T>(host: Host, at: Address, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof NeedsPython)) host.world.note(OP.read, at, 0, 0);
    throw error;
  }
}

export const READ = VERB.READ;
export const WRITE = VERB.WRITE;
export const WHOLE_READ = VERB.CONTAINER_READ;
export const WHOLE_WRITE = VERB.CONTAINER_WRITE;
