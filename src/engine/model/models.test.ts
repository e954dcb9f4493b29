// The models keep every promise that the real primitives keep, and never change a state in place.

import { describe, expect, it, test } from "vitest";
import { createRandom } from "../base/random.ts";
import { fromSmallWord, toAddressWord, toSmallWord, TRUE } from "../memory/words.ts";
import { createOperation, STATUS, VERB, type Verb } from "../program/operation.ts";
import { ModelDriver } from "../testing/model-driver.ts";
import { PRIMITIVE_CASES } from "../testing/primitive-cases.ts";
import { playCase } from "../testing/primitive-driver.ts";
import { OBJECT_KINDS, type ObjectKind } from "../trace/ops.ts";
import { popped, pushed } from "./heap.ts";
import { isLockBlocked, LOCK_MODEL, RLOCK_MODEL } from "./lock.ts";
import { modelFor } from "./models.ts";
import { semaphoreModel } from "./semaphore.ts";
import { expireSystem, NEW_SYSTEM, stepSystem, type SystemState, withObject, withThreadEnded } from "./system.ts";
import { isProgramAlive } from "./threads.ts";
import type { Request } from "./transition.ts";

for (const [primitive, cases] of Object.entries(PRIMITIVE_CASES)) {
  describe(primitive, () => {
    for (const subject of cases) test(subject.name, () => playCase(subject, new ModelDriver()));
  });
}

const request = (thread: number, verb: Verb, more: Partial<Request> = {}): Request => ({
  ...createOperation(),
  timeoutMs: Number.POSITIVE_INFINITY,
  ...more,
  thread,
  verb,
});

describe("threads", () => {
  it("are numbered in the order of start, joined once ended, and counted while alive", () => {
    const first = stepSystem(NEW_SYSTEM, request(0, VERB.SPAWN, { object: 40 }));
    const second = stepSystem(first.state, request(0, VERB.SPAWN, { object: 41, value: TRUE }));
    expect([fromSmallWord(first.result), fromSmallWord(second.result)]).toEqual([1, 2]);
    const join = request(0, VERB.JOIN, { value: toSmallWord(1) });
    expect(stepSystem(second.state, join).status).toBe(STATUS.BLOCKED);
    expect(stepSystem(second.state, { ...join, timeoutMs: 0 }).status).toBe(STATUS.TIMED_OUT);
    expect(expireSystem(second.state, join).status).toBe(STATUS.TIMED_OUT);
    expect(stepSystem(second.state, request(0, VERB.JOIN, { value: toSmallWord(0) })).status).toBe(STATUS.SELF);
    expect(stepSystem(second.state, request(0, VERB.JOIN, { value: toSmallWord(9) })).status).toBe(STATUS.NOT_STARTED);
    const ended = withThreadEnded(second.state, 1);
    expect(stepSystem(ended, join).status).toBe(STATUS.OK);
    expect(expireSystem(ended, join).status).toBe(STATUS.OK);
    expect(fromSmallWord(stepSystem(ended, request(0, VERB.ACTIVE_COUNT)).result)).toBe(2);
    expect([isProgramAlive(ended.threads), isProgramAlive(withThreadEnded(ended, 0).threads)]).toEqual([true, false]);
  });

  it("are refused beyond the most there may be", () => {
    let system: SystemState = NEW_SYSTEM;
    for (let i = 1; i < 256; i++) system = stepSystem(system, request(0, VERB.SPAWN)).state;
    expect(stepSystem(system, request(0, VERB.SPAWN)).status).toBe(STATUS.TOO_MANY);
  });
});

describe("lock", () => {
  it("is known to block exactly where a step would", () => {
    const verbs = [VERB.LOCK_ACQUIRE, VERB.LOCK_RELEASE, VERB.LOCK_LOCKED, VERB.RLOCK_ACQUIRE, VERB.RLOCK_RELEASE];
    const states = [
      { holder: -1, depth: 0 },
      { holder: 0, depth: 1 },
      { holder: 0, depth: 2 },
    ].flatMap((state) => [false, true].map((reentrant) => ({ ...state, reentrant })));
    for (const state of states)
      for (const verb of verbs)
        for (const thread of [0, 1])
          for (const timeoutMs of [0, 5, Number.POSITIVE_INFINITY]) {
            const model = state.reentrant ? RLOCK_MODEL : LOCK_MODEL;
            const { status } = model.step(state, request(thread, verb, { timeoutMs }));
            expect(isLockBlocked(state, verb, thread, timeoutMs), JSON.stringify({ state, verb, thread })).toBe(
              status === STATUS.BLOCKED,
            );
          }
  });
});

