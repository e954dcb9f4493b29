/** What a thread is doing at the playhead, for the head of its lane. Pure. */
import type { Seq, ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import { otherOf } from "../../engine/trace/event.ts";
import { SPAN_STATES, STATE } from "../../engine/trace/index-types.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { eventUpTo } from "../../engine/trace/lanes-look-up.ts";
import { lastAtMost } from "../../engine/trace/lanes-search.ts";
import { objectName, threadName } from "../../engine/trace/names.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { TimelineTexts } from "./texts.ts";
import { holderOfTurn, waitBeforeFirst, waitForTurn } from "./turn-wait.ts";

export interface LaneStatus {
  /** Number of a state; null before the thread began and after it ended. */
  readonly state: number | null;
  /** `running · line 6`, `blocked · lock` */
  readonly text: string;
}

/** Status just after event `seq`, at `moment` (which lies at or after that event). */
export function laneStatus(trace: Trace, lane: Lane, seq: Seq, moment: Microseconds, texts: TimelineTexts): LaneStatus {
  const at = eventUpTo(lane, seq);
  const holder = sharesThread(trace, lane) ? holderOfTurn(trace, lane.thread, seq) : -1;
  if (at < 0) return beforeFirst(trace, lane, moment, holder, texts);
  const event = lane.events[at];
  const op = trace.op[event];
  if (op === OP.finish || op === OP.exit) {
    const failed = trace.threads.find(({ id }) => id === lane.thread)?.state === "failed";
    return { state: null, text: failed ? texts.brokeOff : texts.ended };
  }
  const state = holder === lane.thread ? STATE.RUNNING : stateAt(trace, lane, at, moment);
  const turn = holder < 0 || holder === lane.thread ? null : waitForTurn(trace, { event, state, holder }, texts);
  if (turn !== null) return { state, text: turn };
  if (op === OP["select-wait"] && state === STATE.RUNNING)
    return { state: STATE.WAITING, text: texts.turns.nothingReady };
  const word = texts.shortStates[SPAN_STATES[state]];
  const detail =
    state === STATE.RUNNING || state === STATE.COMPUTING || state === STATE.READY ? "" : waitsFor(trace, event);
  const line = trace.line[event];
  const parts = [word, detail || (line > 0 ? texts.line(line) : "")];
  return { state, text: parts.filter((part) => part !== "").join(" · ") };
}

function beforeFirst(
  trace: Trace,
  { thread, spans }: Lane,
  moment: Microseconds,
  holder: ThreadId,
  texts: TimelineTexts,
): LaneStatus {
  if (holder === thread && trace.threads[thread]?.parent !== undefined)
    return { state: STATE.RUNNING, text: texts.shortStates.running };
  const isMade = spans.count > 0 && spans.start[0] <= moment;
  return { state: null, text: waitBeforeFirst(trace, thread, isMade, texts) ?? texts.notStarted };
}

/** Whether it is one of several that take turns on a thread. */
function sharesThread({ threads }: Trace, { thread }: Lane): boolean {
  return threads[thread]?.parent !== undefined || threads.some(({ parent }) => parent === thread);
}

/** The order of events decides, not the clock: a moment is held between the event and the thread's next one. */
function stateAt(trace: Trace, lane: Lane, at: number, moment: Microseconds): number {
  const { events, spans } = lane;
  const from = trace.time[events[at]];
  const until = at + 1 < events.length ? trace.time[events[at + 1]] : lane.end;
  const span = lastAtMost(spans.start, spans.count, Math.max(from, Math.min(moment, until)));
  const isNext = span > 0 && spans.start[span] >= until && until > from;
  return spans.state[Math.max(0, isNext ? span - 1 : span)];
}

function waitsFor(trace: Trace, event: Seq): string {
  const other = otherOf(trace, event);
  return other >= 0 ? threadName(trace, other) : objectName(trace, trace.object[event]);
}
