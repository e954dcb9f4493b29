/**
 * Counts the interleavings of a program of `world.ts` by playing each from the beginning, and its Mazurkiewicz traces by the partial order that
 * each leaves. Rule: no cleverness, and nothing shared with what is held to it.
 */
import { type CountedStep, type CountedThread, type Touched, WHOLE } from "./world.ts";

export interface CountedProgram {
  /** There from the beginning. */
  readonly threads: readonly CountedThread[];
  /** What the run came to, once nobody can go. */
  readonly outcome: () => unknown;
}

export interface Counts {
  readonly interleavings: number;
  readonly traces: number;
  readonly deadlocked: number;
  readonly deadlockedTraces: number;
  /** Interleavings by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Interleavings by preemptions. */
  readonly byPreemptions: readonly number[];
}

interface Going {
  readonly thread: CountedThread;
  /** What it stands before; null when it has ended. */
  next: CountedStep | null;
}

interface Done {
  readonly thread: number;
  readonly touched: readonly Touched[];
  readonly name: string;
}

/** @param begin gives the program anew, at its beginning */
export function countByHand(begin: () => CountedProgram): Counts {
  const traces = new Set<string>();
  const deadlockedTraces = new Set<string>();
  const outcomes: Record<string, number> = {};
  const byPreemptions: number[] = [];
  let interleavings = 0;
  let deadlocked = 0;
  let choices: number[] = [];
  do {
    const { program, going, done, options, preemptions } = play(begin(), choices);
    const trace = partialOrderOf(done);
    interleavings++;
    traces.add(trace);
    if (going.some(({ next }) => next !== null)) {
      deadlocked++;
      deadlockedTraces.add(trace);
    }
    const outcome = JSON.stringify(program.outcome());
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    byPreemptions[preemptions] = (byPreemptions[preemptions] ?? 0) + 1;
    choices = following(options);
  } while (choices.length > 0);
  return {
    interleavings,
    traces: traces.size,
    deadlocked,
    deadlockedTraces: deadlockedTraces.size,
    outcomes,
    byPreemptions,
  };
}

interface Option {
  /** Which of those who could go went. */
  readonly taken: number;
  readonly of: number;
}

/** One interleaving: the given choices, and the first one from there on. */
function play(program: CountedProgram, choices: readonly number[]) {
  const going: Going[] = program.threads.map((thread) => ({ thread, next: begin(thread) }));
  const done: Done[] = [];
  const options: Option[] = [];
  let preemptions = 0;
  let last = -1;
  for (;;) {
    const able = [...going.keys()].filter((one) => going[one].next?.canGo() === true);
    if (able.length === 0) return { program, going, done, options, preemptions };
    const taken = choices[options.length] ?? 0;
    options.push({ taken, of: able.length });
    const one = able[taken];
    if (last !== one && able.includes(last)) preemptions++;
    last = one;
    takeStep(going, one, done);
  }
}

function begin(thread: CountedThread): CountedStep | null {
  const { value, done } = thread.next();
  return done === true ? null : value;
}

function takeStep(going: readonly Going[], one: number, done: Done[]): void {
  const { thread, next } = going[one];
  if (next === null) throw new Error("it has ended");
  const { touched, told } = next.go();
  done.push({ thread: one, touched, name: `${one}.${done.filter((each) => each.thread === one).length}` });
  const result = thread.next(told);
  going[one].next = result.done === true ? null : result.value;
}

/** The next choices in order; none when all were there. */
function following(options: readonly Option[]): number[] {
  const last = options.findLastIndex(({ taken, of }) => taken + 1 < of);
  return options.slice(0, last + 1).map(({ taken }, at) => (at === last ? taken + 1 : taken));
}

/** Equal for two interleavings exactly where each step comes after the same steps of others that it depends on. */
function partialOrderOf(done: readonly Done[]): string {
  const steps = done.map((step, at) => {
    const before = done.slice(0, at).filter((earlier) => earlier.thread !== step.thread && areDependent(earlier, step));
    return `${step.name}<${before
      .map(({ name }) => name)
      .toSorted()
      .join()}`;
  });
  return steps.toSorted().join(" ");
}

function areDependent(a: Done, b: Done): boolean {
  return a.touched.some((one) => b.touched.some((other) => meet(one, other)));
}

function meet(one: Touched, other: Touched): boolean {
  if (one.object !== other.object || !(one.writes || other.writes)) return false;
  return one.key === other.key || one.key === WHOLE || other.key === WHOLE;
}
