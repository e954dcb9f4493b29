/**
 * Thousands of small random programs on all primitives at once: in each round 2 to 4 threads meet at fresh objects and do a few operations
 * drawn from the seed, in whatever order comes of it, misuse and limits of time included. Rule: every wait has a limit or is ended by
 * what each thread surely does before it leaves the round, so a round always ends.
 */
import type { Address } from "../base/ids.ts";
import { fromSmallWord, toSmallWord } from "../memory/words.ts";
import { STATUS } from "../program/operation.ts";
import { abortBarrier, initBarrier, resetBarrier, waitBarrier } from "../sync/barrier.ts";
import { beginWait, finishWait, initCondition, NOTIFY_ALL, notifyCondition } from "../sync/condition.ts";
import { clearEventFlag, initEventFlag, setEventFlag, waitEventFlag } from "../sync/event-flag.ts";
import { acquireLock, initLock, releaseLock } from "../sync/lock.ts";
import { getQueue, initQueue, joinQueue, markTaskDone, putQueue, QUEUE_KIND, shutDownQueue } from "../sync/queue.ts";
import { acquireRLock, initRLock, releaseRLock } from "../sync/rlock.ts";
import { acquireSemaphore, initSemaphore, releaseSemaphore } from "../sync/semaphore.ts";
import type { ObjectKind } from "../trace/ops.ts";
import type { StressProgram, StressThread } from "./stress-programs.ts";

/** Words of one round. */
export const ROUND_WORDS = 320;
/** Where a round's objects lie, and their capacity; the condition's lock is the rlock. */
export const ROUND_OBJECTS: readonly (readonly [at: number, kind: ObjectKind, capacity?: number])[] = [
  [0, "lock"],
  [32, "rlock"],
  [64, "condition"],
  [96, "semaphore", 2],
  [128, "event-flag"],
  [160, "barrier", 2],
  [192, "queue", 2],
  [224, "lifo-queue", 2],
  [256, "priority-queue", 0],
];
const [LOCK, RLOCK, CONDITION, SEMAPHORE, FLAG, BARRIER, QUEUE, LIFO, HEAP] = ROUND_OBJECTS.map(([at]) => at);
/** Counts who has left the round. */
const LEFT = 300;
const MOST_DEEDS = 6;

function initRound(words: Int32Array, at: Address): void {
  initLock(words, at + LOCK);
  initRLock(words, at + RLOCK);
  initCondition(words, at + CONDITION);
  initSemaphore(words, at + SEMAPHORE, 2, false);
  initEventFlag(words, at + FLAG);
  initBarrier(words, at + BARRIER, 2);
  initQueue(words, at + QUEUE, QUEUE_KIND.FIFO, 2);
  initQueue(words, at + LIFO, QUEUE_KIND.LIFO, 2);
  initQueue(words, at + HEAP, QUEUE_KIND.PRIORITY, 0);
}

/** At once, or after a moment. */
function limit({ random }: StressThread): number {
  return random.below(2) === 0 ? 0 : random.fraction() * 0.3;
}

function waitAndTakeBack(thread: StressThread, at: Address): void {
  const { context, probe } = thread;
  if (beginWait(context, at + CONDITION, at + RLOCK, probe) !== STATUS.OK) return;
  finishWait(context, at + CONDITION, at + RLOCK, fromSmallWord(context.result), limit(thread), probe);
}

type Deed = (thread: StressThread, at: Address) => unknown;

const DEEDS: readonly Deed[] = [
  (thread, at) => acquireLock(thread.context, at + LOCK, limit(thread), thread.probe),
  (thread, at) => acquireLock(thread.context, at + LOCK, limit(thread), thread.probe),
  ({ context, probe }, at) => releaseLock(context, at + LOCK, probe),
  (thread, at) => acquireRLock(thread.context, at + RLOCK, limit(thread), thread.probe),
  (thread, at) => acquireRLock(thread.context, at + RLOCK, limit(thread), thread.probe),
  ({ context, probe }, at) => releaseRLock(context, at + RLOCK, probe),
  waitAndTakeBack,
  waitAndTakeBack,
  ({ context, probe }, at) => notifyCondition(context, at + CONDITION, at + RLOCK, 1, probe),
  ({ context, probe }, at) => notifyCondition(context, at + CONDITION, at + RLOCK, NOTIFY_ALL, probe),
  (thread, at) => acquireSemaphore(thread.context, at + SEMAPHORE, limit(thread), thread.probe),
  ({ context, probe, random }, at) => releaseSemaphore(context, at + SEMAPHORE, 1 + random.below(2), probe),
  ({ context, probe }, at) => setEventFlag(context, at + FLAG, probe),
  ({ context, probe }, at) => clearEventFlag(context, at + FLAG, probe),
  (thread, at) => waitEventFlag(thread.context, at + FLAG, limit(thread), thread.probe),
  (thread, at) => waitBarrier(thread.context, at + BARRIER, limit(thread), thread.probe),
  (thread, at) => waitBarrier(thread.context, at + BARRIER, limit(thread), thread.probe),
  ({ context, probe }, at) => resetBarrier(context, at + BARRIER, probe),
  ({ context, probe }, at) => abortBarrier(context, at + BARRIER, probe),
  ...[QUEUE, LIFO, HEAP].flatMap((queue): Deed[] => [
    (thread, at) => putQueue(thread.context, at + queue, anyItem(thread), limit(thread), thread.owner, thread.probe),
    (thread, at) => getQueue(thread.context, at + queue, limit(thread), thread.owner, thread.probe),
    ({ context, probe }, at) => markTaskDone(context, at + queue, probe),
    (thread, at) => joinQueue(thread.context, at + queue, limit(thread), thread.probe),
  ]),
  ({ context, probe, random }, at) => shutDownQueue(context, at + QUEUE, random.below(2) === 0, probe),
];

function anyItem({ random }: StressThread): number {
  return toSmallWord(random.below(9));
}

/** Leaves no lock behind that another thread may wait for without a limit, then waits until all have left. */
function leaveRound({ context, probe, threads }: StressThread, at: Address): void {
  while (releaseRLock(context, at + RLOCK, probe) === STATUS.OK);
  const { words } = context;
  Atomics.add(words, at + LEFT, 1);
  Atomics.notify(words, at + LEFT);
  for (let left = Atomics.load(words, at + LEFT); left < threads; left = Atomics.load(words, at + LEFT))
    Atomics.wait(words, at + LEFT, left);
}

/** The round `i` lies `i * ROUND_WORDS` behind where the program's words begin. What was told is checked against the models. */
export const anything: Pick<StressProgram, "body"> = {
  body: (thread) => {
    const { at, random, rounds } = thread;
    for (let round = 0; round < rounds; round++) {
      const here = at + round * ROUND_WORDS;
      for (let deeds = 1 + random.below(MOST_DEEDS); deeds > 0; deeds--)
        DEEDS[random.below(DEEDS.length)](thread, here);
      leaveRound(thread, here);
    }
  },
};

/** Makes the objects of all rounds. */
export function initRounds(words: Int32Array, at: Address, rounds: number): void {
  for (let round = 0; round < rounds; round++) initRound(words, at + round * ROUND_WORDS);
}
