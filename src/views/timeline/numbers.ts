/** Numbers as the timeline writes them: times with the digits that the zoom can tell apart. Counts are the language's affair. */
import { format, precisionFixed } from "d3";
import type { Microseconds } from "../../engine/base/units.ts";

const THIN = "\u202f";
const UNITS = [
  { name: "s", us: 1_000_000 },
  { name: "ms", us: 1_000 },
  { name: "µs", us: 1 },
] as const;

/** 999.96 µs are told as 1 ms. */
const ROUNDS_UP = 0.9995;

/** A moment of the run with the digits that steps of `step` microseconds need: `1.284 ms`. */
export function formatMoment(moment: Microseconds, step: Microseconds): string {
  const unit = unitOf(Math.max(Math.abs(moment), step));
  return formatIn(moment, unit, step);
}

/** A moment as `formatMoment` gives it, without zeros at its end. */
export function formatMomentShort(moment: Microseconds, step: Microseconds): string {
  const [digits, unit] = formatMoment(moment, step).split(" ");
  return `${trimZeros(digits)} ${unit}`;
}

/** Writes the marks of one axis, all in the unit of the largest. */
export function momentFormatter(marks: readonly Microseconds[]): (moment: Microseconds) => string {
  const largest = Math.max(...marks.map(Math.abs), 0.001);
  const step = marks.length > 1 ? marks[1] - marks[0] : largest;
  const unit = unitOf(largest);
  return (moment) => formatIn(moment, unit, step);
}

/** How long something took, to three digits: `12.4 µs`. */
export function formatDuration(duration: Microseconds): string {
  const unit = unitOf(Math.max(duration, 0.001));
  const amount = duration / unit.us;
  const digits = amount >= 100 || amount === 0 ? 0 : amount >= 10 ? 1 : 2;
  return `${groupBefore(trimZeros(amount.toFixed(digits)))} ${unit.name}`;
}

/** `62 %`, `< 1 %` */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return `<${THIN}1${THIN}%`;
  return `${Math.round(share * 100)}${THIN}%`;
}

function unitOf(amount: Microseconds): (typeof UNITS)[number] {
  return UNITS.find((unit) => amount >= unit.us * ROUNDS_UP) ?? UNITS[UNITS.length - 1];
}

function formatIn(moment: Microseconds, unit: (typeof UNITS)[number], step: Microseconds): string {
  const digits = Math.min(9, precisionFixed(step / unit.us));
  const [whole, fraction] = format(`.${digits}f`)(moment / unit.us).split(".");
  const text = fraction === undefined ? groupBefore(whole) : `${groupBefore(whole)}.${groupAfter(fraction)}`;
  return `${text} ${unit.name}`;
}

function groupBefore(digits: string): string {
  const [whole, fraction] = digits.split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function groupAfter(digits: string): string {
  return digits.length > 4 ? digits.replace(/(\d{3})(?=\d)/g, `$1${THIN}`) : digits;
}

function trimZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/[0\u202f]+$/, "").replace(/\.$/, "") : digits;
}
