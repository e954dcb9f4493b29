/**
 * A run's lanes as a few bars each, small enough to stand beside those of other runs. Pure. Rule: a bar is at least a pixel wide and bars of
 * one kind that touch are one, so that a run of any size costs no more than the width.
 */
import type { ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import type { Lane, TraceIndex } from "../../engine/trace/index-types.ts";
import { STATE } from "../../engine/trace/index-types.ts";

export type BarKind = "busy" | "idle";

export interface SmallBar {
  readonly kind: BarKind;
  /** 0 to 1 of the axis. */
  readonly from: number;
  readonly to: number;
}

export interface SmallLane {
  readonly thread: ThreadId;
  readonly bars: readonly SmallBar[];
}

/** Least width of a bar, of the whole axis. */
const LEAST = 1 / 500;

/** @param axis length of the axis in microseconds, from the run's beginning */
export function toSmallLanes(index: TraceIndex, axis: Microseconds): readonly SmallLane[] {
  return index.lanes.map((lane) => ({ thread: lane.thread, bars: barsOf(lane, index.start, axis) }));
}

function barsOf({ spans }: Lane, start: Microseconds, axis: Microseconds): readonly SmallBar[] {
  const bars: SmallBar[] = [];
  for (let span = 0; span < spans.count; span++) {
    const from = (spans.start[span] - start) / axis;
    const to = (spans.end[span] - start) / axis;
    addBar(bars, { kind: kindOf(spans.state[span]), from, to });
  }
  return bars;
}

function addBar(bars: SmallBar[], bar: SmallBar): void {
  const last = bars.at(-1);
  if (last === undefined || (last.kind !== bar.kind && bar.to - last.from > LEAST && bar.to - bar.from > LEAST / 4)) {
    bars.push(bar);
    return;
  }
  // What ran for a moment is seen; what waited for a moment is not worth a bar.
  const kind = last.to - last.from < LEAST && bar.kind === "busy" ? bar.kind : last.kind;
  bars[bars.length - 1] = { kind, from: last.from, to: bar.to };
}

function kindOf(state: number): BarKind {
  return state === STATE.RUNNING || state === STATE.COMPUTING ? "busy" : "idle";
}
