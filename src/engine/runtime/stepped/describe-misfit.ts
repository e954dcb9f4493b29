/** Says in English where a schedule stops fitting its program, and why; the page words its own from the same facts. */
import { unreachable } from "../../base/errors.ts";
import type { ThreadId } from "../../base/ids.ts";
import { type Misfit, type Obstacle, threadOfChoice } from "../../program/stepping.ts";

/** @param nameOf names of threads */
export function describeMisfit({ step, choice, why }: Misfit, nameOf: (thread: ThreadId) => string): string {
  const thread = threadOfChoice(choice);
  const who = `thread ${thread}${why.kind === "no-thread" ? "" : ` (${nameOf(thread)})`}`;
  const at = `at step ${step} ${who}`;
  switch (why.kind) {
    case "no-thread":
      return `${at} does not exist`;
    case "ended":
      return `${at} has ended`;
    case "no-timed-wait":
      return `${at} is in no timed wait`;
    case "over":
      return `${at} cannot go: the run is over`;
    case "blocked":
      return `${at} cannot go: ${describeObstacle(why.obstacle, nameOf)}`;
    default:
      return unreachable(why);
  }
}

/** A clause without its subject: "it waits for lock_a, which Thread-1 holds". */
export function describeObstacle(obstacle: Obstacle, nameOf: (thread: ThreadId) => string): string {
  switch (obstacle.kind) {
    case "lock-held":
      return `it waits for ${obstacle.object.name}${obstacle.holder < 0 ? "" : `, which ${nameOf(obstacle.holder)} holds`}`;
    case "no-permit":
      return `${obstacle.object.name} has no permit left`;
    case "queue-empty":
      return `${obstacle.object.name} is empty`;
    case "queue-full":
      return `${obstacle.object.name} is full, with ${obstacle.capacity} items`;
    case "items-undone":
      return `${obstacle.count} items of ${obstacle.object.name} are not done`;
    case "flag-clear":
      return `${obstacle.object.name} is not set`;
    case "not-notified":
      return `nobody has notified it at ${obstacle.object.name}`;
    case "barrier-filling":
      return `${obstacle.arrived} of ${obstacle.parties} have arrived at ${obstacle.object.name}`;
    case "no-task":
      return `${obstacle.object.name} has no task`;
    case "pool-busy":
      return `${obstacle.threads} threads of ${obstacle.object.name} have not left`;
    case "future-pending":
      return `${obstacle.object.name} has no result yet`;
    case "loop-idle":
      return "its event loop has nothing ready";
    case "thread-running":
      return `${nameOf(obstacle.other)} has not ended`;
    case "interpreter-held":
      return `${nameOf(obstacle.holder)} has the interpreter lock and is at no place where it gives it up`;
    case "computing":
      return "it computes and has not come to its next operation";
    default:
      return unreachable(obstacle);
  }
}
