/**
 * Which operations a trace tells completely when they succeed: the event that ends them, with its value, is all that a replay
 * needs. Every other answer is written down as a note. Recording and replay must agree on this, so it stands once, here.
 */
import { VERB, type Verb } from "../program/operation.ts";
import { OP, type OpCode } from "../trace/ops.ts";

/** The event that ends an operation that succeeded. */
const ENDS: ReadonlyMap<Verb, OpCode> = new Map<Verb, OpCode>([
  [VERB.LOCK_ACQUIRE, OP.acquire],
  [VERB.LOCK_RELEASE, OP.release],
  [VERB.RLOCK_ACQUIRE, OP.acquire],
  [VERB.RLOCK_RELEASE, OP.release],
  [VERB.QUEUE_PUT, OP.put],
  [VERB.QUEUE_GET, OP.get],
  [VERB.PRINT, OP.print],
  [VERB.SLEEP, OP.wake],
]);

export function isToldByEvents(verb: Verb): boolean {
  return ENDS.has(verb);
}

/** The op of the event that ends a successful operation; undefined where a note tells. */
export function endOf(verb: Verb): OpCode | undefined {
  return ENDS.get(verb);
}
