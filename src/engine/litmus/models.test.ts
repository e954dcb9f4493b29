import { describe, expect, it, test } from "vitest";
import { LITMUS_TESTS, type LitmusTest, type LitmusValues, type Place } from "./litmus-tests.ts";
import { allowedOutcomes, compareValues, createJudge, nameOfValues } from "./models.ts";

/** The table of the course: outcomes if sequentially consistent; whether x86-TSO, Arm, JavaScript plain allow the weak outcome. */
const TABLE: Readonly<Record<string, readonly [number, boolean, boolean, boolean]>> = {
  SB: [3, true, true, true],
  R: [3, true, true, true],
  MP: [3, false, true, true],
  LB: [3, false, true, true],
  S: [3, false, true, true],
  "2+2W": [3, false, true, true],
  CoRR: [3, false, false, true],
  CoWR: [3, false, false, true],
  CoWW: [1, false, false, false],
  WRC: [7, false, true, true],
  IRIW: [15, false, true, true],
};

describe("the table", () => {
  test.each(LITMUS_TESTS.map((one) => [one.id, one] as const))("%s", (id, one) => {
    const [outcomes, tso, arm, js] = TABLE[id];
    expect(allowedOutcomes(one, "sc")).toHaveLength(outcomes);
    expect(createJudge(one, "plain")(one.weak)).toEqual({ tso, arm, js });
    expect(createJudge(one, "atomics")(one.weak)).toEqual({ tso: false, arm: false, js: false });
  });

  it("has every test once", () => {
    expect(LITMUS_TESTS.map(({ id }) => id)).toEqual(Object.keys(TABLE));
  });
});

/** A machine by its steps: memory, and for each thread a buffer of writes that have not reached it. */
interface Machine {
  readonly memory: Readonly<Record<Place, number>>;
  readonly at: readonly number[];
  readonly buffers: readonly (readonly { readonly place: Place; readonly value: number }[])[];
  readonly seen: readonly (readonly number[])[];
}

/** Every outcome of a machine with store buffers of `size`: 0 is sequentially consistent, any other is x86-TSO's machine. */
function outcomesOfMachine(one: LitmusTest, size: number): readonly LitmusValues[] {
  const found = new Map<string, LitmusValues>();
  const visited = new Set<string>();
  const visit = (machine: Machine): void => {
    const name = JSON.stringify(machine);
    if (visited.size === visited.add(name).size) return;
    const next = one.threads.flatMap((_, thread) => movesOf(one, machine, thread, size));
    next.forEach(visit);
    if (next.length > 0) return;
    const values = [...machine.seen.flat(), ...one.finals.map((place) => machine.memory[place])];
    found.set(nameOfValues(values), values);
  };
  const each = one.threads.map(() => []);
  visit({ memory: { x: 0, y: 0 }, at: one.threads.map(() => 0), buffers: each, seen: each });
  return [...found.values()].toSorted(compareValues);
}

function movesOf(one: LitmusTest, machine: Machine, thread: number, size: number): Machine[] {
  const { memory, at, buffers, seen } = machine;
  const own = buffers[thread];
  const moves: Machine[] = [];
  if (own.length > 0) {
    const [{ place, value }, ...rest] = own;
    moves.push({ ...machine, memory: { ...memory, [place]: value }, buffers: buffers.with(thread, rest) });
  }
  const step = one.threads[thread][at[thread]];
  if (step === undefined) return moves;
  const ahead = { ...machine, at: at.with(thread, at[thread] + 1) };
  if (step.kind === "read") {
    const value = own.findLast(({ place }) => place === step.place)?.value ?? memory[step.place];
    moves.push({ ...ahead, seen: seen.with(thread, [...seen[thread], value]) });
  } else if (size === 0) moves.push({ ...ahead, memory: { ...memory, [step.place]: step.value } });
  else if (own.length < size) moves.push({ ...ahead, buffers: buffers.with(thread, [...own, step]) });
  return moves;
}

describe("machines that take the steps one by one", () => {
  test.each(LITMUS_TESTS.map((one) => [one.id, one] as const))("have the models' outcomes for %s", (_, one) => {
    expect(outcomesOfMachine(one, 0)).toEqual(allowedOutcomes(one, "sc"));
    expect(outcomesOfMachine(one, 4)).toEqual(allowedOutcomes(one, "tso"));
  });
});

describe("models", () => {
  it("each allow what the stricter one allows", () => {
    for (const one of LITMUS_TESTS) {
      const [sc, tso, arm, js] = (["sc", "tso", "arm", "js"] as const).map((model) =>
        allowedOutcomes(one, model).map(nameOfValues),
      );
      expect(tso).toEqual(expect.arrayContaining(sc));
      expect(arm).toEqual(expect.arrayContaining(tso));
      expect(js).toEqual(expect.arrayContaining(arm));
    }
  });
});
