/**
 * Random programs whose shared cells are ordered by construction, phase by phase, each by another primitive; and the same with the one
 * ordering step of a phase left out, so that this phase races in every order. Each phase has cells and objects of its own, and all threads
 * come to the phases in the same order, so that what is left is ordered and never stuck.
 * Rule: the same seed gives the same program.
 */
import type { Random } from "../base/random.ts";
import { FUTURE_STATE, STATUS, VERB, type Verb } from "../program/operation.ts";
import type { ObjectKind } from "../trace/ops.ts";
import type { Act, Script, ScriptProgram } from "./script-runner.ts";

/** What a phase is given: names of its own, its threads (two or more), and whether its ordering step is to be left out. */
interface PhaseParts {
  readonly name: string;
  readonly threads: readonly string[];
  readonly random: Random;
  readonly broken: boolean;
  /** Adds a primitive and gives its name. */
  readonly object: (kind: ObjectKind, capacity?: number) => string;
  /** Adds a cell of which every access is atomic. */
  readonly atomic: () => string;
}

/** What each thread does in a phase. */
type Phase = Readonly<Record<string, () => Script>>;

const act = (verb: Act["verb"], on: string, more: Partial<Act> = {}): Act => ({ verb, on, ...more });
const read = (cell: string): Act => act(VERB.READ, cell);
const write = (cell: string, value = 1): Act => act(VERB.WRITE, cell, { value });

function* addOne(cell: string): Script {
  const { result } = yield read(cell);
  yield write(cell, result + 1);
}

/** Everybody adds under the same lock; broken: one does so without. */
function locked(kind: "lock" | "rlock" | "semaphore", acquire: Verb, release: Verb) {
  return ({ name, threads, random, broken, object }: PhaseParts): Phase => {
    const lock = object(kind, kind === "semaphore" ? 1 : undefined);
    const levels = kind === "rlock" ? 1 + random.below(3) : 1;
    const rounds = 1 + random.below(3);
    const body = (isCareless: boolean) =>
      function* (): Script {
        for (let round = 0; round < rounds; round++) {
          for (let level = 0; level < levels && !isCareless; level++) yield act(acquire, lock);
          yield* addOne(`${name}.x`);
          for (let level = 0; level < levels && !isCareless; level++) yield act(release, lock);
        }
      };
    return Object.fromEntries(threads.map((thread, i) => [thread, body(broken && i === 0)]));
  };
}

/** One writes and tells, the others wait until the condition holds; broken: one looks without the lock. */
function underCondition({ name, threads, broken, object }: PhaseParts): Phase {
  const [lock, condition] = [object("lock"), object("condition")];
  const [first, ...others] = threads;
  const waiter = (isCareless: boolean) =>
    function* (): Script {
      if (!isCareless) yield act(VERB.LOCK_ACQUIRE, lock);
      while (!isCareless && (yield read(`${name}.ready`)).result === 0) {
        yield act(VERB.CONDITION_WAIT, condition, { lock });
        yield act(VERB.CONDITION_REACQUIRE, condition, { lock, value: 1 });
      }
      yield read(`${name}.x`);
      if (!isCareless) yield act(VERB.LOCK_RELEASE, lock);
    };
  return {
    *[first]() {
      yield write(`${name}.x`);
      yield act(VERB.LOCK_ACQUIRE, lock);
      yield write(`${name}.ready`);
      yield act(VERB.CONDITION_NOTIFY, condition, { lock });
      yield act(VERB.LOCK_RELEASE, lock);
    },
    ...Object.fromEntries(others.map((thread, i) => [thread, waiter(broken && i === 0)])),
  };
}

/** Items carry cells from the first to the others, whose work the first waits for; broken: an item goes out before its cell is written. */
function queued(kind: "queue" | "lifo-queue" | "priority-queue") {
  return ({ name, threads, random, broken, object }: PhaseParts): Phase => {
    const queue = object(kind, random.below(2) === 0 ? 1 + random.below(3) : 0);
    const [first, ...others] = threads;
    const items = others.length * (1 + random.below(3));
    return {
      *[first]() {
        for (let item = 1; item <= items; item++) {
          if (!broken) yield write(`${name}.${item}`);
          yield act(VERB.QUEUE_PUT, queue, { value: item });
          if (broken) yield write(`${name}.${item}`);
        }
        yield act(VERB.QUEUE_JOIN, queue);
        for (let item = 1; item <= items; item++) yield read(`${name}.${item}`);
      },
      ...Object.fromEntries(
        others.map((thread) => [
          thread,
          function* (): Script {
            for (let i = 0; i < items / others.length; i++) {
              const { result } = yield act(VERB.QUEUE_GET, queue);
              yield* addOne(`${name}.${result}`);
              yield act(VERB.QUEUE_TASK_DONE, queue);
            }
          },
        ]),
      ),
    };
  };
}

