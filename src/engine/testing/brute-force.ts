/**
 * Every interleaving of a program by plain recursion, and what they amount to: how many, which ends, and how many Mazurkiewicz traces, told by
 * the happens-before of each. Rule: shares nothing with the searches that it is held against but the program and its dependence.
 */
import type { ThreadId } from "../base/ids.ts";
import { type Explorable, type Follow, NO_CHOICE } from "../runtime/explorer/explorable.ts";
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
  /** Its thread and which of its steps it is. */
  readonly name: string;
  /** Its name with those of all earlier steps that it depends on. */
  readonly ordered: string;
}

/** A thread's next step comes after a step of another. */
interface Followed {
  readonly thread: ThreadId;
  readonly step: string;
}

/** @param most gives null when there are more interleavings. */
export function bruteForce(program: Explorable, most = 1_000_000, maxPreemptions = Infinity): BruteForce | null {
  const played: Played[] = [];
  const followed: Followed[] = [];
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
    let isOver = true;
    const mark = program.mark();
    for (let thread = 0; thread < program.threadCount; thread++) {
      const choice = program.choiceOf(thread);
      if (choice === NO_CHOICE) continue;
      isOver = false;
      const cost = thread !== last && couldGoOn(program, last) ? 1 : 0;
      if (preemptions + cost > maxPreemptions) continue;
      const { footprint, follows, joined } = program.take(choice);
      const before = played.length;
      const known = followed.length;
      if (joined >= 0) followed.push(...followedBy({ thread, after: joined }, played, followed));
      played.push(ordered(program, played, followed, thread, footprint));
      for (const follow of follows) followed.push(...followedBy(follow, played, followed));
      go(thread, preemptions + cost);
      followed.length = known;
      played.length = before;
      program.backTo(mark);
    }
    if (isOver) endHere(preemptions);
  };

  if (countRuns(program, most, -1, maxPreemptions) > most) return null;
  go(-1, 0);
  return { interleavings, ends, traces: traces.size, byPreemptions, shortest };
}

/** How many there are, as far as is asked: much cheaper than what they amount to. */
function countRuns(program: Explorable, most: number, last: ThreadId, preemptions: number): number {
  let runs = 0;
  let isOver = true;
  const mark = program.mark();
  for (let thread = 0; thread < program.threadCount && runs <= most; thread++) {
    const choice = program.choiceOf(thread);
    if (choice === NO_CHOICE) continue;
    isOver = false;
    const left = preemptions - (thread !== last && couldGoOn(program, last) ? 1 : 0);
    if (left < 0) continue;
    program.take(choice);
    runs += countRuns(program, most - runs, thread, left);
    program.backTo(mark);
  }
  return isOver ? 1 : runs;
}

function ordered(
  program: Explorable,
  played: readonly Played[],
  followed: readonly Followed[],
  thread: ThreadId,
  footprint: Footprint,
): Played {
  const name = `${thread}.${played.filter((one) => one.thread === thread).length}`;
  const before = played.filter(
    (one) => one.thread === thread || program.footprints.areDependent(one.footprint, footprint),
  );
  const orders = followed.filter((one) => one.thread === thread).map((one) => one.step);
  const names = [...new Set([...before.map((one) => one.name), ...orders])].toSorted();
  return { thread, footprint, name, ordered: `${name}<${names.join()}` };
}

/** All that a thread has done, and what that comes after. */
function followedBy({ thread, after }: Follow, played: readonly Played[], followed: readonly Followed[]): Followed[] {
  const own = played.filter((one) => one.thread === after).map((one) => one.name);
  const theirs = followed.filter((one) => one.thread === after).map((one) => one.step);
  return [...own, ...theirs].map((step) => ({ thread, step }));
}

/** Equal for two interleavings exactly when one becomes the other by swapping neighbours that do not depend on each other. */
function traceOf(played: readonly Played[]): string {
  return played
    .map((one) => one.ordered)
    .toSorted()
    .join(" ");
}
