/**
 * What is on the canvases and when it is drawn. Holds the viewport and the scroll position, the only facts of the timeline
 * that change every frame; React is told only when a gesture has an outcome.
 * Rule: nothing is drawn but on a frame of the clock, and only when something changed.
 */
import type { Seq, ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds, Milliseconds } from "../../engine/base/units.ts";
import { arrowsOfSelection, drawArrows, drawFlag, drawRing, LANES_TOP } from "./draw-arrows.ts";
import { drawBrackets } from "./draw-brackets.ts";
import { drawAxis, drawPlayhead, drawRange } from "./draw-axis.ts";
import { barOf, createLanePaint, drawLane } from "./draw-lanes.ts";
import { drawMinimap } from "./draw-minimap.ts";
import { boxOf } from "./event-box.ts";
import type { FrameClock } from "./frame-clock.ts";
import { LabelPlaces } from "./label-places.ts";
import { createLabelType } from "./label-type.ts";
import type { LabelType } from "./label-type.ts";
import type { LaneRow } from "./lane-rows.ts";
import { createMotion, KEY_MS } from "./motion.ts";
import type { Motion } from "./motion.ts";
import { createFills } from "./patterns.ts";
import type { Fills } from "./patterns.ts";
import type { Palette } from "./palette.ts";
import type { SceneFacts } from "./scene.ts";
import { prepareSurface } from "./surface.ts";
import type { Surface } from "./surface.ts";
import { createTimeScale } from "./time-scale.ts";
import type { TimeScale } from "./time-scale.ts";
import { clampViewport, isSameViewport, revealMoment } from "./viewport.ts";
import type { Viewport } from "./viewport.ts";

/** Told before a frame is painted, with the view it will show. */
export type ViewListener = (view: { readonly viewport: Viewport; readonly scrollY: number }) => void;

/** Boxes narrower than this get a flag and not a ring; CSS pixels. */
const NARROW = 6;

/** Columns that a frame may compute in all: with many lanes in view they become wider. */
const MOST_COLUMNS = 2400;

