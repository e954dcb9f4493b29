/** Which accesses would race if nothing ordered them. Rule: the race detector and whoever asks about two events go by the same tables. */
import type { Seq } from "../base/ids.ts";
import { laneHosts } from "../trace/lane-hosts.ts";
import { OP } from "../trace/ops.ts";
import type { Trace, TraceObject } from "../trace/trace.ts";

/** What an op is to the race detector; from WRITE on it may write, from COMPARE_EXCHANGE on it is atomic. */
export const ACCESS = { NONE: 0, READ: 1, WRITE: 2, COMPARE_EXCHANGE: 3, UPDATE: 4 } as const;

/** By op. */
export const accessKinds = new Uint8Array(256);
accessKinds[OP.read] = ACCESS.READ;
accessKinds[OP.write] = ACCESS.WRITE;
accessKinds[OP["compare-exchange"]] = ACCESS.COMPARE_EXCHANGE;
accessKinds[OP.update] = ACCESS.UPDATE;

/** What an object's accesses are to it. EDGES_ONLY: they are questions, or atomic: edges and no races. */
export const PLACE = { CELL: 0, CONTAINER: 1, EDGES_ONLY: 2 } as const;

export function placeKindOf({ kind, atomic }: TraceObject): number {
  switch (kind) {
    case "cell":
      return atomic === true ? PLACE.EDGES_ONLY : PLACE.CELL;
    case "instance":
      return PLACE.CELL;
    case "list":
    case "dict":
    case "set":
    case "deque":
      return PLACE.CONTAINER;
    default:
      return PLACE.EDGES_ONLY;
  }
}

/**
 * Whether two events access one place, at least one of them writes, and not both in one step. A step on a container as a whole meets all its elements,
 * and no other such step.
 */
export function areConflicting(trace: Trace, a: Seq, b: Seq): boolean {
  const { op, object, key, objects } = trace;
  const areAccesses = accessKinds[op[a]] !== ACCESS.NONE && accessKinds[op[b]] !== ACCESS.NONE;
  if (!areAccesses || object[a] < 0 || object[a] !== object[b] || !(writes(trace, a) || writes(trace, b))) return false;
  const kind = placeKindOf(objects[object[a]]);
  if (kind === PLACE.EDGES_ONLY) return false;
  if (kind === PLACE.CONTAINER && (key[a] === 0 || key[b] === 0)) return key[a] !== key[b];
  return key[a] === key[b] && !(isAtomic(trace, a) && isAtomic(trace, b));
}

/** Whether one thread does both, one after the other: also where they are of two tasks that it runs. */
export function areOfOneThread({ thread, threads }: Trace, a: Seq, b: Seq): boolean {
  const hosts = laneHosts(threads);
  return hosts[thread[a]] === hosts[thread[b]];
}

function writes({ op, ok }: Trace, seq: Seq): boolean {
  const kind = accessKinds[op[seq]];
  return kind >= ACCESS.WRITE && !(kind === ACCESS.COMPARE_EXCHANGE && ok[seq] === 1);
}

function isAtomic({ op }: Trace, seq: Seq): boolean {
  return accessKinds[op[seq]] >= ACCESS.COMPARE_EXCHANGE;
}
