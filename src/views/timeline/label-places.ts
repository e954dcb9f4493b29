/**
 * Words beside arrows and brackets, kept apart from one another. Rule: a label goes up or down in small steps until it covers no other; where
 * there is no room it stays where it was wanted.
 */
import type { Palette } from "./palette.ts";

const HEIGHT = 18;
const PADDING = 6;
/** How far a label may be moved, in order of trying; CSS pixels. */
const SHIFTS = [0, 20, -20, 40, -40, 60, -60];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** Labels of one frame. */
export class LabelPlaces {
  readonly #context: CanvasRenderingContext2D;
  readonly #palette: Palette;
  /** CSS pixels of the plot. */
  readonly #room: number;
  readonly #taken: Box[] = [];

  constructor(context: CanvasRenderingContext2D, palette: Palette, room: number) {
    this.#context = context;
    this.#palette = palette;
    this.#room = room;
  }

  /** Writes a label whose left edge and middle are to be here, in view as a whole. */
  write(label: string, left: number, middle: number, colour: string): void {
    this.#setFont();
    const width = this.#context.measureText(label).width + PADDING * 2;
    const box = this.#free(Math.max(0, Math.min(left, this.#room - width - 2)), middle - HEIGHT / 2, width);
    this.#taken.push(box);
    this.#paint(label, box, colour);
  }

  /** How wide a label will be, in CSS pixels. */
  widthOf(label: string): number {
    this.#setFont();
    return this.#context.measureText(label).width + PADDING * 2;
  }

  #setFont(): void {
    this.#context.font = `600 11px ${this.#palette.sans}`;
  }

  #free(left: number, wanted: number, width: number): Box {
    const boxes = SHIFTS.map((shift) => ({ left, right: left + width, top: wanted + shift }));
    return boxes.find((box) => !this.#taken.some((other) => overlap(box, other))) ?? boxes[0];
  }

  #paint(label: string, { left, right, top }: Box, colour: string): void {
    const context = this.#context;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = this.#palette.panel;
    context.beginPath();
    context.roundRect(left, top, right - left, HEIGHT, 4);
    context.fill();
    context.fillStyle = colour;
    context.fillText(label, left + PADDING, top + HEIGHT / 2 + 0.5);
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.top + HEIGHT && b.top < a.top + HEIGHT;
}
