/**
 * What the pointer does on the lanes besides panning and zooming: drags the playhead, selects a stretch (Shift, or on the
 * axis), chooses an event, hovers. Rule: one gesture at a time; while one is going on, d3's zoom may not begin.
 */
import type { Microseconds } from "../../engine/base/units.ts";
import { AXIS_HEIGHT } from "./scene.ts";
import type { Stage } from "./stage.ts";
import { pick } from "./pick.ts";
import type { Hit } from "./pick.ts";
import type { Viewport } from "./viewport.ts";

export interface PointerWishes {
  scrub(moment: Microseconds): void;
  range(range: Viewport | null, isDone: boolean): void;
  choose(hit: Hit | null): void;
  zoomTo(hit: Hit): void;
  /** What the pointer is over, with its place in the plot; null when it left. */
  hover(hover: { readonly hit: Hit; readonly x: number; readonly y: number } | null): void;
}

/** CSS pixels within which the playhead's line is taken hold of. */
const GRIP = 5;
/** CSS pixels that a press may move and still be a click. */
const STEADY = 4;

type Gesture = { readonly kind: "scrub" | "range"; readonly fromX: number; moved: boolean };

export interface PointerGestures {
  /** Whether a gesture of this file is going on. */
  isBusy(): boolean;
  detach(): void;
}

/** Attaches the gestures to the plot's element. */
export function attachPointer(element: HTMLElement, stage: Stage, wishes: PointerWishes): PointerGestures {
  let gesture: Gesture | null = null;
  let pressedAt: { readonly x: number; readonly y: number } | null = null;

  const place = (event: MouseEvent): { readonly x: number; readonly y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const isOnPlayhead = (x: number, y: number): boolean => {
    const { facts, scale } = stage;
    if (facts === null) return false;
    return Math.abs(scale.toX(facts.moment) - x) <= (y < AXIS_HEIGHT ? 34 : GRIP);
  };
  const hitAt = (x: number, y: number): Hit | null =>
    stage.facts === null ? null : pick(stage.facts, stage.scale, stage.scrollY, x, y);

  const onDown = (event: PointerEvent): void => {
    const { x, y } = place(event);
    pressedAt = { x, y };
    if (event.button !== 0 || !event.isPrimary) return;
    const kind = event.shiftKey ? "range" : isOnPlayhead(x, y) ? "scrub" : y < AXIS_HEIGHT ? "range" : null;
    if (kind === null) return;
    gesture = { kind, fromX: x, moved: false };
    element.setPointerCapture(event.pointerId);
    wishes.hover(null);
  };
  const onMove = (event: PointerEvent): void => {
    const { x, y } = place(event);
    if (gesture === null) return hover(event, x, y);
    gesture.moved ||= Math.abs(x - gesture.fromX) > STEADY;
    if (!gesture.moved) return;
    if (gesture.kind === "scrub") wishes.scrub(stage.scale.toTime(x));
    else wishes.range(between(gesture.fromX, x), false);
  };
  const hover = (event: PointerEvent, x: number, y: number): void => {
    element.style.cursor = isOnPlayhead(x, y)
      ? "ew-resize"
      : y < AXIS_HEIGHT || event.shiftKey
        ? "text"
        : event.buttons > 0
          ? "grabbing"
          : "default";
    const hit = event.buttons === 0 && event.pointerType !== "touch" ? hitAt(x, y) : null;
    wishes.hover(hit === null || hit.kind === "lane" ? null : { hit, x, y });
  };
  const between = (a: number, b: number): Viewport => ({
    start: stage.scale.toTime(Math.min(a, b)),
    end: stage.scale.toTime(Math.max(a, b)),
  });
  const onUp = (event: PointerEvent): void => {
    if (gesture === null) return;
    const { x, y } = place(event);
    if (gesture.kind === "range" && gesture.moved) wishes.range(between(gesture.fromX, x), true);
    else if (!gesture.moved && y < AXIS_HEIGHT) wishes.scrub(stage.scale.toTime(x));
    gesture = null;
  };
  const onCancel = (): void => {
    gesture = null;
  };
  const isSteady = (x: number, y: number): boolean =>
    pressedAt !== null && Math.hypot(pressedAt.x - x, pressedAt.y - y) <= STEADY;
  const onClick = (event: MouseEvent): void => {
    const { x, y } = place(event);
    if (y < AXIS_HEIGHT || event.shiftKey || !isSteady(x, y)) return;
    wishes.choose(hitAt(x, y));
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const { x, y } = place(event);
    const hit = hitAt(x, y);
    if (hit !== null && hit.kind !== "lane") wishes.zoomTo(hit);
  };
  // What was under the pointer moves away from it when it leaves, and when the wheel turns.
  const onLeave = (): void => wishes.hover(null);

  // Before d3's listeners, which must know whether the press is theirs.
  element.addEventListener("pointerdown", onDown, { capture: true });
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onCancel);
  element.addEventListener("pointerleave", onLeave);
  element.addEventListener("wheel", onLeave, { capture: true, passive: true });
  element.addEventListener("click", onClick);
  element.addEventListener("dblclick", onDoubleClick);
  return {
    isBusy: () => gesture !== null,
    detach() {
      element.removeEventListener("pointerdown", onDown, { capture: true });
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onCancel);
      element.removeEventListener("pointerleave", onLeave);
      element.removeEventListener("wheel", onLeave, { capture: true });
      element.removeEventListener("click", onClick);
      element.removeEventListener("dblclick", onDoubleClick);
    },
  };
}
