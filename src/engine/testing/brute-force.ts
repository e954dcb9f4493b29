/**
 * Every interleaving of a program by plain recursion, and what they amount to: how many, which ends, and how many Mazurkiewicz traces, told by
 * the happens-before of each. Rule: shares nothing with the searches that it is held against but the program and its dependence.
 */
import type { ThreadId } from "../base/ids.ts";
import { type Explorable, NO_CHOICE } from "../runtime/explorer/explorable.ts";
import type { Footprint } from "../runtime/explorer/footprints.ts";
import { couldGoOn } from "../runtime/explorer/search.ts";

export interface BruteForce {
  readonly interleavings: number;
  /** By number of the end: how many interleavings end so. */
  readonly ends: ReadonlyMap<number, number>;
  readonly traces: number;
  /** By preemptions: how many interleavings have exactly so many. */
  readonly byPreemptions: readonly number[];
  /** By number of the end: fewest steps, then fewest preemptions of those. */
  readonly shortest: ReadonlyMap<number, readonly [steps: number, preemptions: number]>;
}

interface Played {
  readonly thread: ThreadId;
  readonly footprint: Footprint;
  readonly released: readonly ThreadId[];
  /** Its thread and which of its steps it is. */
  readonly name: string;
  /** Its name with those of all earlier steps that it depends on. */
  readonly ordered: string;
}

/** @param most gives null when there are more interleavings. */
export function bruteForce(program: Explorable, most = 1_000_000, maxPreemptions = Infinity): BruteForce | null {
  const played: Played[] = [];
  const ends = new Map<number, number>();
  const traces = new Set<string>();
  const byPreemptions: number[] = [];
  const shortest = new Map<number, readonly [number, number]>();
  let interleavings = 0;

  const endHere = (preemptions: number): void => {
    interleavings++;
    const end = program.end();
    ends.set(end, (ends.get(end) ?? 0) + 1);
    traces.add(traceOf(played));
    byPreemptions[preemptions] = (byPreemptions[preemptions] ?? 0) + 1;
    const [steps, fewest] = shortest.get(end) ?? [Infinity, Infinity];
    if (played.length < steps || (played.length === steps && preemptions < fewest))
      shortest.set(end, [played.length, preemptions]);
  };

  const go = (last: ThreadId, preemptions: number): void => {
    if (interleavings > most) return;
    let isOver = true;
    const mark = program.mark();
    for (let thread = 0; thread < program.threadCount; thread++) {
      const choice = program.choiceOf(thread);
      if (choice === NO_CHOICE) continue;
      isOver = false;
      const cost = thread !== last && couldGoOn(program, last) ? 1 : 0;
      if (preemptions + cost > maxPreemptions) continue;
      const { footprint, released } = program.take(choice);
      played.push(ordered(program, played, thread, footprint, [...released]));
      go(thread, preemptions + cost);
      played.pop();
      program.backTo(mark);
    }
    if (isOver) endHere(preemptions);
  };

  go(-1, 0);
  if (interleavings > most) return null;
  return { interleavings, ends, traces: traces.size, byPreemptions, shortest };
}

function ordered(
  program: Explorable,
  played: readonly Played[],
  thread: ThreadId,
  footprint: Footprint,
  released: readonly ThreadId[],
): Played {
  const name = `${thread}.${played.filter((one) => one.thread === thread).length}`;
  const before = played.filter(
    (one) =>
      one.thread === thread ||
      one.released.includes(thread) ||
      program.footprints.areDependent(one.footprint, footprint),
  );
  const names = before.map((one) => one.name).toSorted();
  return { thread, footprint, released, name, ordered: `${name}<${names.join()}` };
}

/** Equal for two interleavings exactly when one becomes the other by swapping neighbours that do not depend on each other. */
function traceOf(played: readonly Played[]): string {
  return played
    .map((one) => one.ordered)
    .toSorted()
    .join(" ");
}