describe("condition", () => {
  it("loses no waiter whose time is up while somebody holds the lock, and wakes another instead", () => {
    let system = withObject(withObject(NEW_SYSTEM, 8, "lock", -1), 16, "condition", -1);
    const act = (thread: number, verb: Verb, more: Partial<Request> = {}) => {
      const key = toAddressWord(8);
      const next = stepSystem(
        system,
        request(thread, verb, { object: verb < VERB.CONDITION_WAIT ? 8 : 16, key, ...more }),
      );
      system = next.state;
      return next;
    };
    const back = { value: toSmallWord(1), timeoutMs: 50 };
    for (const thread of [1, 2]) {
      act(thread, VERB.LOCK_ACQUIRE);
      act(thread, VERB.CONDITION_WAIT);
    }
    act(3, VERB.LOCK_ACQUIRE);
    const gaveUp = expireSystem(
      system,
      request(1, VERB.CONDITION_REACQUIRE, { object: 16, key: toAddressWord(8), ...back }),
    );
    expect(gaveUp.status).toBe(STATUS.BLOCKED);
    system = gaveUp.state;
    expect(fromSmallWord(act(3, VERB.CONDITION_NOTIFY, { value: toSmallWord(1) }).result)).toBe(1);
    act(3, VERB.LOCK_RELEASE);
    expect(act(1, VERB.CONDITION_REACQUIRE, back).status).toBe(STATUS.TIMED_OUT);
    act(1, VERB.LOCK_RELEASE);
    expect(act(2, VERB.CONDITION_REACQUIRE, back).status).toBe(STATUS.OK);
  });
});

describe("semaphore", () => {
  it("that is bounded refuses a release too many", () => {
    const model = semaphoreModel(true);
    const give = request(1, VERB.SEMAPHORE_RELEASE, { value: toSmallWord(1) });
    expect(model.step(model.initial(1), give).status).toBe(STATUS.TOO_MANY);
  });
});

describe("heap", () => {
  it("gives items in order, and equal ones as CPython's heapq does", () => {
    const byFirst = (a: number, b: number) => Math.floor(a / 100) < Math.floor(b / 100);
    let heap: readonly number[] = [];
    for (const item of [301, 101, 102, 201, 103, 302, 104]) heap = pushed(heap, item, byFirst);
    const order: number[] = [];
    for (; heap.length > 0; heap = popped(heap, byFirst)) order.push(heap[0]);
    // Recorded from CPython 3.11's heapq with items that compare by their hundreds.
    expect(order).toEqual([101, 102, 104, 103, 201, 301, 302]);
  });

  it("sorts whatever is put in", () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed);
      const items = Array.from({ length: random.below(40) }, () => random.below(20));
      let heap = items.reduce<readonly number[]>((so, item) => pushed(so, item, (a, b) => a < b), []);
      const order: number[] = [];
      for (; heap.length > 0; heap = popped(heap, (a, b) => a < b)) order.push(heap[0]);
      expect(order, `seed ${seed}`).toEqual(items.toSorted((a, b) => a - b));
    }
  });
});

describe("every model", () => {
  it("leaves the states it was given as they were", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      const kind = (
        [
          "lock",
          "rlock",
          "queue",
          "lifo-queue",
          "priority-queue",
          "semaphore",
          "event-flag",
          "barrier",
          "pool",
          "future",
        ] as const
      )[seed % 10];
      const model = modelFor(kind);
      let state = model.initial(2);
      for (let i = 0; i < 40; i++) {
        const verbs = VERBS[kind] ?? [];
        const asked = request(random.below(3), verbs[random.below(verbs.length)], {
          value: toSmallWord(1 + random.below(5)),
          timeoutMs: random.below(2) === 0 ? 0 : 50,
        });
        const before = JSON.stringify(state);
        const next = random.below(4) === 0 ? model.expire(state, asked) : model.step(state, asked);
        const again = model.step(state, asked);
        expect(JSON.stringify(state), `seed ${seed}, ${kind}`).toBe(before);
        expect(model.step(state, asked), `seed ${seed}, ${kind}`).toEqual(again);
        state = next.state;
      }
    }
  });

  it("is there for each primitive, and for nothing else", () => {
    const missing = OBJECT_KINDS.filter((kind) => VERBS[kind] === undefined);
    for (const kind of missing) expect(() => modelFor(kind)).toThrow(kind);
  });
});

const VERBS: Readonly<Partial<Record<ObjectKind, readonly Verb[]>>> = {
  lock: [VERB.LOCK_ACQUIRE, VERB.LOCK_RELEASE, VERB.LOCK_LOCKED],
  rlock: [VERB.RLOCK_ACQUIRE, VERB.RLOCK_RELEASE],
  queue: [VERB.QUEUE_PUT, VERB.QUEUE_GET, VERB.QUEUE_TASK_DONE, VERB.QUEUE_JOIN, VERB.QUEUE_SHUTDOWN, VERB.QUEUE_SIZE],
  "lifo-queue": [VERB.QUEUE_PUT, VERB.QUEUE_GET],
  "priority-queue": [VERB.QUEUE_PUT, VERB.QUEUE_GET],
  semaphore: [VERB.SEMAPHORE_ACQUIRE, VERB.SEMAPHORE_RELEASE],
  "event-flag": [VERB.EVENT_SET, VERB.EVENT_CLEAR, VERB.EVENT_WAIT, VERB.EVENT_IS_SET],
  barrier: [VERB.BARRIER_WAIT, VERB.BARRIER_RESET, VERB.BARRIER_ABORT],
  pool: [VERB.POOL_SUBMIT, VERB.POOL_TAKE, VERB.POOL_CLOSE, VERB.POOL_TERMINATE, VERB.POOL_JOIN, VERB.POOL_LEAVE],
  future: [VERB.FUTURE_SETTLE, VERB.FUTURE_WAIT, VERB.FUTURE_BEGIN, VERB.FUTURE_CANCEL, VERB.FUTURE_STATE],
};
