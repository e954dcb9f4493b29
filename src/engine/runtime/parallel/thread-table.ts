/**
 * Making threads and finding workers for them, on the blocks and mailboxes of `layout.ts`. Any thread may start threads;
 * Rule: a block is filled before its worker hears of it, and a mailbox is claimed by one compareExchange.
 */
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import {
  CONTROL,
  MAILBOX,
  MAILBOX_STATE,
  mailbox,
  MAX_THREADS,
  STATE,
  THREAD,
  threadBlock,
} from "../../memory/layout.ts";
import { callCoordinator } from "./attention.ts";

/** In THREAD.WORKER: its starter is still looking for a worker; nobody has found one, so the coordinator will. */
const STARTING = -2;
const UNPLACED = -1;

/** Fills a new thread's block; −1 when there are no more. */
export function createThreadBlock(
  words: Int32Array,
  parent: ThreadId,
  object: Address,
  name: Word,
  daemon: boolean,
): ThreadId | -1 {
  const thread = takeThreadId(words);
  if (thread < 0) return -1;
  const block = threadBlock(thread);
  Atomics.store(words, block + THREAD.OBJECT, object);
  Atomics.store(words, block + THREAD.NAME, name);
  Atomics.store(words, block + THREAD.DAEMON, daemon ? 1 : 0);
  Atomics.store(words, block + THREAD.PARENT, parent);
  Atomics.store(words, block + THREAD.WORKER, STARTING);
  Atomics.store(words, block + THREAD.STATE, STATE.NEW);
  return thread;
}

/** Gives the thread to a parked worker, or asks the coordinator for one. */
export function startOnWorker(words: Int32Array, thread: ThreadId): void {
  if (tryStartOnParkedWorker(words, thread)) return;
  Atomics.store(words, threadBlock(thread) + THREAD.WORKER, UNPLACED);
  Atomics.add(words, CONTROL.WANTED_WORKERS, 1);
  callCoordinator(words);
}

/** False when no worker is parked. */
export function tryStartOnParkedWorker(words: Int32Array, thread: ThreadId): boolean {
  const workers = Atomics.load(words, CONTROL.WORKER_COUNT);
  for (let worker = 0; worker < workers; worker++) {
    const box = mailbox(worker);
    if (Atomics.compareExchange(words, box, MAILBOX_STATE.PARKED, MAILBOX_STATE.CLAIMED) !== MAILBOX_STATE.PARKED)
      continue;
    Atomics.store(words, threadBlock(thread) + THREAD.WORKER, worker);
    Atomics.store(words, box + MAILBOX.THREAD, thread);
    Atomics.store(words, box + MAILBOX.STATE, MAILBOX_STATE.START);
    Atomics.notify(words, box + MAILBOX.STATE);
    return true;
  }
  return false;
}

/** Threads that were made but that no worker has yet; the coordinator gives them out when a worker parks. */
export function threadsWithoutWorker(words: Int32Array): readonly ThreadId[] {
  const count = Atomics.load(words, CONTROL.THREAD_COUNT);
  const waiting: ThreadId[] = [];
  for (let thread = 0; thread < count; thread++) {
    const block = threadBlock(thread);
    if (
      Atomics.load(words, block + THREAD.STATE) === STATE.NEW &&
      Atomics.load(words, block + THREAD.WORKER) === UNPLACED
    )
      waiting.push(thread);
  }
  return waiting;
}

/** Whether every thread that Python would wait for has ended; false before main was made. */
export function isProgramOver(words: Int32Array): boolean {
  const count = Atomics.load(words, CONTROL.THREAD_COUNT);
  for (let thread = 0; thread < count; thread++) {
    const block = threadBlock(thread);
    if (Atomics.load(words, block + THREAD.ENDED) === 0 && Atomics.load(words, block + THREAD.DAEMON) === 0)
      return false;
  }
  return count > 0;
}

/** Whether every thread that was made has ended, daemons too. */
export function areThreadsEnded(words: Int32Array): boolean {
  const count = Atomics.load(words, CONTROL.THREAD_COUNT);
  for (let thread = 0; thread < count; thread++)
    if (Atomics.load(words, threadBlock(thread) + THREAD.ENDED) === 0) return false;
  return true;
}

function takeThreadId(words: Int32Array): ThreadId | -1 {
  for (;;) {
    const count = Atomics.load(words, CONTROL.THREAD_COUNT);
    if (count >= MAX_THREADS) return -1;
    if (Atomics.compareExchange(words, CONTROL.THREAD_COUNT, count, count + 1) === count) return count;
  }
}
