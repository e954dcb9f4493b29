/**
 * The deadlock watch: looks at what the threads of a running program say about themselves, from outside.
 * Rule: it believes that a thread waits only if two looks agree on it (VERSION unchanged and even), and it calls a thread stuck only
 * if nobody who can still go on could ever let it go on, and a last look finds that so still.
 *
 * A thread can go on if it moved between the looks, runs, sleeps, or waits with a limit. So can one that was woken and has not been given a processor
 * yet (`isAsleep`). A thread that waits for a lock can go on if the lock's
 * holder can; one that joins, if the thread it joins can; one that waits for anything else (a queue, a condition, a
 * future), if any other thread can, since anybody might put, notify or answer.
 */
import type { Address, ThreadId } from "../../base/ids.ts";
import { CONTROL, STATE, THREAD, threadBlock } from "../../memory/layout.ts";
import { isAsleep } from "../../sync/thread-context.ts";

/** One thread as seen from outside. */
export interface ThreadView {
  readonly id: ThreadId;
  readonly state: number;
  readonly daemon: boolean;
  readonly version: number;
  readonly waitOn: Address;
  readonly waitKind: number;
  readonly timed: boolean;
  /** Asleep in a wait that nobody has ended yet. */
  readonly asleep: boolean;
  /** False where the thread was just writing what is read here. */
  readonly steady: boolean;
}

/** Who holds what: −1 where nobody, or where holding says nothing (a queue). */
export type HolderOf = (object: Address, waitKind: number) => ThreadId | -1 | "anybody";

/** Reads every thread block. */
export function lookAtThreads(words: Int32Array): readonly ThreadView[] {
  return Array.from({ length: Atomics.load(words, CONTROL.THREAD_COUNT) }, (_, id) => lookAtThread(words, id));
}

function lookAtThread(words: Int32Array, id: ThreadId): ThreadView {
  const block = threadBlock(id);
  const version = Atomics.load(words, block + THREAD.VERSION);
  const view = {
    id,
    state: Atomics.load(words, block + THREAD.STATE),
    daemon: Atomics.load(words, block + THREAD.DAEMON) === 1,
    version,
    waitOn: Atomics.load(words, block + THREAD.WAIT_ON),
    waitKind: Atomics.load(words, block + THREAD.WAIT_KIND),
    timed: Atomics.load(words, block + THREAD.WAIT_TIMED) === 1,
    asleep: isAsleep(words, id),
  };
  const steady = (version & 1) === 0 && Atomics.load(words, block + THREAD.VERSION) === version;
  return { ...view, steady };
}

/** Whether a thread was asleep in one and the same wait at both looks, and so at every moment between them. */
function staysAsleep(before: ThreadView | undefined, after: ThreadView): boolean {
  const agree = before?.steady === true && after.steady && before.version === after.version;
  return agree && before.asleep && after.asleep && after.state === STATE.BLOCKED;
}

/** Threads that can never go on, given two looks with some time between them. */
export function findStuck(
  before: readonly ThreadView[],
  after: readonly ThreadView[],
  holderOf: HolderOf,
): ReadonlySet<ThreadId> {
  const live = after.filter((view) => view.state !== STATE.ENDED && view.state !== STATE.FREE);
  const able = new Set(live.filter((view) => view.timed || !staysAsleep(before[view.id], view)).map((view) => view.id));
  let grown = true;
  while (grown) {
    grown = false;
    for (const view of live) {
      if (able.has(view.id) || !canBeLetGo(view, able, holderOf)) continue;
      able.add(view.id);
      grown = true;
    }
  }
  return new Set(live.filter((view) => !able.has(view.id)).map((view) => view.id));
}

/**
 * Those of `stuck` that a look taken after all others still finds so. A look reads one thread after the other: who was read as asleep may have
 * been woken by a thread that had ended before it was read in its turn. Whoever could have woken is over by now, so that it shows.
 */
export function stuckForGood(
  stuck: ReadonlySet<ThreadId>,
  after: readonly ThreadView[],
  again: readonly ThreadView[],
  holderOf: HolderOf,
): ReadonlySet<ThreadId> {
  const still = findStuck(after, again, holderOf);
  return new Set([...stuck].filter((thread) => still.has(thread)));
}

function canBeLetGo(view: ThreadView, able: ReadonlySet<ThreadId>, holderOf: HolderOf): boolean {
  const holder = holderOf(view.waitOn, view.waitKind);
  if (holder === "anybody") return able.size > 0;
  // A free lock that somebody still waits for is being handed over at this moment.
  return holder === -1 || able.has(holder);
}

/**
 * Whether the run has come to its end: somebody the program waits for is stuck, and every other such thread is stuck or
 * has ended.
 */
export function isDeadlocked(views: readonly ThreadView[], stuck: ReadonlySet<ThreadId>): boolean {
  const awaited = views.filter((view) => !view.daemon && view.state !== STATE.ENDED && view.state !== STATE.FREE);
  return awaited.length > 0 && awaited.every((view) => stuck.has(view.id));
}
