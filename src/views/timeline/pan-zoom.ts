/**
 * Wheel, drag, pinch and touch on the lanes, by d3's zoom. The only file but minimap-brush.ts in which d3 touches nodes.
 * Rule: d3 keeps no truth: the stage's viewport is put into its transform before each frame, and every gesture comes back
 * as a wish. Sideways scrolling pans, upright scrolling zooms at the pointer; one finger that moves up or down scrolls.
 */
import { select, zoom, zoomIdentity, zoomTransform } from "d3";
import type { D3ZoomEvent, ZoomBehavior, ZoomTransform } from "d3";
import { lengthOf, SHORTEST_US } from "./viewport.ts";
import type { Viewport } from "./viewport.ts";

export interface PanZoomWishes {
  /** The viewport that a gesture asks for. */
  view(viewport: Viewport): void;
  /** How far a drag wants the lanes to be scrolled, in CSS pixels. */
  scrollBy(y: number): void;
  /** Whether a gesture may begin here; false where the pointer does something else. */
  mayBegin(event: Event): boolean;
}

export interface PanZoom {
  /** Tells d3 where the view is. */
  sync(viewport: Viewport, bounds: Viewport, width: number, height: number): void;
  detach(): void;
}

/** Attaches the gestures to an element whose left edge is the plot's. */
export function attachPanZoom(element: HTMLElement, wishes: PanZoomWishes): PanZoom {
  let bounds: Viewport = { start: 0, end: 1 };
  let width = 1;
  let lastY = 0;
  let lastScale = 1;
  const behavior: ZoomBehavior<HTMLElement, unknown> = zoom<HTMLElement, unknown>()
    .clickDistance(4)
    .filter((event: Event) => mayStart(event) && wishes.mayBegin(event))
    .on("start", (event: D3ZoomEvent<HTMLElement, unknown>) => {
      lastY = event.transform.y;
      lastScale = event.transform.k;
    })
    .on("zoom", (event: D3ZoomEvent<HTMLElement, unknown>) => {
      const { transform, sourceEvent } = event;
      if (sourceEvent === null) return;
      if (transform.k === lastScale) wishes.scrollBy(lastY - transform.y);
      lastY = transform.y;
      lastScale = transform.k;
      wishes.view(fromTransform(transform, bounds, width));
    });
  const selection = select<HTMLElement, unknown>(element);
  selection.call(behavior).on("dblclick.zoom", null);
  const stopSideways = attachSideways(element, (pixels) => {
    const viewport = fromTransform(zoomTransform(element), bounds, width);
    const by = (pixels / width) * lengthOf(viewport);
    wishes.view({ start: viewport.start + by, end: viewport.end + by });
  });
  const stopScrolling = leaveScrollingAlone(element, (y) => wishes.scrollBy(y));
  return {
    sync(viewport, newBounds, newWidth, height) {
      bounds = newBounds;
      width = newWidth;
      const extent: [[number, number], [number, number]] = [
        [0, 0],
        [width, height],
      ];
      behavior.extent(extent).scaleExtent([1, lengthOf(bounds) / SHORTEST_US]);
      behavior.translateExtent([
        [0, Number.NEGATIVE_INFINITY],
        [width, Number.POSITIVE_INFINITY],
      ]);
      // Where d3 keeps a node's transform; setting it is the documented way to move without an event.
      selection.property("__zoom", toTransform(viewport, bounds, width));
    },
    detach() {
      stopSideways();
      stopScrolling();
      selection.on(".zoom", null);
    },
  };
}

/** The first button, no modifier that means something else; the wheel always. */
function mayStart(event: Event): boolean {
  if (event instanceof WheelEvent) return true;
  if (event instanceof MouseEvent) return event.button === 0 && !event.shiftKey && !event.ctrlKey;
  return true;
}

function toTransform(viewport: Viewport, bounds: Viewport, width: number): ZoomTransform {
  const scale = lengthOf(bounds) / lengthOf(viewport);
  const shift = (-(viewport.start - bounds.start) / lengthOf(bounds)) * width * scale;
  return zoomIdentity.translate(shift, 0).scale(scale);
}

function fromTransform({ k, x }: ZoomTransform, bounds: Viewport, width: number): Viewport {
  const length = lengthOf(bounds);
  const start = bounds.start + (-x / k / width) * length;
  return { start, end: start + length / k };
}

const LINE_PIXELS = 16;

/** A trackpad's sideways scroll, or Shift with the wheel, pans. */
function attachSideways(element: HTMLElement, panBy: (pixels: number) => void): () => void {
  const onWheel = (event: WheelEvent): void => {
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!isSideways || event.ctrlKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    panBy(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? sideways * LINE_PIXELS : sideways);
  };
  element.addEventListener("wheel", onWheel, { capture: true, passive: false });
  return () => element.removeEventListener("wheel", onWheel, { capture: true });
}

/** One finger that sets out up or down is the page's, so that a phone can be scrolled past the lanes. */
function leaveScrollingAlone(element: HTMLElement, scrollBy: (y: number) => void): () => void {
  let from: { readonly x: number; readonly y: number } | null = null;
  let upright: boolean | null = null;
  let lastY = 0;
  const onStart = (event: TouchEvent): void => {
    const touch = event.touches[0];
    from = event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null;
    lastY = touch.clientY;
    upright = null;
  };
  const onMove = (event: TouchEvent): void => {
    if (from === null || event.touches.length !== 1) return;
    const touch = event.touches[0];
    upright ??= Math.abs(touch.clientY - from.y) > Math.abs(touch.clientX - from.x);
    if (!upright) return;
    event.stopPropagation();
    scrollBy(lastY - touch.clientY);
    lastY = touch.clientY;
  };
  const capturing = { capture: true, passive: true } as const;
  element.addEventListener("touchstart", onStart, capturing);
  element.addEventListener("touchmove", onMove, capturing);
  return () => {
    element.removeEventListener("touchstart", onStart, capturing);
    element.removeEventListener("touchmove", onMove, capturing);
  };
}
