/** The frame on the minimap, by d3's brush. Rule: as in pan-zoom.ts, the stage's viewport is the truth and the brush only wishes. */
import { brushX, select } from "d3";
import type { D3BrushEvent } from "d3";
import { createTimeScale } from "./time-scale.ts";
import type { Viewport } from "./viewport.ts";

export interface MinimapBrush {
  sync(viewport: Viewport, bounds: Viewport, width: number, height: number): void;
  detach(): void;
}

/** A click outside the frame brings it there; its handles change the zoom. */
export function attachMinimapBrush(
  svg: SVGSVGElement,
  wish: (viewport: Viewport, isDone: boolean) => void,
): MinimapBrush {
  const group = select(svg).append("g");
  const behavior = brushX<unknown>();
  let bounds: Viewport = { start: 0, end: 1 };
  let width = 0;
  let height = 0;
  let viewport: Viewport = bounds;
  let isBrushing = false;
  const toViewport = ([from, to]: [number, number]): Viewport => {
    const scale = createTimeScale(bounds, width);
    return { start: scale.toTime(from), end: scale.toTime(to) };
  };
  behavior.on("start brush end", (event: D3BrushEvent<unknown>) => {
    if (event.sourceEvent === null || event.sourceEvent === undefined) return;
    isBrushing = event.type !== "end";
    const selection = event.selection as [number, number] | null;
    if (event.type === "start") return;
    if (selection !== null && selection[1] - selection[0] >= 1) wish(toViewport(selection), event.type === "end");
    else if (event.type === "end") wish(aroundPointer(event), true);
  });
  const aroundPointer = (event: D3BrushEvent<unknown>): Viewport => {
    const { clientX } = event.sourceEvent as MouseEvent;
    const moment = createTimeScale(bounds, width).toTime((clientX ?? 0) - svg.getBoundingClientRect().left);
    const half = (viewport.end - viewport.start) / 2;
    return { start: moment - half, end: moment + half };
  };
  return {
    sync(newViewport, newBounds, newWidth, newHeight) {
      const resized = newWidth !== width || newHeight !== height;
      [viewport, bounds, width, height] = [newViewport, newBounds, newWidth, newHeight];
      if (resized)
        group.call(
          behavior.extent([
            [0, 1],
            [width, height - 1],
          ]),
        );
      if (isBrushing) return;
      const scale = createTimeScale(bounds, width);
      const from = Math.max(0, Math.min(width - 2, scale.toX(viewport.start)));
      behavior.move(group, [from, Math.min(width, Math.max(scale.toX(viewport.end), from + 2))]);
    },
    detach() {
      group.on(".brush", null).remove();
    },
  };
}
