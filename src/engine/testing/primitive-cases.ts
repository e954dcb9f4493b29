/**
 * What every primitive promises, as scripts that any implementation can be held to: the real ones on Atomics and the model.
 *
 *   T1 acquire L -> ok 1            thread 1 does it and it comes out so (status, then the number it gives)
 *   T2 acquire L -> blocked         it cannot complete now
 *   T2 acquire L within 80          … with a time limit in milliseconds; `at once` does not wait
 *   T2 -> ok                        the blocked operation of thread 2 completes now
 *   T2 time is up -> timed-out      its limit passes
 *
 * Rule: a script has one possible outcome, whatever the speed of the threads.
 */
import type { ObjectKind } from "../trace/ops.ts";

/** One promise. */
export interface PrimitiveCase {
  readonly name: string;
  /** Name → kind and capacity: permits of a semaphore, parties of a barrier, threads of a pool, −1 for none. */
  readonly objects: Readonly<Record<string, readonly [ObjectKind, number]>>;
  readonly script: string;
}

const lock = { L: ["lock", -1] } as const;
const rlock = { R: ["rlock", -1] } as const;
const onLock = { L: ["lock", -1], C: ["condition", -1] } as const;
const onRLock = { R: ["rlock", -1], C: ["condition", -1] } as const;
const unbounded = { Q: ["queue", 0] } as const;
const flag = { E: ["event-flag", -1] } as const;
const future = { F: ["future", -1] } as const;

const LOCK_CASES: readonly PrimitiveCase[] = [
  {
    name: "a free lock is taken and given back",
    objects: lock,
    script: `T1 acquire L -> ok 1; T1 release L -> ok 0; T2 acquire L -> ok 1`,
  },
  {
    name: "who comes second waits for the release",
    objects: lock,
    script: `T1 acquire L -> ok; T2 acquire L -> blocked; T1 release L -> ok; T2 -> ok 1`,
  },
  {
    name: "a lock is not reentrant",
    objects: lock,
    script: `T1 acquire L -> ok; T1 acquire L at once -> refused; T1 acquire L within 30 -> blocked; T1 time is up -> timed-out`,
  },
  {
    name: "a try at a held lock is refused and leaves it as it is",
    objects: lock,
    script: `T1 acquire L -> ok; T2 acquire L at once -> refused; T1 release L -> ok; T2 acquire L at once -> ok 1`,
  },
  {
    name: "a wait ends when its time is up",
    objects: lock,
    script: `T1 acquire L -> ok; T2 acquire L within 60 -> blocked; T2 time is up -> timed-out; T1 release L -> ok; T3 acquire L -> ok`,
  },
  {
    name: "a timed wait that gets the lock in time",
    objects: lock,
    script: `T1 acquire L -> ok; T2 acquire L within 5000 -> blocked; T1 release L -> ok; T2 -> ok 1; T2 release L -> ok`,
  },
  {
    name: "any thread may release",
    objects: lock,
    script: `T1 acquire L -> ok; T2 release L -> ok 0; T3 acquire L -> ok`,
  },
  {
    name: "a release by another thread wakes who waits",
    objects: lock,
    script: `T1 acquire L -> ok; T2 acquire L -> blocked; T3 release L -> ok; T2 -> ok`,
  },
  {
    name: "a lock that nobody holds cannot be released",
    objects: lock,
    script: `T1 release L -> not-held; T1 acquire L -> ok; T1 release L -> ok; T1 release L -> not-held`,
  },
  {
    name: "each release lets one waiter in",
    objects: lock,
    script: `T1 acquire L -> ok; T2 acquire L -> blocked; T1 release L -> ok; T2 -> ok; T3 acquire L -> blocked; T2 release L -> ok; T3 -> ok`,
  },
  {
    name: "a waiter that gives up does not take a wake-up with it",
    objects: lock,
    script: `T1 acquire L -> ok; T2 acquire L within 60 -> blocked; T3 acquire L -> blocked; T2 time is up -> timed-out; T1 release L -> ok; T3 -> ok`,
  },
];

