/**
 * The axis of a trace that the simulator made: its clock goes by steps and says nothing about time. Rule: pure.
 */
import type { Seq } from "../engine/base/ids.ts";
import type { RunReport } from "../engine/program/report.ts";
import { STEP_US } from "../engine/program/stepping.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { StepAxis } from "./timeline/timeline-props.ts";

/** The axis of a whole run in the simulator; undefined for a run on real threads, whose axis is time. */
export function stepAxisOf(
  { engine, steps }: Pick<RunReport, "engine" | "steps">,
  trace: Pick<Trace, "time">,
  playhead: Seq,
): StepAxis | undefined {
  if (engine !== "simulator" || steps === null) return undefined;
  return { unit: STEP_US, at: playhead < 0 ? 0 : Math.floor(trace.time[playhead] / STEP_US), room: steps };
}