export class Stage {
  readonly #frames: FrameClock;
  readonly #isStill: () => boolean;
  readonly #listeners = new Set<ViewListener>();
  #lanes: HTMLCanvasElement | null = null;
  #minimap: HTMLCanvasElement | null = null;
  #minimapHeight = 0;
  #facts: SceneFacts | null = null;
  #viewport: Viewport = { start: 0, end: 1 };
  #scrollY = 0;
  #motion: Motion | null = null;
  #cancelFrame: (() => void) | null = null;
  #minimapIsStale = true;
  #waiting: (() => void)[] = [];
  #onceReady: (() => void) | null = null;
  #fills: {
    readonly palette: Palette;
    readonly ratio: number;
    readonly fills: Fills;
    readonly type: LabelType;
  } | null = null;

  /** @param isStill whether the reader wishes no motion; asked anew before each */
  constructor(frames: FrameClock, isStill: () => boolean) {
    this.#frames = frames;
    this.#isStill = isStill;
  }

  get viewport(): Viewport {
    return this.#viewport;
  }

  /** Where a motion leads to, or where the view stands: what the next key goes on from. */
  get goal(): Viewport {
    return this.#motion?.to ?? this.#viewport;
  }

  get scrollY(): number {
    return this.#scrollY;
  }

  get facts(): SceneFacts | null {
    return this.#facts;
  }

  get scale(): TimeScale {
    return createTimeScale(this.#viewport, this.#facts?.width ?? 1, Math.max(1, window.devicePixelRatio || 1));
  }

  attach(lanes: HTMLCanvasElement, minimap: HTMLCanvasElement, minimapHeight: number): () => void {
    this.#lanes = lanes;
    this.#minimap = minimap;
    this.#minimapHeight = minimapHeight;
    this.#minimapIsStale = true;
    this.#wish();
    return () => {
      this.#lanes = null;
      this.#minimap = null;
      this.#cancelFrame?.();
      this.#cancelFrame = null;
      this.#settle();
    };
  }

  listen(listener: ViewListener): () => void {
    this.#listeners.add(listener);
    this.#wish();
    return () => this.#listeners.delete(listener);
  }

  setFacts(facts: SceneFacts): void {
    const before = this.#facts;
    this.#facts = facts;
    this.#minimapIsStale ||=
      before?.index !== facts.index || before.palette !== facts.palette || before.width !== facts.width;
    if (before?.index !== facts.index) this.#showAnew(before, facts);
    this.scrollTo(this.#scrollY);
    this.#wish();
    const action = this.#onceReady;
    this.#onceReady = null;
    action?.();
  }

  /** A history that grows step by step stays where it was looked at; anything else is shown from its beginning. */
  #showAnew(before: SceneFacts | null, { stepUnit, bounds, opening }: SceneFacts): void {
    this.#motion = null;
    const grows = stepUnit !== null && before?.stepUnit === stepUnit;
    this.#viewport = grows ? clampViewport(this.#viewport, bounds) : opening;
    if (!grows) this.#scrollY = 0;
  }

  /** Does it now, or as soon as there is something to look at; of several only the last. */
  onceReady(action: () => void): void {
    if (this.#facts === null) this.#onceReady = action;
    else action();
  }

  /** Goes to a viewport, at once or within a time. */
  moveTo(wanted: Viewport, durationMs: Milliseconds = 0): void {
    if (this.#facts === null) return;
    const to = clampViewport(wanted, this.#facts.bounds);
    const now = this.#frames.now();
    if (durationMs > 0 && !this.#isStill() && document.visibilityState !== "hidden") {
      this.#motion = isSameViewport(to, this.#viewport) ? null : createMotion(this.#viewport, to, now, durationMs);
    } else {
      this.#motion = null;
      this.#viewport = to;
    }
    this.#wish();
  }

  /** Pans just so far that a moment is in view with some room around it. */
  keepInView(moment: Microseconds): void {
    if (this.#facts === null) return;
    const to = revealMoment(this.goal, moment, this.#facts.bounds);
    if (to !== this.goal) this.moveTo(to, KEY_MS);
  }

  /** Scrolls the lanes; CSS pixels. */
  scrollTo(y: number): void {
    this.#scrollY = Math.max(0, Math.min(this.mostScroll, y));
    this.#wish();
  }

  get mostScroll(): number {
    if (this.#facts === null) return 0;
    return Math.max(0, this.#facts.rows.height - (this.#facts.height - LANES_TOP));
  }

  /** Scrolls just so far that a lane is in view. */
  revealLane(lane: number): void {
    const row = this.#facts?.rows.rows[lane];
    if (row === undefined || this.#facts === null) return;
    const room = this.#facts.height - LANES_TOP;
    if (row.top < this.#scrollY) this.scrollTo(row.top);
    else if (row.top + row.height > this.#scrollY + room) this.scrollTo(row.top + row.height - room);
  }

  /** Resolves when nothing waits to be drawn and nothing moves. */
  whenDrawn(): Promise<void> {
    if (this.#cancelFrame === null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** The row of an event's lane, in coordinates of the canvas. */
  rowOf(seq: Seq): LaneRow | undefined {
    return this.#facts === null ? undefined : this.#rowOfThread(this.#facts.trace.thread[seq]);
  }

  #rowOfThread(thread: ThreadId): LaneRow | undefined {
    return this.#facts === null
      ? undefined
      : this.rowAt(this.#facts.index.lanes.findIndex((lane) => lane.thread === thread));
  }

  rowAt(lane: number): LaneRow | undefined {
    const row = this.#facts?.rows.rows[lane];
    if (row === undefined) return undefined;
    const shift = LANES_TOP - this.#scrollY;
    return { ...row, top: row.top + shift, barTop: row.barTop + shift, heldTop: row.heldTop + shift };
  }

  #wish(): void {
    if (this.#cancelFrame !== null || this.#lanes === null || this.#facts === null) return;
    this.#cancelFrame = this.#frames.request(() => {
      this.#cancelFrame = null;
      this.#frame();
    });
  }

  #frame(): void {
    this.#advance();
    for (const listener of this.#listeners) listener({ viewport: this.#viewport, scrollY: this.#scrollY });
    this.#draw();
    if (this.#motion !== null) this.#wish();
    else if (this.#cancelFrame === null) this.#settle();
  }

  #advance(): void {
    if (this.#motion === null || this.#facts === null) return;
    const now = this.#frames.now();
    this.#viewport = clampViewport(this.#motion.at(now), this.#facts.bounds);
    if (now >= this.#motion.endsMs) this.#motion = null;
  }

  #settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #draw(): void {
    const facts = this.#facts;
    if (facts === null || this.#lanes === null || this.#minimap === null) return;
    const surface = prepareSurface(this.#lanes, facts.width, facts.height);
    if (surface === null) return;
    const { fills, type } = this.#paints(surface, facts);
    if (this.#minimapIsStale) {
      const small = prepareSurface(this.#minimap, facts.width, this.#minimapHeight);
      if (small !== null) drawMinimap(small, facts, fills);
      this.#minimapIsStale = false;
    }
    const scale = createTimeScale(this.#viewport, facts.width, surface.ratio);
    fills.moveTo(scale.snap(scale.toX(facts.index.start) % 1e6));
    this.#drawScene(surface, facts, scale, fills, type);
  }

  #drawScene(
    { context, width, height }: Surface,
    facts: SceneFacts,
    scale: TimeScale,
    fills: Fills,
    type: LabelType,
  ): void {
    const { palette } = facts;
    context.fillStyle = palette.panel;
    context.fillRect(0, 0, width, height);
    drawAxis(context, facts, scale);
    context.save();
    context.beginPath();
    context.rect(0, LANES_TOP, width, height - LANES_TOP);
    context.clip();
    this.#drawLanes(context, facts, scale, fills, type);
    this.#drawRings(context, facts, scale);
    const arrows = [...facts.arrows, ...arrowsOfSelection(facts)];
    const labels = new LabelPlaces(context, palette, { width, top: LANES_TOP, bottom: height });
    drawBrackets(context, facts, scale, labels, (thread) => this.#rowOfThread(thread));
    drawArrows(context, facts, scale, arrows, labels, (seq) => this.rowOf(seq));
    labels.write();
    context.restore();
    drawRange(context, facts, scale);
    drawPlayhead(context, facts, scale);
  }

  #drawLanes(
    context: CanvasRenderingContext2D,
    facts: SceneFacts,
    scale: TimeScale,
    fills: Fills,
    type: LabelType,
  ): void {
    const { index, palette, width, height } = facts;
    const visible = index.lanes
      .map((lane, at) => ({ lane, row: this.rowAt(at) }))
      .filter(({ row }) => row !== undefined && row.top < height && row.top + row.height > LANES_TOP);
    const columnWidth = Math.min(4, Math.max(1, Math.ceil((visible.length * width) / MOST_COLUMNS)));
    const paint = createLanePaint({ context, facts, scale, fills, type, columnWidth });
    for (const { lane, row } of visible) {
      if (row === undefined) continue;
      context.fillStyle = palette.line;
      context.fillRect(0, scale.snap(row.top + row.height) - 1, width, 1);
      drawLane(paint, lane, row);
    }
  }

  #drawRings(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale): void {
    const { palette, selection, marks } = facts;
    for (const { seq } of marks) this.#drawRingAt(context, facts, scale, seq, palette.bad);
    if (selection !== null && selection >= 0) this.#drawRingAt(context, facts, scale, selection, palette.ink);
  }

  #drawRingAt(
    context: CanvasRenderingContext2D,
    { trace, index, palette }: SceneFacts,
    scale: TimeScale,
    seq: Seq,
    colour: string,
  ): void {
    const row = this.rowOf(seq);
    const lane = index.lanes.find((one) => one.thread === trace.thread[seq]);
    if (row === undefined || lane === undefined) return;
    const x = scale.toX(trace.time[seq]);
    if (x > scale.width + 10) return;
    const { end, state } = boxOf(trace, lane, seq);
    const right = Math.min(scale.width + 10, scale.toX(end));
    if (right < -10) return;
    const { y, height } = barOf(row, state);
    if (right - x < NARROW) drawFlag(context, colour, palette.panel, x, y);
    else drawRing(context, colour, palette.panel, Math.max(-10, x), right - 1, y, height);
  }

  #paints(surface: Surface, { palette }: SceneFacts): { readonly fills: Fills; readonly type: LabelType } {
    if (this.#fills?.palette !== palette || this.#fills.ratio !== surface.ratio) {
      const fills = createFills(palette, surface.ratio);
      this.#fills = { palette, ratio: surface.ratio, fills, type: createLabelType(surface.context, palette, 11.5) };
    }
    return this.#fills;
  }
}
