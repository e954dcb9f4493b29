/** Ties the stage to its canvases and gestures for as long as they are mounted. */
import type { RefObject } from "react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { browserFrames } from "./frame-clock.ts";
import type { FrameClock } from "./frame-clock.ts";
import { attachMinimapBrush } from "./minimap-brush.ts";
import { attachPanZoom } from "./pan-zoom.ts";
import { attachPointer } from "./pointer-gestures.ts";
import type { PointerWishes } from "./pointer-gestures.ts";
import type { SceneFacts } from "./scene.ts";
import { Stage } from "./stage.ts";

/** What a click on a lane's head asks for. */
export interface HeadWishes {
  chooseLane(lane: number): void;
}

/** The nodes that the stage draws on and listens to. */
export interface StageNodes {
  readonly plot: RefObject<HTMLDivElement | null>;
  readonly lanes: RefObject<HTMLCanvasElement | null>;
  readonly minimap: RefObject<HTMLCanvasElement | null>;
  readonly brush: RefObject<SVGSVGElement | null>;
  readonly heads: RefObject<HTMLDivElement | null>;
  readonly scrollbar: RefObject<HTMLDivElement | null>;
}

export const MINIMAP_HEIGHT = 44;

/** The stage, kept up to date with `facts`. */
export function useStage(
  nodes: StageNodes,
  facts: SceneFacts | null,
  wishes: PointerWishes & HeadWishes,
  frames: FrameClock = browserFrames,
): Stage {
  const [stage] = useState(() => new Stage(frames, prefersStillness));
  const latest = useRef(wishes);
  useLayoutEffect(() => {
    latest.current = wishes;
  });
  useLayoutEffect(() => {
    if (facts !== null) stage.setFacts(facts);
  }, [stage, facts]);
  const { plot, lanes, minimap, brush, heads, scrollbar } = nodes;
  useEffect(() => {
    const [plotNode, lanesNode, minimapNode, brushNode] = [plot.current, lanes.current, minimap.current, brush.current];
    if (plotNode === null || lanesNode === null || minimapNode === null || brushNode === null) return;
    const detachCanvases = stage.attach(lanesNode, minimapNode, MINIMAP_HEIGHT);
    const pointer = attachPointer(plotNode, stage, followLatest(latest));
    const panZoom = attachPanZoom(plotNode, {
      view: (viewport) => stage.moveTo(viewport),
      scrollBy: (y) => stage.scrollTo(stage.scrollY + y),
      mayBegin: () => !pointer.isBusy(),
    });
    const detachHeads = attachHeads(heads.current, stage, (lane) => latest.current.chooseLane(lane));
    const minimapBrush = attachMinimapBrush(brushNode, (viewport) => stage.moveTo(viewport));
    const stopListening = stage.listen(({ viewport, scrollY }) => {
      if (stage.facts === null) return;
      const { bounds, width, height } = stage.facts;
      panZoom.sync(viewport, bounds, width, height);
      minimapBrush.sync(viewport, bounds, width, MINIMAP_HEIGHT);
      if (heads.current !== null) heads.current.style.transform = `translateY(${-scrollY}px)`;
      placeThumb(scrollbar.current, stage);
    });
    return () => {
      stopListening();
      pointer.detach();
      panZoom.detach();
      minimapBrush.detach();
      detachHeads();
      detachCanvases();
    };
  }, [stage, plot, lanes, minimap, brush, heads, scrollbar]);
  return stage;
}

/** Listeners stay attached while the wishes change with every render. */
function followLatest(latest: RefObject<PointerWishes>): PointerWishes {
  return {
    scrub: (moment) => latest.current.scrub(moment),
    range: (range, isDone) => latest.current.range(range, isDone),
    choose: (hit) => latest.current.choose(hit),
    zoomTo: (hit) => latest.current.zoomTo(hit),
    hover: (hover) => latest.current.hover(hover),
  };
}

/** Beside the lanes a click chooses one, and the wheel scrolls them. */
function attachHeads(element: HTMLElement | null, stage: Stage, choose: (lane: number) => void): () => void {
  const column = element?.parentElement;
  if (!column) return () => undefined;
  const onClick = (event: MouseEvent): void => {
    const head = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-lane]") : null;
    if (head !== null) choose(Number(head.dataset["lane"]));
  };
  const onWheel = (event: WheelEvent): void => {
    if (stage.mostScroll === 0) return;
    event.preventDefault();
    stage.scrollTo(stage.scrollY + event.deltaY);
  };
  column.addEventListener("click", onClick);
  column.addEventListener("wheel", onWheel, { passive: false });
  return () => {
    column.removeEventListener("click", onClick);
    column.removeEventListener("wheel", onWheel);
  };
}

function placeThumb(thumb: HTMLElement | null, stage: Stage): void {
  if (thumb === null || stage.facts === null) return;
  const { rows, height } = stage.facts;
  const part = rows.height === 0 ? 1 : Math.min(1, (rows.height - stage.mostScroll) / rows.height);
  thumb.hidden = part >= 1;
  thumb.style.height = `${part * 100}%`;
  thumb.style.top = `${(stage.scrollY / Math.max(1, rows.height)) * 100}%`;
  thumb.dataset["plotHeight"] = String(height);
}

function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
