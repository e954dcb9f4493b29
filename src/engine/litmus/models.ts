/**
 * Which outcomes of a litmus test a memory model allows: every way in which reads could get their values is tried, and the model says
 * which are consistent. A candidate says which write each read saw (rf) and in which order the writes of each place took effect (co); a read comes
 * before all writes after the one it saw (fr); po is the order of the program. (Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014.)
 *
 *   sc    po ∪ rf ∪ co ∪ fr has no circle (Lamport, "How to Make a Multiprocessor Computer…", 1979)
 *   tso   each place by itself is sc, and so is everything without write → later read of one thread and without reading one's own write early (Sewell,
 *         Sarkar, Owens, Zappa Nardelli, Myreen, "x86-TSO", CACM 2010)
 *   arm   each place by itself is sc; between threads only rf, co and fr order plain accesses, and those alone make no circle here (Arm Architecture
 *         Reference Manual, B2.3: nothing in these tests depends on anything)
 *   js    a read sees any write that does not come after it in po and that no later write of po hides; final values likewise (ECMA-262, "Memory Model",
 *         happens-before consistency: unordered plain accesses promise no more)
 *
 * With Atomics all accesses are sc in all of them. Rule: exhaustive; the tests are small.
 */
import type { LitmusAccess, LitmusStep, LitmusTest, LitmusValues, Place } from "./litmus-tests.ts";

export type MemoryModel = "sc" | "tso" | "arm" | "js";

/** Whether each model allows an outcome, as the page API tells it. */
export interface Verdict {
  readonly js: boolean;
  readonly tso: boolean;
  readonly arm: boolean;
}

/** Equal for equal values. */
export function nameOfValues(values: LitmusValues): string {
  return values.join(",");
}

/** All outcomes that a model allows, in the order of their values. */
export function allowedOutcomes(test: LitmusTest, model: MemoryModel): readonly LitmusValues[] {
  const found = new Map<string, LitmusValues>();
  const keep = (values: LitmusValues) => found.set(nameOfValues(values), values);
  if (model === "js") new HappensBefore(test).visit(keep);
  else for (const execution of executionsOf(test)) if (isConsistent(execution, model)) keep(outcomeOf(test, execution));
  return [...found.values()].toSorted(compareValues);
}

/** What each model says of any outcome of a test with plain accesses or Atomics. */
export function createJudge(test: LitmusTest, access: LitmusAccess): (values: LitmusValues) => Verdict {
  const namesOf = (model: MemoryModel) =>
    new Set(allowedOutcomes(test, access === "atomics" ? "sc" : model).map(nameOfValues));
  const [js, tso, arm] = [namesOf("js"), namesOf("tso"), namesOf("arm")];
  return (values) => {
    const name = nameOfValues(values);
    return { js: js.has(name), tso: tso.has(name), arm: arm.has(name) };
  };
}

/** Outcomes of two lists, each once, in the order of their values. */
export function compareValues(a: LitmusValues, b: LitmusValues): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** A step of a thread, or the first value of a place (thread −1). */
interface Access {
  readonly id: number;
  readonly thread: number;
  readonly isWrite: boolean;
  readonly place: Place;
  /** Of a write. */
  readonly value: number;
}

const INITIAL = -1;

function accessesOf({ threads }: LitmusTest): Access[] {
  const steps = threads.flatMap((one, thread) => one.map((step) => ({ step, thread })));
  const places = [...new Set(steps.map(({ step }) => step.place))];
  const initial = places.map((place) => ({ thread: INITIAL, isWrite: true, place, value: 0 }));
  const own = steps.map(({ step, thread }) => ({
    thread,
    isWrite: step.kind === "write",
    place: step.place,
    value: valueOf(step),
  }));
  return [...initial, ...own].map((access, id) => ({ id, ...access }));
}

function valueOf(step: LitmusStep): number {
  return step.kind === "write" ? step.value : 0;
}

/** Ways to choose one of each list. */
function* choices<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  if (lists.length === 0) return yield [];
  const [first, ...rest] = lists;
  for (const one of first) for (const others of choices(rest)) yield [one, ...others];
}

function* permutations<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length === 0) return yield [];
  for (const [i, one] of list.entries())
    for (const rest of permutations([...list.slice(0, i), ...list.slice(i + 1)])) yield [one, ...rest];
}

interface Execution {
  readonly accesses: readonly Access[];
  /** By read: the write that it saw. */
  readonly source: ReadonlyMap<Access, Access>;
  /** By place: its writes in the order in which they took effect. */
  readonly order: ReadonlyMap<Place, readonly Access[]>;
}

