/** What a frame is drawn from. Rule: plain facts, computed before the frame; drawing changes none of them. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import type { TraceIndex } from "../../engine/trace/index-types.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { LaneRows } from "./lane-rows.ts";
import type { Palette } from "./palette.ts";
import type { TimelineTexts } from "./texts.ts";
import type { EventMark, TimelineArrow, TimelineBracket } from "./timeline-props.ts";
import type { Viewport } from "./viewport.ts";

/** What the page and the reader's choices give; changes with them, not with the viewport. */
export interface SceneFacts {
  readonly trace: Trace;
  readonly index: TraceIndex;
  readonly bounds: Viewport;
  readonly texts: TimelineTexts;
  readonly palette: Palette;
  readonly rows: LaneRows;
  /** CSS pixels of the plot, axis included. */
  readonly width: number;
  readonly height: number;
  readonly selection: Seq | null;
  /** Where the playhead's line stands. */
  readonly moment: Microseconds;
  readonly arrows: readonly TimelineArrow[];
  readonly brackets: readonly TimelineBracket[];
  readonly marks: readonly EventMark[];
  /** Index of the lane that the keys work on. */
  readonly lane: number;
  readonly range: Viewport | null;
  /** What is in view at first. */
  readonly opening: Viewport;
  /** Trace time of a step, where the axis counts steps; null where it counts time. */
  readonly stepUnit: Microseconds | null;
}

/** Height of the axis above the lanes, in CSS pixels. */
export const AXIS_HEIGHT = 30;
