/**
 * What if one choice had come earlier or later? Pure. A place is an index into the choices; moving past a choice of the same kind would
 * change nothing, so such places are passed over.
 *
 *   1 1 2 2   choice 0 later:   1 2 1 2, then 1 2 2 1
 */
import type { Choice } from "../../engine/program/stepping.ts";
import { describeChoice } from "../../engine/program/stepping.ts";

/** The next place for the choice at `from`, seen from where it has been moved to; null where there is none. */
export function nextPlace(path: readonly Choice[], from: number, at: number, by: 1 | -1): number | null {
  const others = path.toSpliced(from, 1);
  // Going earlier passes the choice before, going later the one that then stands at its place.
  for (let place = at + by; place >= 0 && place <= others.length; place += by) {
    if (others[by === 1 ? place - 1 : place] !== path[from]) return place;
  }
  return null;
}

/** The choices with the one at `from` moved to `to`. */
export function withMoved(path: readonly Choice[], from: number, to: number): readonly Choice[] {
  return path.toSpliced(from, 1).toSpliced(to, 0, path[from]);
}

/** The first step (from 1) that is another one; null where one goes on as the other does, as far as both go. */
export function divergence(a: readonly Choice[], b: readonly Choice[]): number | null {
  const least = Math.min(a.length, b.length);
  for (let at = 0; at < least; at++) if (a[at] !== b[at]) return at + 1;
  return a.length === b.length ? null : least + 1;
}

/** Text of a schedule for the program that another one is of. */
export function rewriteSchedule(schedule: string, path: readonly Choice[]): string {
  const [, fingerprint] = schedule.split(".");
  return `s1.${fingerprint}.${path.map(describeChoice).join("-")}`;
}