/** Who puts into a full queue knows what was done before the get that made room; broken: the queue has room anyway. */
function madeRoom({ name, threads, random, broken, object }: PhaseParts): Phase {
  const capacity = 1 + random.below(2);
  const queue = object("queue", broken ? capacity + 1 : capacity);
  const [first, second] = threads;
  return {
    *[first]() {
      for (let i = 0; i < capacity; i++) yield act(VERB.QUEUE_PUT, queue, { value: 7 });
      yield act(VERB.QUEUE_PUT, queue, { value: 7 });
      yield read(`${name}.x`);
    },
    *[second]() {
      yield write(`${name}.x`);
      yield act(VERB.QUEUE_GET, queue);
    },
  };
}

/** A permit is a signal; broken: there was one from the beginning. */
function signalled({ name, threads, broken, object }: PhaseParts): Phase {
  const semaphore = object("semaphore", broken ? threads.length : 0);
  const [first, ...others] = threads;
  return {
    *[first]() {
      yield write(`${name}.x`);
      yield act(VERB.SEMAPHORE_RELEASE, semaphore, { value: others.length });
    },
    ...Object.fromEntries(
      others.map((thread) => [
        thread,
        function* (): Script {
          yield act(VERB.SEMAPHORE_ACQUIRE, semaphore);
          yield read(`${name}.x`);
        },
      ]),
    ),
  };
}

/** Who finds the flag set, or waited for it, may read; broken: one reads whatever it finds. */
function flagged({ name, threads, broken, object }: PhaseParts): Phase {
  const flag = object("event-flag");
  const [first, ...others] = threads;
  const asker = (isCareless: boolean) =>
    function* (): Script {
      const { result } = yield act(VERB.EVENT_IS_SET, flag);
      if (isCareless) yield read(`${name}.x`);
      else if (result !== 3) yield act(VERB.EVENT_WAIT, flag);
      if (!isCareless) yield read(`${name}.x`);
    };
  return {
    *[first]() {
      if (broken) yield act(VERB.EVENT_SET, flag);
      yield write(`${name}.x`);
      if (!broken) yield act(VERB.EVENT_SET, flag);
    },
    ...Object.fromEntries(others.map((thread, i) => [thread, asker(broken && i === 0)])),
  };
}

/** All write, meet, and read each other's; broken: all write and read without meeting. */
function met({ name, threads, random, broken, object }: PhaseParts): Phase {
  const barrier = object("barrier", threads.length);
  const rounds = 1 + random.below(2);
  const body = (own: number) =>
    function* (): Script {
      for (let round = 0; round < rounds; round++) {
        yield write(`${name}.${own}`, round);
        if (!broken) yield act(VERB.BARRIER_WAIT, barrier);
        for (let other = 0; other < threads.length; other++) yield read(`${name}.${other}`);
        if (!broken) yield act(VERB.BARRIER_WAIT, barrier);
      }
    };
  return Object.fromEntries(threads.map((thread, i) => [thread, body(i)]));
}

/** Tasks and their futures carry cells to a pool's threads and back; broken: the first looks before a task has ended. */
function pooled({ name, threads, broken, object }: PhaseParts): Phase {
  const [first, ...workers] = threads;
  const pool = object("pool", workers.length);
  const tasks = [1, 2, 3];
  const futures = tasks.map(() => object("future"));
  return {
    *[first]() {
      for (const task of tasks) {
        yield write(`${name}.in.${task}`);
        yield act(VERB.POOL_SUBMIT, pool, { value: task });
      }
      if (broken) yield read(`${name}.out.1`);
      for (const task of tasks) {
        const { result } = yield act(VERB.FUTURE_STATE, futures[task - 1]);
        if (result < FUTURE_STATE.CANCELLED) yield act(VERB.FUTURE_WAIT, futures[task - 1]);
        yield read(`${name}.out.${task}`);
      }
      yield act(VERB.POOL_CLOSE, pool);
      yield act(VERB.POOL_JOIN, pool);
      for (const task of tasks) yield read(`${name}.after.${task}`);
    },
    ...Object.fromEntries(
      workers.map((thread) => [
        thread,
        function* (): Script {
          for (;;) {
            const { status, result } = yield act(VERB.POOL_TAKE, pool);
            if (status !== STATUS.OK) break;
            yield read(`${name}.in.${result}`);
            yield write(`${name}.out.${result}`);
            yield act(VERB.FUTURE_SETTLE, futures[result - 1], { value: result });
            yield write(`${name}.after.${result}`);
          }
          yield act(VERB.POOL_LEAVE, pool);
        },
      ]),
    ),
  };
}

