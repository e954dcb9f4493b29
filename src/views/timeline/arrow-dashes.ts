/** Dashes and gaps of each kind of arrow, in CSS pixels: on the lanes and in the legend alike. */
import type { TimelineArrow } from "./timeline-props.ts";

export const ARROW_DASHES: Readonly<Record<TimelineArrow["kind"], readonly number[]>> = {
  lost: [5, 4],
  wait: [],
  race: [1.5, 4],
  breaks: [8, 4, 1.5, 4],
  handover: [],
};
