/**
 * How a number parameter moves: by ones where its range is small, by magnitudes where it spans several. Rule: pure, and
 * never outside the parameter's bounds.
 */
import type { Parameter } from "../../engine/program/scenario.ts";

type Bounds = Pick<Parameter, "kind" | "min" | "max">;

/** From this range on a parameter moves by magnitudes. */
const WIDE = 1000;

function isWide({ min = -Infinity, max = Infinity }: Bounds): boolean {
  return min > 0 && max / min >= WIDE;
}

function within({ min = -Infinity, max = Infinity }: Bounds, value: number): number {
  return Math.min(max, Math.max(min, value));
}

/** The next value up or down: 1, 2, 5, 10, 20, … for a wide parameter, else one more or less. */
export function nextValue(bounds: Bounds, value: number, direction: 1 | -1): number {
  if (!isWide(bounds)) return within(bounds, value + direction * (bounds.kind === "number" ? 0.1 : 1));
  const magnitudes = Array.from({ length: 12 }, (_, index) => 10 ** index);
  const stops = magnitudes.flatMap((one) => [one, 2 * one, 5 * one]);
  const next = direction === 1 ? stops.find((stop) => stop > value) : stops.findLast((stop) => stop < value);
  return within(bounds, next ?? value);
}

/** Where a value lies between its bounds, from 0 to 1; by magnitude for a wide parameter. */
export function fractionOf(bounds: Bounds, value: number): number {
  const { min = 0, max = 1 } = bounds;
  if (max === min) return 0;
  return isWide(bounds) ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}

/** The value at a place between the bounds; rounded to two digits where it is wide, to a whole one where it is an integer. */
export function valueAt(bounds: Bounds, fraction: number): number {
  const { min = 0, max = 1, kind } = bounds;
  if (!isWide(bounds)) {
    const value = min + fraction * (max - min);
    return within(bounds, kind === "integer" ? Math.round(value) : value);
  }
  const value = min * (max / min) ** fraction;
  return within(bounds, Math.round(Number(value.toPrecision(2))));
}

/** A number as somebody types it, with or without marks between the thousands; null for anything else. */
export function readNumber(text: string): number | null {
  const bare = text.replaceAll(/[\s,_\u00a0\u202f]/g, "").replace("−", "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : null;
}