function* executionsOf(test: LitmusTest): Generator<Execution> {
  const accesses = accessesOf(test);
  const reads = accesses.filter(({ isWrite }) => !isWrite);
  const places = [...new Set(accesses.map(({ place }) => place))];
  const writesOf = (place: Place) => accesses.filter((one) => one.isWrite && one.place === place);
  const orders = places.map((place) => {
    const [initial, ...others] = writesOf(place);
    return [...permutations(others)].map((rest) => [initial, ...rest]);
  });
  for (const sources of choices(reads.map(({ place }) => writesOf(place))))
    for (const chosen of choices(orders))
      yield {
        accesses,
        source: new Map(reads.map((read, i) => [read, sources[i]])),
        order: new Map(places.map((place, i) => [place, chosen[i]])),
      };
}

function outcomeOf({ finals }: LitmusTest, { accesses, source, order }: Execution): LitmusValues {
  const seen = accesses.flatMap((one) => source.get(one)?.value ?? []);
  return [...seen, ...finals.map((place) => order.get(place)?.at(-1)?.value ?? 0)];
}

type Edge = readonly [Access, Access];

/** Program order, and the initial values before everything. */
function programOrder(accesses: readonly Access[]): Edge[] {
  return pairs(accesses).filter(([a, b]) => a.thread === INITIAL || (a.thread === b.thread && a.id < b.id));
}

function pairs(accesses: readonly Access[]): Edge[] {
  return accesses.flatMap((a) => accesses.filter((b) => b !== a && b.thread !== INITIAL).map((b): Edge => [a, b]));
}

/** rf, co and fr. */
function communication({ source, order }: Execution): {
  readonly rf: Edge[];
  readonly co: Edge[];
  readonly fr: Edge[];
} {
  const rf = [...source].map(([read, write]): Edge => [write, read]);
  const co = [...order.values()].flatMap((writes) => writes.slice(1).map((write, i): Edge => [writes[i], write]));
  const fr = [...source].flatMap(([read, write]) => {
    const writes = order.get(read.place) ?? [];
    return writes.slice(writes.indexOf(write) + 1).map((later): Edge => [read, later]);
  });
  return { rf, co, fr };
}

function isConsistent(execution: Execution, model: Exclude<MemoryModel, "js">): boolean {
  const { accesses } = execution;
  const { rf, co, fr } = communication(execution);
  const po = programOrder(accesses);
  const between = ([a, b]: Edge) => a.thread !== b.thread;
  const samePlace = po.filter(([a, b]) => a.place === b.place);
  if (!isAcyclic(accesses, [...samePlace, ...rf, ...co, ...fr])) return false;
  switch (model) {
    case "sc":
      return isAcyclic(accesses, [...po, ...rf, ...co, ...fr]);
    case "tso": {
      const kept = po.filter(([a, b]) => a.thread === INITIAL || !a.isWrite || b.isWrite);
      return isAcyclic(accesses, [...kept, ...rf.filter(between), ...co, ...fr]);
    }
    case "arm":
      return isAcyclic(accesses, [...rf, ...co, ...fr].filter(between));
  }
}

/** By taking away, again and again, whatever nothing comes before. */
function isAcyclic(accesses: readonly Access[], edges: readonly Edge[]): boolean {
  let left = accesses;
  for (;;) {
    const blocked = new Set(edges.filter(([from]) => left.includes(from)).map(([, to]) => to));
    const next = left.filter((access) => blocked.has(access));
    if (next.length === 0) return true;
    if (next.length === left.length) return false;
    left = next;
  }
}

/** JavaScript's plain accesses: each read for itself. */
class HappensBefore {
  readonly #test: LitmusTest;
  readonly #accesses: readonly Access[];

  constructor(test: LitmusTest) {
    this.#test = test;
    this.#accesses = accessesOf(test);
  }

  visit(keep: (values: LitmusValues) => void): void {
    const reads = this.#accesses.filter(({ isWrite }) => !isWrite).map((read) => this.#seenBy(read));
    const finals = this.#test.finals.map((place) => this.#leftAt(place));
    for (const values of choices([...reads, ...finals])) keep(values);
  }

  #comesBefore(a: Access, b: Access): boolean {
    return (a.thread === INITIAL && b.thread !== INITIAL) || (a.thread === b.thread && a.id < b.id);
  }

  #seenBy(read: Access): readonly number[] {
    const writes = this.#writesOf(read.place).filter((write) => !this.#comesBefore(read, write));
    const isHidden = (write: Access) =>
      writes.some((other) => this.#comesBefore(write, other) && this.#comesBefore(other, read));
    return writes.filter((write) => !isHidden(write)).map(({ value }) => value);
  }

  /** What a read behind everything may see. */
  #leftAt(place: Place): readonly number[] {
    const writes = this.#writesOf(place);
    return writes.filter((write) => !writes.some((other) => this.#comesBefore(write, other))).map(({ value }) => value);
  }

  #writesOf(place: Place): readonly Access[] {
    return this.#accesses.filter((one) => one.isWrite && one.place === place);
  }
}
