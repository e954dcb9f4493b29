/**
 * Words beside arrows and brackets, kept apart from one another and in view. Rule: a label goes up or down in small steps until it covers no
 * other and can be read as a whole; where there is no such place it stays where it was wanted, or at the edge that it would cross.
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

/** Where labels may stand, in CSS pixels of the canvas. */
export interface LabelRoom {
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

/** Labels of one frame. */
export class LabelPlaces {
  readonly #context: CanvasRenderingContext2D;
  readonly #palette: Palette;
  readonly #room: LabelRoom;
  readonly #labels: { readonly text: string; readonly colour: string; readonly box: Box }[] = [];

  constructor(context: CanvasRenderingContext2D, palette: Palette, room: LabelRoom) {
    this.#context = context;
    this.#palette = palette;
    this.#room = room;
  }

  /** A label whose left edge and middle are to be here. One that says the same beside another is left out. */
  push(label: string, left: number, middle: number, colour: string): void {
    const width = this.widthOf(label);
    const wanted = Math.max(0, Math.min(left, this.#room.width - width - 2));
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
    const near = this.#nearest(wanted);
    const boxes = SHIFTS.map((shift) => ({ left, right: left + width, top: near + shift }));
    const isFree = (box: Box) => !this.#labels.some((other) => overlap(box, other.box));
    return boxes.find((box) => this.#isWithin(box.top) && isFree(box)) ?? boxes[0];
  }

  /** The place in view that is nearest to the wanted one; one that was scrolled out of view altogether stays there. */
  #nearest(wanted: number): number {
    const { top, bottom } = this.#room;
    if (wanted + HEIGHT < top || wanted > bottom) return wanted;
    return Math.max(top, Math.min(wanted, bottom - HEIGHT));
  }

  #isWithin(top: number): boolean {
    return top >= this.#room.top && top + HEIGHT <= this.#room.bottom;
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
