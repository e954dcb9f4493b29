import { expect, it } from "vitest";
import { BARRIER_WORDS } from "../../sync/barrier.ts";
import { CONDITION_WORDS } from "../../sync/condition.ts";
import { EVENT_FLAG_WORDS } from "../../sync/event-flag.ts";
import { FUTURE_WORDS } from "../../sync/future.ts";
import { LOCK_WORDS } from "../../sync/lock.ts";
import { POOL_WORDS } from "../../sync/pool.ts";
import { QUEUE_WORDS } from "../../sync/queue.ts";
import { RLOCK_WORDS } from "../../sync/rlock.ts";
import { SEMAPHORE_WORDS } from "../../sync/semaphore.ts";
import { PRIMITIVES, type PrimitiveKind } from "./primitives.ts";

const needed: Readonly<Record<PrimitiveKind, number>> = {
  lock: LOCK_WORDS,
  rlock: RLOCK_WORDS,
  semaphore: SEMAPHORE_WORDS,
  condition: CONDITION_WORDS,
  "event-flag": EVENT_FLAG_WORDS,
  barrier: BARRIER_WORDS,
  queue: QUEUE_WORDS,
  "lifo-queue": QUEUE_WORDS,
  "priority-queue": QUEUE_WORDS,
  pool: POOL_WORDS,
  future: FUTURE_WORDS,
};

it.each(Object.entries(needed))("leaves the world's %s at least the words it takes", (kind, words) => {
  expect(PRIMITIVES[kind as PrimitiveKind].own).toBeGreaterThanOrEqual(words);
});
