/**
 * The litmus tests: tiny programs of two to four threads whose weak outcome no order of their steps explains. (Jade Alglave, Luc Maranget, Michael
 * Tautschnig, "Herding Cats", TOPLAS 2014, has the names and the notation.) `Wx1` writes 1 to x, `Rx` reads x, `|` stands between threads; all places
 * begin with 0. Rule: values of an outcome are what the reads saw, in the order of threads, then the final values that count.
 */

export type Place = "x" | "y";

export type LitmusStep =
  | { readonly kind: "write"; readonly place: Place; readonly value: number }
  | { readonly kind: "read"; readonly place: Place };

export type LitmusAccess = "plain" | "atomics";

/** What the reads saw, then the final values that count. */
export type LitmusValues = readonly number[];

export interface LitmusTest {
  readonly id: string;
  /** As in the table above. */
  readonly notation: string;
  readonly threads: readonly (readonly LitmusStep[])[];
  /** Places whose final values belong to the outcome. */
  readonly finals: readonly Place[];
  /** Names of the values: `r1`, `r2`… for reads, `x` and `y` for final values. */
  readonly names: readonly string[];
  /** The outcome that the test is about. */
  readonly weak: LitmusValues;
}

export const LITMUS_TESTS: readonly LitmusTest[] = [
  create("SB", "Wx1 Ry | Wy1 Rx", [], [0, 0]),
  create("R", "Wx1 Wy1 | Wy2 Rx", ["y"], [0, 2]),
  create("MP", "Wx1 Wy1 | Ry Rx", [], [1, 0]),
  create("LB", "Rx Wy1 | Ry Wx1", [], [1, 1]),
  create("S", "Wx2 Wy1 | Ry Wx1", ["x"], [1, 2]),
  create("2+2W", "Wx1 Wy2 | Wy1 Wx2", ["x", "y"], [1, 1]),
  create("CoRR", "Wx1 | Rx Rx", [], [1, 0]),
  create("CoWR", "Wx1 Rx | Wx2", ["x"], [2, 1]),
  create("CoWW", "Wx1 Wx2", ["x"], [1]),
  create("WRC", "Wx1 | Rx Wy1 | Ry Rx", [], [1, 1, 0]),
  create("IRIW", "Wx1 | Wy1 | Rx Ry | Ry Rx", [], [1, 0, 1, 0]),
];

/** A test by its id; undefined for an unknown one. */
export function findLitmusTest(id: string): LitmusTest | undefined {
  return LITMUS_TESTS.find((test) => test.id === id);
}

function create(id: string, notation: string, finals: readonly Place[], weak: LitmusValues): LitmusTest {
  const threads = notation.split("|").map((thread) => thread.trim().split(" ").map(toStep));
  const reads = threads.flat().filter(({ kind }) => kind === "read");
  return { id, notation, threads, finals, names: [...reads.map((_, i) => `r${i + 1}`), ...finals], weak };
}

function toStep(text: string): LitmusStep {
  const place = text[1] as Place;
  return text.startsWith("W") ? { kind: "write", place, value: Number(text.slice(2)) } : { kind: "read", place };
}
