/** Reads results out of what a listing printed, so that no listing keeps books that would add steps. */
import type { ConsoleLine } from "../program/report.ts";

/** The first capture of each line that matches, in order. */
export function matchLines(lines: readonly ConsoleLine[], pattern: RegExp): readonly RegExpMatchArray[] {
  return lines
    .flatMap(({ text }) => text.split("\n"))
    .flatMap((line) => {
      const match = line.match(pattern);
      return match === null ? [] : [match];
    });
}

/** A number captured from the first line that matches, null where none does. */
export function firstNumber(lines: readonly ConsoleLine[], pattern: RegExp): number | null {
  const match = matchLines(lines, pattern)[0];
  return match === undefined ? null : Number(match[1]);
}
