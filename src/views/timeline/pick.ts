/** What is under the pointer. Pure: the same layout that was painted is asked, for one lane only. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import { SPAN_STATES } from "../../engine/trace/index-types.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { countEvents, eventAt } from "../../engine/trace/lanes-look-up.ts";
import { holdingEnd, timeInStates } from "../../engine/trace/lanes-sums.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { layOutHoldings } from "./holding-picture.ts";
import { layOutLane } from "./lane-picture.ts";
import { laneAt } from "./lane-rows.ts";
import { AXIS_HEIGHT } from "./scene.ts";
import type { SceneFacts } from "./scene.ts";
import type { PlotX, TimeScale } from "./time-scale.ts";

/** A thing that can be pointed at. Times are microseconds. */
export type Hit =
  | {
      readonly kind: "event";
      readonly lane: number;
      readonly seq: Seq;
      readonly state: number;
      readonly start: Microseconds;
      readonly end: Microseconds;
    }
  | {
      readonly kind: "stretch";
      readonly lane: number;
      readonly start: Microseconds;
      readonly end: Microseconds;
      readonly share: readonly number[];
      readonly events: number;
      readonly first: Seq;
    }
  | {
      readonly kind: "holding";
      readonly lane: number;
      readonly acquire: Seq;
      readonly release: Seq;
      readonly start: Microseconds;
      readonly end: Microseconds;
    }
  | { readonly kind: "lane"; readonly lane: number };

/** What lies at a point of the plot; null on the axis and below the lanes. */
export function pick(facts: SceneFacts, scale: TimeScale, scrollY: number, x: PlotX, y: number): Hit | null {
  const at = y < AXIS_HEIGHT ? -1 : laneAt(facts.rows, y - AXIS_HEIGHT + scrollY);
  if (at < 0) return null;
  const row = facts.rows.rows[at];
  const within = y - AXIS_HEIGHT + scrollY;
  if (within >= row.heldTop - 1) return pickHolding(facts, scale, at, x, within) ?? { kind: "lane", lane: at };
  if (within < row.barTop - 4 || within > row.barTop + row.barHeight + 3) return { kind: "lane", lane: at };
  return pickInBar(facts, scale, at, x) ?? { kind: "lane", lane: at };
}

function pickInBar(facts: SceneFacts, scale: TimeScale, at: number, x: PlotX): Hit | null {
  const lane = facts.index.lanes[at];
  const { pieces, columns } = layOutLane(facts.trace, lane, scale);
  const piece = pieces.find((one) => x >= one.x && x < one.end);
  if (piece === undefined) {
    const column = columns.x.findIndex((left, i) => x >= left && x < columns.end[i]);
    if (column < 0) return null;
    const around = 1.5 * scale.usPerPixel;
    return stretch(
      facts,
      lane,
      at,
      scale.toTime(columns.x[column]) - around,
      scale.toTime(columns.end[column]) + around,
    );
  }
  if (piece.kind === "dense") {
    const moment = scale.toTime(x);
    return stretch(facts, lane, at, moment - 2 * scale.usPerPixel, moment + 2 * scale.usPerPixel);
  }
  const seq = piece.first >= 0 ? lane.events[piece.first] : lane.events[0];
  const times = spanTimes(lane, facts, scale, piece.x, piece.end, piece.first);
  return { kind: "event", lane: at, seq, state: piece.state, ...times };
}

/** The piece's own ends, not those of what is in view. */
function spanTimes(
  lane: Lane,
  { trace }: SceneFacts,
  scale: TimeScale,
  x: PlotX,
  end: PlotX,
  first: number,
): { readonly start: Microseconds; readonly end: Microseconds } {
  const began = first >= 0 && x <= 0 ? trace.time[lane.events[first]] : scale.toTime(x);
  if (end < scale.width) return { start: began, end: scale.toTime(end) };
  const next = first + 1 < lane.events.length ? trace.time[lane.events[first + 1]] : lane.end;
  return { start: began, end: next };
}

function stretch({ trace }: SceneFacts, lane: Lane, at: number, from: Microseconds, to: Microseconds): Hit {
  const start = Math.max(from, lane.start);
  const end = Math.min(to, lane.end);
  const share = shareOf(lane, start, end);
  const events = countEvents(trace, lane, start, end);
  const first = firstEvent(trace, lane, start);
  return { kind: "stretch", lane: at, start, end, share, events, first };
}

function pickHolding(facts: SceneFacts, scale: TimeScale, at: number, x: PlotX, y: number): Hit | null {
  const lane = facts.index.lanes[at];
  const row = facts.rows.rows[at];
  const depth = Math.floor((y - row.heldTop) / row.heldPitch);
  const holdings = lane.holdings[depth];
  if (holdings === undefined) return null;
  const piece = layOutHoldings(facts.trace, holdings, scale).find((one) => x >= one.x && x < one.end);
  if (piece === undefined || piece.acquire < 0) return null;
  const place = holdings.acquire.indexOf(piece.acquire);
  const start = facts.trace.time[piece.acquire];
  return {
    kind: "holding",
    lane: at,
    acquire: piece.acquire,
    release: holdings.release[place],
    start,
    end: holdingEnd(facts.trace, holdings, place),
  };
}

/** Share of each state, by its number. */
function shareOf(lane: Lane, from: Microseconds, to: Microseconds): number[] {
  const sums = timeInStates(lane, from, to);
  return SPAN_STATES.map((_, state) => (to > from ? sums[state] / (to - from) : 0));
}

function firstEvent(trace: Trace, lane: Lane, from: Microseconds): Seq {
  const at = Math.min(lane.events.length - 1, eventAt(trace, lane, from) + 1);
  return lane.events[at];
}
