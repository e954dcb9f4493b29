/**
 * The lock: alone against a bare compareExchange and store and against what one would pick from npm, and contended by
 * two workers. All called directly and untraced.
 */
import { Mutex as AsyncMutex } from "async-mutex";
import { Mutex } from "multithreading";
import { acquireLock, initLock, releaseLock } from "../../src/engine/sync/lock.ts";
import { acquireRLock, initRLock, releaseRLock } from "../../src/engine/sync/rlock.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";
import { ask, COUNTER_AT, createWords, FREE_WORDS, OTHER_PRIMITIVE_AT, PRIMITIVE_AT } from "./shared/words.ts";
import type { ContendAnswer, ContendOrder } from "./sync.worker.ts";

const { words, context: own } = createWords();
initLock(words, PRIMITIVE_AT);
initRLock(words, OTHER_PRIMITIVE_AT);

function barePairs(n: number): void {
  for (let i = 0; i < n; i++) {
    if (Atomics.compareExchange(words, FREE_WORDS, 0, 1) !== 0) throw new Error("somebody else holds the word");
    Atomics.store(words, FREE_WORDS, 0);
  }
}

function lockPairs(n: number): void {
  for (let i = 0; i < n; i++) {
    if (acquireLock(own, PRIMITIVE_AT) !== 0) throw new Error("not acquired");
    if (releaseLock(own, PRIMITIVE_AT) !== 0) throw new Error("not released");
  }
}

function rlockPairs(n: number): void {
  for (let i = 0; i < n; i++) {
    if (acquireRLock(own, OTHER_PRIMITIVE_AT) !== 0) throw new Error("not acquired");
    if (releaseRLock(own, OTHER_PRIMITIVE_AT) !== 0) throw new Error("not released");
  }
}

const asyncMutex = new AsyncMutex();

async function asyncMutexPairs(n: number): Promise<void> {
  for (let i = 0; i < n; i++) (await asyncMutex.acquire())();
}

const peerMutex = new Mutex();

function peerPairs(n: number): void {
  for (let i = 0; i < n; i++) peerMutex.blockingLock().dispose();
}

interface Pair {
  readonly workers: readonly Worker[];
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
}

function startPair(context: KernelContext): Promise<Pair> {
  return context.keep("pair", async () => {
    const { buffer, words } = createWords();
    const workers = [0, 1].map(() =>
      context.start(new Worker(new URL("./sync.worker.ts", import.meta.url), { type: "module" })),
    );
    return { workers, buffer, words };
  });
}

const contendedMs = 200;

/** Pairs a second of two workers together. The plain counter that each pair adds 1 to must come out right. */
async function contended(context: KernelContext, lock: ContendOrder["lock"]): Promise<number> {
  const { workers, buffer, words } = await startPair(context);
  words[COUNTER_AT] = 0;
  const answers = workers.map((worker, index) => {
    const order: ContendOrder = { buffer, lock, thread: index + 1, ms: contendedMs };
    return ask<ContendAnswer>(context, worker, order);
  });
  const found = await Promise.all(answers);
  const pairs = found.reduce((sum, { pairs }) => sum + pairs, 0);
  if (words[COUNTER_AT] !== pairs) throw new Error(`${pairs} pairs counted ${words[COUNTER_AT]}`);
  return (pairs / Math.max(...found.map(({ ms }) => ms))) * 1000;
}

export const kernels: readonly Kernel[] = [
  {
    name: "lock-alone",
    unit: "ns/pair",
    against: "a bare compareExchange and store",
    goal: { ratio: { max: 1.5 } },
    subject: (context) => context.nanosecondsPerCall(lockPairs),
    floor: (context) => context.nanosecondsPerCall(barePairs),
  },
  {
    name: "rlock-alone",
    unit: "ns/pair",
    against: "a bare compareExchange and store",
    goal: {},
    subject: (context) => context.nanosecondsPerCall(rlockPairs),
    floor: (context) => context.nanosecondsPerCall(barePairs),
  },
  {
    name: "lock-alone-multithreading",
    unit: "ns/pair",
    against: "multithreading 0.3.52 Mutex",
    goal: { ratio: { max: 1 } },
    subject: (context) => context.nanosecondsPerCall(lockPairs),
    floor: (context) => context.nanosecondsPerCall(peerPairs),
  },
  {
    name: "lock-alone-async-mutex",
    unit: "ns/pair",
    against: "async-mutex 0.5.0",
    goal: { ratio: { max: 1 } },
    subject: (context) => context.nanosecondsPerCall(lockPairs),
    floor: (context) => context.nanosecondsPerCall(asyncMutexPairs),
  },
  {
    name: "lock-contended",
    unit: "pairs/s",
    against: "multithreading 0.3.52 Mutex",
    goal: { ratio: { min: 10 } },
    subject: (context) => contended(context, "ours"),
    floor: (context) => contended(context, "multithreading"),
  },
];