/** An atomic flag publishes a cell; broken: it is raised before the cell is written. */
function published({ name, threads, broken, atomic }: PhaseParts): Phase {
  const flag = atomic();
  const [first, ...others] = threads;
  return {
    *[first]() {
      if (broken) yield act("update", flag);
      yield write(`${name}.x`);
      if (!broken) yield act("update", flag);
    },
    ...Object.fromEntries(
      others.map((thread) => [
        thread,
        function* (): Script {
          while ((yield read(flag)).result === 0);
          yield read(`${name}.x`);
        },
      ]),
    ),
  };
}

/** Every way of ordering, by name. */
export const PHASES: Readonly<Record<string, (parts: PhaseParts) => Phase>> = {
  lock: locked("lock", VERB.LOCK_ACQUIRE, VERB.LOCK_RELEASE),
  rlock: locked("rlock", VERB.RLOCK_ACQUIRE, VERB.RLOCK_RELEASE),
  "semaphore as a lock": locked("semaphore", VERB.SEMAPHORE_ACQUIRE, VERB.SEMAPHORE_RELEASE),
  condition: underCondition,
  queue: queued("queue"),
  "lifo queue": queued("lifo-queue"),
  "priority queue": queued("priority-queue"),
  "room in a queue": madeRoom,
  "semaphore as a signal": signalled,
  "event flag": flagged,
  barrier: met,
  "pool and futures": pooled,
  "atomic cell": published,
};

/** A program of some phases between spawn and join. @param broken name of the phase that lacks its ordering step; it comes last but one */
export function orderedProgram(random: Random, broken: string | null): ScriptProgram {
  const objects: Record<string, readonly [ObjectKind, number?]> = {};
  const atomics: string[] = [];
  const workers = Array.from({ length: 2 + random.below(3) }, (_, i) => `T${i + 1}`);
  // A pool's join waits for its threads, which here go on with other phases: beside it nothing could be told apart.
  const around = Object.keys(PHASES).filter((name) => broken === null || name !== "pool and futures");
  const names = Array.from({ length: 1 + random.below(4) }, () => pick(random, around));
  if (broken !== null) names.splice(random.below(names.length + 1), 0, broken);
  const at = broken === null ? -1 : names.lastIndexOf(broken);
  const phases = names.map((name, i) =>
    PHASES[name]({
      name: `p${i}`,
      threads: shuffled(random, workers),
      random,
      broken: i === at,
      object(kind, capacity) {
        const object = `p${i}.${kind}${Object.keys(objects).length}`;
        objects[object] = [kind, capacity];
        return object;
      },
      atomic() {
        atomics.push(`p${i}.flag`);
        return `p${i}.flag`;
      },
    }),
  );
  const threads = Object.fromEntries(workers.map((name) => [name, () => playPhases(phases, name)]));
  return { objects, atomics, threads: { main: () => playMain(workers), ...threads } };
}

/** The set-up and the end belong to main; what each thread alone writes main reads after its join. */
function* playMain(workers: readonly string[]): Script {
  yield write("before");
  for (const worker of workers) yield act(VERB.SPAWN, worker);
  for (const worker of workers) {
    yield act(VERB.JOIN, worker);
    yield read(`${worker}.own`);
  }
}

function* playPhases(phases: readonly Phase[], name: string): Script {
  yield read("before");
  for (const phase of phases) if (phase[name] !== undefined) yield* phase[name]();
  yield write(`${name}.own`);
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)];
}

function shuffled<T>(random: Random, from: readonly T[]): T[] {
  const left = from.slice();
  return from.map(() => left.splice(random.below(left.length), 1)[0]);
}
