/**
 * Fills by state: a state is told by its pattern as well as by its colour. Each tile is painted once a theme and resolution.
 * Rule: patterns go with the trace and not with the window, so they are moved by the pan before each frame.
 */
import { STATE } from "../../engine/trace/index-types.ts";
import type { Palette } from "./palette.ts";

type Paint = (context: CanvasRenderingContext2D, size: number) => void;

/** CSS pixels; every tile is as wide, so that one shift fits all. */
const TILE = 24;

export interface Fills {
  /** What fills a stretch of a thread in a state. */
  of(state: number, threadColour: string): string | CanvasPattern;
  /** Texture over dense pieces, where events are too many to be drawn. */
  readonly dense: string | CanvasPattern;
  /** Moves the patterns by so many CSS pixels. */
  moveTo(x: number): void;
}

/** Paints the tiles for one resolution. */
export function createFills(palette: Palette, ratio: number): Fills {
  const patterns: CanvasPattern[] = [];
  const make = (paint: Paint): string | CanvasPattern => {
    const pattern = paintTile(ratio, paint);
    if (pattern === null) return palette.edge;
    patterns.push(pattern);
    return pattern;
  };
  const blocked = make((context, size) => paintStripes(context, size, palette.panel, palette.bad));
  const waiting = make((context, size) => paintBars(context, size, palette.panel, palette.wait));
  const sleeping = make((context, size) => paintDots(context, size, palette.line, palette.edge));
  const dense = make((context, size) => paintGrain(context, size, palette.onThread));
  const byThread = new Map<string, string | CanvasPattern>();
  const ofThread = (state: number, colour: string, paint: Paint) => {
    const name = `${state} ${colour}`;
    const before = byThread.get(name);
    if (before !== undefined) return before;
    const made = make(paint);
    byThread.set(name, made);
    return made;
  };
  return {
    dense,
    of(state, colour) {
      switch (state) {
        case STATE.BLOCKED:
          return blocked;
        case STATE.WAITING:
          return waiting;
        case STATE.SLEEPING:
          return sleeping;
        case STATE.READY:
          return ofThread(state, colour, (context, size) => paintTint(context, size, palette.panel, colour));
        case STATE.COMPUTING:
          return ofThread(state, colour, (context, size) => paintChecks(context, size, colour, palette.onThread));
        default:
          return colour;
      }
    },
    moveTo(x) {
      const shift = ((x % TILE) + TILE) % TILE;
      const scale = TILE / Math.round(TILE * ratio);
      const matrix = new DOMMatrix([scale, 0, 0, scale, shift, 0]);
      for (const pattern of patterns) pattern.setTransform(matrix);
    },
  };
}

function paintTile(ratio: number, paint: Paint): CanvasPattern | null {
  const size = Math.round(TILE * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.scale(size / TILE, size / TILE);
  paint(context, TILE);
  return context.createPattern(canvas, "repeat");
}

function paintGround(context: CanvasRenderingContext2D, size: number, colour: string, alpha = 1): void {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 1;
}

/** Blocked: diagonal stripes. */
function paintStripes(context: CanvasRenderingContext2D, size: number, ground: string, colour: string): void {
  paintGround(context, size, ground);
  paintGround(context, size, colour, 0.12);
  context.strokeStyle = colour;
  context.lineWidth = 2.6;
  const step = size / 3;
  for (let x = -size; x <= size * 2; x += step) {
    context.beginPath();
    context.moveTo(x - 2, size + 2);
    context.lineTo(x + size + 2, -2);
    context.stroke();
  }
}

/** Waiting: upright bars. */
function paintBars(context: CanvasRenderingContext2D, size: number, ground: string, colour: string): void {
  paintGround(context, size, ground);
  context.fillStyle = colour;
  const step = size / 4;
  for (let x = 0; x < size; x += step) context.fillRect(x, 0, 2.4, size);
}

/** Asleep: a quiet ground with dots. */
function paintDots(context: CanvasRenderingContext2D, size: number, ground: string, colour: string): void {
  paintGround(context, size, ground);
  context.fillStyle = colour;
  const step = size / 3;
  for (let x = step / 2; x < size; x += step) {
    for (let y = step / 2; y < size; y += step) {
      context.beginPath();
      context.arc(x, y, 1, 0, Math.PI * 2);
      context.fill();
    }
  }
}

/** Ready: a pale tint of the thread with a fine slant, so that it differs from running without its colour. */
function paintTint(context: CanvasRenderingContext2D, size: number, ground: string, colour: string): void {
  paintGround(context, size, ground);
  paintGround(context, size, colour, 0.26);
  context.strokeStyle = colour;
  context.globalAlpha = 0.28;
  context.lineWidth = 1;
  for (let x = -size; x <= size * 2; x += size / 3) {
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x + size, size);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Computing: the thread's colour with a fine check. */
function paintChecks(context: CanvasRenderingContext2D, size: number, colour: string, mark: string): void {
  paintGround(context, size, colour);
  context.fillStyle = mark;
  context.globalAlpha = 0.22;
  const step = size / 4;
  for (let x = 0; x < size; x += step) {
    for (let y = 0; y < size; y += step) {
      context.fillRect(x, y, step / 2, step / 2);
      context.fillRect(x + step / 2, y + step / 2, step / 2, step / 2);
    }
  }
  context.globalAlpha = 1;
}

/** Over dense pieces: faint upright hairlines, as if the events could just not be told apart. */
function paintGrain(context: CanvasRenderingContext2D, size: number, colour: string): void {
  context.fillStyle = colour;
  context.globalAlpha = 0.16;
  for (let x = 0; x < size; x += 3) context.fillRect(x, 0, 1, size);
  context.globalAlpha = 1;
}
