/**
 * Why a lane that shares its thread with others does not run, in plain words: a generator that was not asked, a greenlet that nobody switched
 * to, a task in its loop's queue. Pure. Rule: told by the lane's own last event and state; null where the general words say as much.
 */
import type { Seq, ThreadId } from "../../engine/base/ids.ts";
import { otherOf } from "../../engine/trace/event.ts";
import { STATE } from "../../engine/trace/index-types.ts";
import { objectName } from "../../engine/trace/names.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { nameOfTask } from "../shared/lane-names.ts";
import type { TimelineTexts } from "./texts.ts";

const NOBODY: ThreadId = -1;

/** Events that are looked back over: lanes whose thread did nothing for longer are told by their own last event. */
const FARTHEST_BACK = 256;

/** The lane that has the turn of its thread just after an event; −1 where `lane` shares its thread with no other, or that lies too far back. */
export function holderOfTurn(trace: Trace, lane: ThreadId, seq: Seq): ThreadId {
  const root = rootOf(trace, lane);
  for (let at = seq; at >= 0 && at > seq - FARTHEST_BACK; at--) {
    const one = trace.thread[at];
    if (rootOf(trace, one) === root) return nextOf(trace, at, one);
  }
  return NOBODY;
}

function rootOf({ threads }: Trace, lane: ThreadId): ThreadId {
  let root = lane;
  for (let parent = threads[root]?.parent; parent !== undefined; parent = threads[root]?.parent) root = parent;
  return root;
}

/** Who goes on behind an event of `lane`. */
function nextOf(trace: Trace, seq: Seq, lane: ThreadId): ThreadId {
  switch (trace.op[seq]) {
    case OP["task-suspend"]:
      return trace.threads[lane]?.parent ?? NOBODY;
    case OP.yield:
    case OP.finish:
      return trace.threads[lane]?.parent === undefined ? NOBODY : otherOf(trace, seq);
    case OP.switch:
    case OP.send:
    case OP.throw:
      return trace.object[seq] >= 0 ? lane : otherOf(trace, seq);
    default:
      return lane;
  }
}

/** Of a lane without an event so far; `isMade`: whether its thread or loop knows it already. */
export function waitBeforeFirst(
  trace: Trace,
  lane: ThreadId,
  isMade: boolean,
  { turns }: TimelineTexts,
): string | null {
  switch (trace.threads[lane]?.kind) {
    case "generator":
      return turns.notAsked;
    case "greenlet":
      return turns.notSwitchedTo;
    case "task":
      return isMade ? turns.ready : null;
    default:
      return null;
  }
}

/** Of a lane that has not the turn, which `holder` has; its last event was `event`, and it is in `state`. */
export function waitForTurn(
  trace: Trace,
  { event, state, holder }: { readonly event: Seq; readonly state: number; readonly holder: ThreadId },
  { turns }: TimelineTexts,
): string | null {
  const { kind } = trace.threads[trace.thread[event]] ?? {};
  if (kind === "task") return waitOfTask(trace, event, state, turns);
  if (kind === "loop") return turns.taskRuns(nameOfTask(trace, holder));
  switch (trace.op[event]) {
    case OP.yield:
      return turns.asked;
    case OP.switch:
    case OP.send:
    case OP.throw:
      return trace.object[event] >= 0 ? null : waitForOther(trace, otherOf(trace, event), turns);
    default:
      return null;
  }
}

function waitForOther(trace: Trace, other: ThreadId, turns: TimelineTexts["turns"]): string | null {
  switch (trace.threads[other]?.kind) {
    case "generator":
      return turns.yieldOf(nameOfTask(trace, other));
    case "loop":
      return turns.loopEnds;
    case "greenlet":
    case "main":
      return turns.switchedTo;
    default:
      return null;
  }
}

function waitOfTask(trace: Trace, event: Seq, state: number, turns: TimelineTexts["turns"]): string | null {
  if (state === STATE.READY) return turns.ready;
  if (trace.op[event] !== OP["task-suspend"]) return null;
  const other = otherOf(trace, event);
  if (other >= 0) return turns.awaits(nameOfTask(trace, other));
  const object = trace.object[event];
  return object >= 0 ? turns.awaits(objectName(trace, object)) : turns.timer;
}
