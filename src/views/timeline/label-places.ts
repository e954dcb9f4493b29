/**
 * Words beside arrows and brackets, kept apart from one another. Rule: a label goes up or down in small steps until it covers no other; where
 * there is no room it stays where it was wanted.
 */
import type { Palette } from "./palette.ts";

const HEIGHT = 18;
const PADDING = 6;
/** Labels so near are read together; CSS pixels. */
const BESIDE = 44;
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
  readonly #labels: { readonly text: string; readonly colour: string; readonly box: Box }[] = [];

  constructor(context: CanvasRenderingContext2D, palette: Palette, room: number) {
    this.#context = context;
    this.#palette = palette;
    this.#room = room;
  }

  /** A label whose left edge and middle are to be here, in view as a whole. One that says the same beside another is left out. */
  push(label: string, left: number, middle: number, colour: string): void {
    const width = this.widthOf(label);
    const wanted = Math.max(0, Math.min(left, this.#room - width - 2));
    if (this.#labels.some(({ text, box }) => text === label && isBeside(box, wanted, middle))) return;
    this.#labels.push({ text: label, colour, box: this.#free(wanted, middle - HEIGHT / 2, width) });
  }

  /** Writes all of them, over the lines that they belong to. */
  write(): void {
    this.#setFont();
    for (const { text, box, colour } of this.#labels) this.#paint(text, box, colour);
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
    return boxes.find((box) => !this.#labels.some((other) => overlap(box, other.box))) ?? boxes[0];
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

function isBeside(box: Box, left: number, middle: number): boolean {
  return Math.abs(box.left - left) < BESIDE && Math.abs(box.top + HEIGHT / 2 - middle) < BESIDE;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.top + HEIGHT && b.top < a.top + HEIGHT;
}
