/** Which view shows an event best: near enough to read it, with both ends of the arrows that a finding drew at it. Pure. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { EventBox } from "./event-box.ts";
import type { TimelineArrow } from "./timeline-props.ts";
import { clampViewport, lengthOf, revealMoment } from "./viewport.ts";
import type { Viewport } from "./viewport.ts";

/** A box should be so many pixels wide to be read. */
const READABLE = 60;
/** Part of the view that is left on either side of an arrow. */
const AROUND_ARROW = 0.3;

/** From the first to the last end of the arrows at an event; null where there are none. */
export function spanOfArrows(trace: Trace, arrows: readonly TimelineArrow[], seq: Seq): Viewport | null {
  const ends = arrows
    .filter(({ from, to }) => from === seq || to === seq)
    .flatMap(({ from, to }) => [trace.time[from], trace.time[to]]);
  return ends.length === 0 ? null : { start: Math.min(...ends), end: Math.max(...ends) };
}

/** The view to go to. Where the event can be read already, it only pans. */
export function viewOf(
  box: EventBox,
  arrows: Viewport | null,
  now: Viewport,
  bounds: Viewport,
  width: number,
): Viewport {
  if (arrows !== null) return aroundArrows(box, arrows, bounds);
  const { start, end } = box;
  const pixels = ((end - start) / lengthOf(now)) * width;
  if (pixels >= READABLE / 2 && pixels <= width) return revealMoment(now, start, bounds);
  // Long enough that the box takes READABLE pixels twice over, and that its neighbours are seen.
  const length = Math.max(((end - start) * width) / READABLE / 2, (end - start) * 3, 1);
  const middle = (start + Math.min(end, start + length)) / 2;
  return clampViewport({ start: middle - length / 2, end: middle + length / 2 }, bounds);
}

function aroundArrows(box: EventBox, arrows: Viewport, bounds: Viewport): Viewport {
  const room = Math.max(lengthOf(arrows), (box.end - box.start) * 2, 1) * AROUND_ARROW;
  return clampViewport({ start: arrows.start - room, end: arrows.end + room }, bounds);
}
