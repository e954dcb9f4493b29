// Labels beside arrows and brackets keep apart and stay in view as a whole; one that was scrolled away is not brought back.

import { expect, it } from "vitest";
import { LabelPlaces } from "./label-places.ts";
import type { Palette } from "./palette.ts";

const ROOM = { width: 300, top: 30, bottom: 230 };
const HEIGHT = 18;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Where labels come to stand whose middles are wanted at these heights. */
function placed(middles: readonly number[], left = 40): readonly Box[] {
  const boxes: Box[] = [];
  const context = {
    measureText: (text: string) => ({ width: text.length * 6 }),
    beginPath() {},
    roundRect: (x: number, y: number, width: number) => boxes.push({ x, y, width }),
    fill() {},
    fillText() {},
  } as unknown as CanvasRenderingContext2D;
  const palette = { panel: "white", sans: "sans" } as Palette;
  const places = new LabelPlaces(context, palette, ROOM);
  middles.forEach((middle, at) => places.push(`waits for lock ${at}`, left, middle, "red"));
  places.write();
  return boxes;
}

const isInView = ({ x, y, width }: Box) =>
  x >= 0 && x + width <= ROOM.width && y >= ROOM.top && y + HEIGHT <= ROOM.bottom;

it("labels that are wanted at one place stand apart, all of them in view, at the top as at the bottom", () => {
  for (const wanted of [ROOM.top - 4, ROOM.top + 3, 130, ROOM.bottom - 3, ROOM.bottom + 4]) {
    const boxes = placed([wanted, wanted, wanted, wanted], 290);
    expect(boxes.filter(isInView)).toHaveLength(4);
    const tops = boxes.map(({ y }) => y).toSorted((a, b) => a - b);
    expect(tops.slice(1).every((top, i) => top - tops[i] >= HEIGHT)).toBe(true);
  }
});

it("a label whose place is free stands there, and one that was scrolled away stays away", () => {
  expect(placed([100]).map(({ y }) => y)).toEqual([100 - HEIGHT / 2]);
  expect(placed([-200, 900]).filter(isInView)).toEqual([]);
});
