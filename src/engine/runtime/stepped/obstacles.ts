/**
 * Why a thread cannot go now, as facts: read off the operation it stands before and the state of that primitive's model. Rule: one reason, the
 * nearest; what lies behind it (who holds what the holder waits for) is for whoever draws the graph.
 */
import type { Address, ThreadId } from "../../base/ids.ts";
import type { BarrierState } from "../../model/barrier.ts";
import type { ConditionState } from "../../model/condition.ts";
import type { LockState } from "../../model/lock.ts";
import type { PoolState } from "../../model/pool.ts";
import type { QueueState } from "../../model/queue.ts";
import { VERB } from "../../program/operation.ts";
import { type Choice, isExpiry, type Misfit, type Obstacle, threadOfChoice, toChoice } from "../../program/stepping.ts";
import type { ObjectSight } from "../../program/stepping.ts";
import { fromAddressWord, fromSmallWord } from "../../memory/words.ts";
import type { MemoryReader } from "../decode.ts";
import type { Simulation } from "./simulation.ts";
import { STAGE } from "./stepped-thread.ts";

/** Reads names and kinds of objects. */
export function sightOf(reader: MemoryReader, at: Address): ObjectSight {
  const { name, kind } = reader.object(at);
  return { name, kind };
}

/** Why the thread cannot go; null for who can and who has ended. */
export function obstacleOf(simulation: Simulation, reader: MemoryReader, id: ThreadId): Obstacle | null {
  const { stage } = simulation.threads[id];
  if (stage === STAGE.ENDED || simulation.choices().includes(toChoice(id))) return null;
  if (simulation.computing === id) return { kind: "computing" };
  if (stage === STAGE.BLOCKED) return blockage(simulation, reader, id);
  if (simulation.computing >= 0) return { kind: "thread-running", other: simulation.computing };
  return simulation.holder < 0 ? null : { kind: "interpreter-held", holder: simulation.holder };
}

function blockage(simulation: Simulation, reader: MemoryReader, id: ThreadId): Obstacle {
  const { verb, object: at, value, key } = simulation.threads[id].machine.next;
  if (verb === VERB.JOIN) return { kind: "thread-running", other: fromSmallWord(value) };
  const object = sightOf(reader, at);
  if (verb === VERB.SELECT) return { kind: "loop-idle", object };
  const { state } = simulation.objects.at(at);
  switch (verb) {
    case VERB.LOCK_ACQUIRE:
    case VERB.RLOCK_ACQUIRE:
      return { kind: "lock-held", object, holder: (state as LockState).holder };
    case VERB.SEMAPHORE_ACQUIRE:
      return { kind: "no-permit", object };
    case VERB.QUEUE_PUT:
      return { kind: "queue-full", object, capacity: (state as QueueState).capacity };
    case VERB.QUEUE_GET:
      return { kind: "queue-empty", object };
    case VERB.QUEUE_JOIN:
      return { kind: "items-undone", object, count: (state as QueueState).unfinished };
    case VERB.CONDITION_REACQUIRE:
      return (state as ConditionState).waiters.includes(id)
        ? { kind: "not-notified", object }
        : lockHeld(simulation, reader, fromAddressWord(key));
    case VERB.BARRIER_WAIT: {
      const { inside, parties } = state as BarrierState;
      return { kind: "barrier-filling", object, arrived: inside.length, parties };
    }
    case VERB.POOL_TAKE:
      return { kind: "no-task", object };
    case VERB.POOL_JOIN:
      return { kind: "pool-busy", object, threads: (state as PoolState).threads };
    case VERB.FUTURE_WAIT:
      return { kind: "future-pending", object };
    default:
      return { kind: "flag-clear", object };
  }
}

function lockHeld(simulation: Simulation, reader: MemoryReader, at: Address): Obstacle {
  const { holder } = simulation.objects.at(at).state as LockState;
  return { kind: "lock-held", object: sightOf(reader, at), holder };
}

/** Why a choice is none that there is now. */
export function misfitOf(simulation: Simulation, reader: MemoryReader, choice: Choice): Misfit {
  return { step: simulation.steps + 1, choice, why: reasonOf(simulation, reader, choice) };
}

function reasonOf(simulation: Simulation, reader: MemoryReader, choice: Choice): Misfit["why"] {
  const thread = simulation.threads[threadOfChoice(choice)];
  if (thread === undefined) return { kind: "no-thread" };
  if (simulation.status !== null && simulation.status !== "deadlocked") return { kind: "over" };
  if (thread.stage === STAGE.ENDED) return { kind: "ended" };
  const obstacle = obstacleOf(simulation, reader, thread.id);
  if (isExpiry(choice) || obstacle === null) return { kind: "no-timed-wait" };
  return { kind: "blocked", obstacle };
}