const RLOCK_CASES: readonly PrimitiveCase[] = [
  {
    name: "its holder takes it again, level by level",
    objects: rlock,
    script: `T1 acquire R -> ok 1; T1 acquire R -> ok 2; T1 acquire R at once -> ok 3; T1 release R -> ok 2; T1 release R -> ok 1; T1 release R -> ok 0`,
  },
  {
    name: "others wait for the last level",
    objects: rlock,
    script: `T1 acquire R -> ok; T1 acquire R -> ok; T2 acquire R -> blocked; T1 release R -> ok 1; T3 acquire R at once -> refused; T1 release R -> ok 0; T2 -> ok 1`,
  },
  {
    name: "only the holder may release",
    objects: rlock,
    script: `T1 acquire R -> ok; T2 release R -> not-owner; T1 release R -> ok 0; T1 release R -> not-held`,
  },
  {
    name: "a wait ends when its time is up",
    objects: rlock,
    script: `T1 acquire R -> ok; T2 acquire R within 60 -> blocked; T2 time is up -> timed-out; T1 acquire R -> ok 2`,
  },
];

const CONDITION_CASES: readonly PrimitiveCase[] = [
  {
    name: "wait and notify need the lock",
    objects: onRLock,
    script: `T1 wait C R -> not-owner; T1 notify C R 1 -> not-owner; T2 acquire R -> ok; T1 notify C R 1 -> not-owner`,
  },
  {
    name: "a notify without waiters wakes nobody later",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 notify C L 1 -> ok 0; T1 release L -> ok; T2 acquire L -> ok; T2 wait C L within 60 -> blocked; T2 time is up -> timed-out; T2 release L -> ok`,
  },
  {
    name: "waiting gives the lock up and waking takes it again",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 wait C L -> blocked; T2 acquire L -> ok; T2 notify C L 1 -> ok 1; T2 release L -> ok; T1 -> ok; T2 acquire L at once -> refused; T1 release L -> ok`,
  },
  {
    name: "notify wakes the longest waiter first",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 wait C L -> blocked; T2 acquire L -> ok; T2 wait C L -> blocked; T3 acquire L -> ok; T3 notify C L 1 -> ok 1; T3 release L -> ok; T1 -> ok; T1 notify C L 1 -> ok 1; T1 release L -> ok; T2 -> ok; T2 release L -> ok`,
  },
  {
    name: "notify all wakes everybody, one after the other",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 wait C L -> blocked; T2 acquire L -> ok; T2 wait C L -> blocked; T3 acquire L -> ok; T3 notify C L -1 -> ok 2; T3 release L -> ok; settle L T1 T2`,
  },
  {
    name: "notify of more than wait wakes those there are",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 wait C L -> blocked; T2 acquire L -> ok; T2 notify C L 5 -> ok 1; T2 release L -> ok; T1 -> ok; T1 release L -> ok`,
  },
  {
    name: "a timed wait comes back with the lock",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 wait C L within 60 -> blocked; T1 time is up -> timed-out; T2 acquire L at once -> refused; T1 release L -> ok 0`,
  },
  {
    name: "who timed out is not notified any more",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 wait C L within 60 -> blocked; T2 acquire L -> ok; T2 wait C L -> blocked; T1 time is up -> timed-out; T1 notify C L 1 -> ok 1; T1 release L -> ok; T2 -> ok; T2 release L -> ok`,
  },
  {
    name: "all levels of an RLock are given up and taken again",
    objects: onRLock,
    script: `T1 acquire R -> ok 1; T1 acquire R -> ok 2; T1 wait C R -> blocked; T2 acquire R -> ok 1; T2 notify C R 1 -> ok 1; T2 release R -> ok 0; T1 -> ok; T1 release R -> ok 1; T1 release R -> ok 0`,
  },
  {
    name: "a woken waiter waits for the lock",
    objects: onLock,
    script: `T1 acquire L -> ok; T1 wait C L -> blocked; T2 acquire L -> ok; T2 notify C L 1 -> ok 1; T3 acquire L within 60 -> blocked; T3 time is up -> timed-out; T2 release L -> ok; T1 -> ok; T1 release L -> ok`,
  },
];

const QUEUE_CASES: readonly PrimitiveCase[] = [
  {
    name: "items come out in the order they went in",
    objects: unbounded,
    script: `T1 put Q 1 -> ok; T1 put Q 2 -> ok; T2 put Q 3 -> ok; T3 get Q -> ok 1; T2 get Q -> ok 2; T1 get Q -> ok 3`,
  },
  {
    name: "the newest first",
    objects: { Q: ["lifo-queue", 0] },
    script: `T1 put Q 1 -> ok; T1 put Q 2 -> ok; T1 get Q -> ok 2; T1 put Q 3 -> ok; T1 get Q -> ok 3; T1 get Q -> ok 1`,
  },
  {
    name: "the smallest first",
    objects: { Q: ["priority-queue", 0] },
    script: `T1 put Q 5 -> ok; T1 put Q 1 -> ok; T1 put Q 4 -> ok; T1 put Q 1 -> ok; T1 get Q -> ok 1; T1 get Q -> ok 1; T1 put Q 3 -> ok; T1 get Q -> ok 3; T1 get Q -> ok 4; T1 get Q -> ok 5`,
  },
  {
    name: "an empty queue makes a getter wait",
    objects: unbounded,
    script: `T1 get Q -> blocked; T2 put Q 7 -> ok; T1 -> ok 7`,
  },
  {
    name: "an empty queue refuses and times out",
    objects: unbounded,
    script: `T1 get Q at once -> refused; T1 get Q within 60 -> blocked; T1 time is up -> timed-out; T1 put Q 1 -> ok; T1 get Q at once -> ok 1`,
  },
  {
    name: "a full queue makes a putter wait",
    objects: { Q: ["queue", 1] },
    script: `T1 put Q 1 -> ok; T2 put Q 2 -> blocked; T3 get Q -> ok 1; T2 -> ok; T3 get Q -> ok 2`,
  },
  {
    name: "a full queue refuses and times out",
    objects: { Q: ["queue", 2] },
    script: `T1 put Q 1 -> ok; T1 put Q 2 -> ok; T1 put Q 3 at once -> refused; T1 put Q 3 within 60 -> blocked; T1 time is up -> timed-out; T1 size Q -> ok 2; T1 get Q -> ok 1; T1 put Q 3 at once -> ok; T1 get Q -> ok 2; T1 get Q -> ok 3`,
  },
  {
    name: "a bounded stack and a bounded heap are bounded",
    objects: { Q: ["lifo-queue", 1], P: ["priority-queue", 1] },
    script: `T1 put Q 1 -> ok; T1 put Q 2 at once -> refused; T1 put P 1 -> ok; T1 put P 2 at once -> refused`,
  },
  {
    name: "it grows",
    objects: unbounded,
    script: `${range(40, (i) => `T1 put Q ${i} -> ok`)}; T1 size Q -> ok 40; ${range(20, (i) => `T2 get Q -> ok ${i}`)}; ${range(40, (i) => `T1 put Q ${40 + i} -> ok`)}; ${range(60, (i) => `T2 get Q -> ok ${20 + i}`)}; T1 get Q at once -> refused`,
  },
  {
    name: "each put lets one getter go",
    objects: unbounded,
    script: `T1 get Q -> blocked; T2 put Q 1 -> ok; T1 -> ok 1; T1 get Q -> blocked; T3 get Q within 60 -> blocked; T3 time is up -> timed-out; T2 put Q 2 -> ok; T1 -> ok 2`,
  },
  {
    name: "join waits for every item to be done",
    objects: unbounded,
    script: `T1 join Q -> ok; T1 put Q 1 -> ok; T1 put Q 2 -> ok; T3 join Q -> blocked; T2 get Q -> ok; T2 task-done Q -> ok 1; T2 get Q -> ok; T2 task-done Q -> ok 0; T3 -> ok`,
  },
  {
    name: "done too often",
    objects: unbounded,
    script: `T1 task-done Q -> too-many; T1 put Q 1 -> ok; T1 task-done Q -> ok 0; T1 task-done Q -> too-many`,
  },
  {
    name: "shutdown turns puts away at once and gets once it is empty",
    objects: unbounded,
    script: `T1 put Q 1 -> ok; T1 shutdown Q false -> ok; T1 put Q 2 -> shut-down; T2 get Q -> ok 1; T2 get Q -> shut-down; T2 get Q at once -> shut-down`,
  },
  {
    name: "shutdown wakes a getter",
    objects: unbounded,
    script: `T1 get Q -> blocked; T2 shutdown Q false -> ok; T1 -> shut-down`,
  },
  {
    name: "shutdown wakes a putter",
    objects: { Q: ["queue", 1] },
    script: `T1 put Q 1 -> ok; T2 put Q 2 -> blocked; T3 shutdown Q false -> ok; T2 -> shut-down; T1 get Q -> ok 1; T1 get Q -> shut-down`,
  },
  {
    name: "shutdown at once drops what is queued, which counts as done",
    objects: unbounded,
    script: `T1 put Q 1 -> ok; T1 put Q 2 -> ok; T2 join Q -> blocked; T1 shutdown Q true -> ok; T2 -> ok; T1 get Q -> shut-down; T1 task-done Q -> too-many`,
  },
  {
    name: "after shutdown a join still waits for what was got",
    objects: unbounded,
    script: `T1 put Q 1 -> ok; T1 get Q -> ok 1; T2 join Q -> blocked; T1 shutdown Q true -> ok; T1 task-done Q -> ok 0; T2 -> ok`,
  },
];

const SEMAPHORE_CASES: readonly PrimitiveCase[] = [
  {
    name: "permits are taken and given back",
    objects: { S: ["semaphore", 2] },
    script: `T1 take S -> ok 1; T2 take S -> ok 0; T3 take S at once -> refused; T1 give S 1 -> ok 1; T3 take S -> ok 0`,
  },
  {
    name: "without a permit one waits",
    objects: { S: ["semaphore", 0] },
    script: `T1 take S -> blocked; T2 give S 1 -> ok 1; T1 -> ok 0`,
  },
  {
    name: "a wait ends when its time is up",
    objects: { S: ["semaphore", 0] },
    script: `T1 take S within 60 -> blocked; T1 time is up -> timed-out; T2 give S 1 -> ok 1`,
  },
  {
    name: "several permits let several go",
    objects: { S: ["semaphore", 0] },
    script: `T1 take S -> blocked; T2 take S -> blocked; T3 give S 3 -> ok 3; T1 -> ok; T2 -> ok; T3 take S at once -> ok 0`,
  },
  {
    name: "an unbounded one takes more than it had",
    objects: { S: ["semaphore", 1] },
    script: `T1 give S 1 -> ok 2; T1 take S -> ok 1`,
  },
];

const EVENT_FLAG_CASES: readonly PrimitiveCase[] = [
  {
    name: "a set flag lets everybody pass until it is cleared",
    objects: flag,
    script: `T1 set E -> ok; T1 await E -> ok; T2 await E -> ok; T1 clear E -> ok; T2 await E at once -> timed-out`,
  },
  {
    name: "setting wakes everybody",
    objects: flag,
    script: `T1 await E -> blocked; T2 await E -> blocked; T3 set E -> ok; T1 -> ok; T2 -> ok`,
  },
  {
    name: "a wait ends when its time is up",
    objects: flag,
    script: `T1 await E within 60 -> blocked; T1 time is up -> timed-out; T2 set E -> ok; T1 await E -> ok`,
  },
  {
    name: "who waited when it was set passes, though it is cleared at once",
    objects: flag,
    script: `T1 await E -> blocked; T2 set E -> ok; T2 clear E -> ok; T1 -> ok; T1 await E at once -> timed-out`,
  },
];

const BARRIER_CASES: readonly PrimitiveCase[] = [
  {
    name: "the last party lets all pass, round after round",
    objects: { B: ["barrier", 2] },
    script: `T1 meet B -> blocked; T2 meet B -> ok 1; T1 -> ok 0; T2 meet B -> blocked; T1 meet B -> ok 1; T2 -> ok 0`,
  },
  {
    name: "a barrier of one never waits",
    objects: { B: ["barrier", 1] },
    script: `T1 meet B -> ok 0; T1 meet B -> ok 0`,
  },
  {
    name: "whose time is up breaks it for all",
    objects: { B: ["barrier", 3] },
    script: `T1 meet B -> blocked; T2 meet B within 60 -> blocked; T2 time is up -> broken; T1 -> broken; T3 meet B -> broken`,
  },
  {
    name: "abort breaks it until a reset",
    objects: { B: ["barrier", 2] },
    script: `T1 meet B -> blocked; T2 abort B -> ok; T1 -> broken; T2 meet B -> broken; T2 reset B -> ok; T1 meet B -> blocked; T2 meet B -> ok 1; T1 -> ok 0`,
  },
  {
    name: "reset breaks it for those inside alone",
    objects: { B: ["barrier", 2] },
    script: `T1 meet B -> blocked; T2 reset B -> ok; T1 -> broken; T1 meet B -> blocked; T2 meet B -> ok 1; T1 -> ok 0`,
  },
];

const FUTURE_CASES: readonly PrimitiveCase[] = [
  {
    name: "its result is there for everybody",
    objects: future,
    script: `T1 await-future F -> blocked; T2 begin F -> ok; T2 finish F 7 -> ok; T1 -> ok 7; T3 await-future F -> ok 7`,
  },
  {
    name: "an exception is told as one",
    objects: future,
    script: `T2 begin F -> ok; T2 fail F 9 -> ok; T1 await-future F -> failed 9`,
  },
  {
    name: "it is settled once",
    objects: future,
    script: `T1 finish F 1 -> ok; T1 finish F 2 -> refused; T1 fail F 3 -> refused; T1 begin F -> refused; T1 await-future F -> ok 1`,
  },
  {
    name: "it can be cancelled before it runs",
    objects: future,
    script: `T1 await-future F -> blocked; T2 cancel F -> ok; T1 -> cancelled; T2 cancel F -> ok; T2 begin F -> refused; T2 finish F 1 -> refused`,
  },
  {
    name: "it cannot be cancelled once it runs",
    objects: future,
    script: `T1 begin F -> ok; T2 cancel F -> refused; T1 finish F 1 -> ok; T2 cancel F -> refused`,
  },
  {
    name: "a wait ends when its time is up",
    objects: future,
    script: `T1 await-future F within 60 -> blocked; T1 time is up -> timed-out; T2 finish F 5 -> ok; T1 await-future F at once -> ok 5`,
  },
];

const POOL_CASES: readonly PrimitiveCase[] = [
  {
    name: "tasks are taken in the order of submission",
    objects: { P: ["pool", 1] },
    script: `T1 submit P 1 -> ok; T1 submit P 2 -> ok; T2 take-task P -> ok 1; T2 take-task P -> ok 2; T2 take-task P -> blocked; T1 submit P 3 -> ok; T2 -> ok 3`,
  },
  {
    name: "close lets what is in run and turns the rest away",
    objects: { P: ["pool", 1] },
    script: `T1 submit P 1 -> ok; T1 close P -> ok; T1 submit P 2 -> closed; T2 take-task P -> ok 1; T2 take-task P -> shut-down`,
  },
  {
    name: "close wakes a thread that waits",
    objects: { P: ["pool", 1] },
    script: `T2 take-task P -> blocked; T1 close P -> ok; T2 -> shut-down`,
  },
  {
    name: "terminate drops what no thread has taken",
    objects: { P: ["pool", 1] },
    script: `T1 submit P 1 -> ok; T1 terminate P -> ok; T2 take-task P -> shut-down; T1 submit P 2 -> closed`,
  },
  {
    name: "join waits until all its threads have gone",
    objects: { P: ["pool", 2] },
    script: `T1 close P -> ok; T1 join-pool P -> blocked; T2 take-task P -> shut-down; T2 leave P -> ok; T3 take-task P -> shut-down; T3 leave P -> ok; T1 -> ok`,
  },
  { name: "an open pool cannot be joined", objects: { P: ["pool", 1] }, script: `T1 join-pool P -> refused` },
];

/** All of them, by the primitive that they are about. */
export const PRIMITIVE_CASES: Readonly<Record<string, readonly PrimitiveCase[]>> = {
  lock: LOCK_CASES,
  rlock: RLOCK_CASES,
  condition: CONDITION_CASES,
  queue: QUEUE_CASES,
  semaphore: SEMAPHORE_CASES,
  "event flag": EVENT_FLAG_CASES,
  barrier: BARRIER_CASES,
  future: FUTURE_CASES,
  pool: POOL_CASES,
};

function range(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join("; ");
}
