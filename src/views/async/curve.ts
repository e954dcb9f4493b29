/**
 * Measures of the same work with ever more workers, as curves: how many times as much is done in a second as with one. Pure. Rule: what a run's
 * outcome does not tell is left out, never guessed.
 */
import type { Plain } from "../../engine/trace/trace.ts";

export interface CurvePoint {
  readonly workers: number;
  /** Items in a second. */
  readonly rate: number;
  /** Times the rate of one worker. */
  readonly gain: number;
}

export interface Curve {
  readonly name: string;
  /** By workers, ascending. */
  readonly points: readonly CurvePoint[];
}

/** `waiting 4` */
const MEASURE = /^(\S+) (\d+)$/;

/**
 * @param seconds the outcome's: measure → seconds
 * @param items how many each measure dealt with
 */
export function readCurves(seconds: Plain | undefined, items: number): readonly Curve[] {
  if (typeof seconds !== "object" || seconds === null || Array.isArray(seconds)) return [];
  const measures = new Map<string, { readonly workers: number; readonly rate: number }[]>();
  for (const [key, took] of Object.entries(seconds)) {
    const [found, name, workers] = MEASURE.exec(key) ?? [];
    if (found === undefined || typeof took !== "number" || took <= 0) continue;
    measures.set(name, [...(measures.get(name) ?? []), { workers: Number(workers), rate: items / took }]);
  }
  return [...measures].flatMap(([name, all]) =>
    toCurve(
      name,
      all.toSorted((a, b) => a.workers - b.workers),
    ),
  );
}

/** None where the measure with one worker is missing, since all others are told by it. */
function toCurve(name: string, all: readonly Omit<CurvePoint, "gain">[]): readonly Curve[] {
  const one = all.find(({ workers }) => workers === 1);
  if (one === undefined) return [];
  return [{ name, points: all.map((point) => ({ ...point, gain: point.rate / one.rate })) }];
}

/** The point with the greatest gain. */
export function bestOf({ points }: Curve): CurvePoint {
  return points.reduce((best, point) => (point.gain > best.gain ? point : best));
}
