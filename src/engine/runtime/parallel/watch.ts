/**
 * The deadlock watch: looks at what the threads of a running program say about themselves, from outside.
 * Rule: it believes a state only if two looks agree (VERSION unchanged and even), and it calls a thread stuck only if
 * nobody who can still go on could ever let it go on.
 *
 * A thread can go on if it runs, sleeps, or waits with a limit. So can one that was woken and has not been given a processor
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
}

/** Who holds what: −1 where nobody, or where holding says nothing (a queue). */
export type HolderOf = (object: Address, waitKind: number) => ThreadId | -1 | "anybody";

/** Reads every thread block; null when some thread was just writing its own. */
export function lookAtThreads(words: Int32Array): readonly ThreadView[] | null {
  const count = Atomics.load(words, CONTROL.THREAD_COUNT);
  const views: ThreadView[] = [];
  for (let id = 0; id < count; id++) {
    const block = threadBlock(id);
    const version = Atomics.load(words, block + THREAD.VERSION);
    if ((version & 1) === 1) return null;
    views.push({
      id,
      state: Atomics.load(words, block + THREAD.STATE),
      daemon: Atomics.load(words, block + THREAD.DAEMON) === 1,
      version,
      waitOn: Atomics.load(words, block + THREAD.WAIT_ON),
      waitKind: Atomics.load(words, block + THREAD.WAIT_KIND),
      timed: Atomics.load(words, block + THREAD.WAIT_TIMED) === 1,
      asleep: isAsleep(words, id),
    });
    if (Atomics.load(words, block + THREAD.VERSION) !== version) return null;
  }
  return views;
}

/** Whether nothing moved between two looks. */
export function isSameLook(before: readonly ThreadView[], after: readonly ThreadView[]): boolean {
  return (
    before.length === after.length &&
    before.every(
      (view, i) =>
        view.version === after[i].version && view.state === after[i].state && view.asleep === after[i].asleep,
    )
  );
}

/** Threads that can never go on, given one consistent look. */
export function findStuck(views: readonly ThreadView[], holderOf: HolderOf): ReadonlySet<ThreadId> {
  const live = views.filter((view) => view.state !== STATE.ENDED && view.state !== STATE.FREE);
  const able = new Set(
    live.filter((view) => view.state !== STATE.BLOCKED || view.timed || !view.asleep).map((view) => view.id),
  );
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
