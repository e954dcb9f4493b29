/**
 * The pool for TypeScript workers, with one thread: one task and back, and many small tasks, against bare postMessage and
 * against what one would pick from npm. A task adds 1; every result is checked.
 */
import { type Remote, wrap } from "comlink";
import { initRuntime, move, spawn } from "multithreading";
import WorkTank from "worktank";
import * as workerpool from "workerpool";
import { SharedSpace } from "../../src/engine/sync/shared-space.ts";
import { ValuePool } from "../../src/engine/sync/value-pool.ts";
import type { Arm, Kernel, KernelContext } from "../harness/kernel.ts";
import type { PoolOrder } from "./pool.worker.ts";
import type { Adder } from "./pool-comlink.worker.ts";
import { greet, pageClock } from "./shared/words.ts";

const single = 1000;
const many = 20_000;

/** Runs one task at a time. */
type One = (context: KernelContext) => Promise<(argument: number) => number | Promise<number>>;

function singles(one: One): Arm<KernelContext> {
  return async (context) => {
    const run = await one(context);
    await run(0);
    const before = context.now();
    for (let i = 0; i < single; i++) {
      const found = run(i);
      if ((typeof found === "number" ? found : await found) !== i + 1) throw new Error(`task ${i} came out wrong`);
    }
    return ((context.now() - before) * 1000) / single;
  };
}

/** Submits many tasks at once and collects them all. */
type Many = (context: KernelContext) => Promise<(count: number) => readonly number[] | Promise<readonly number[]>>;

function manies(tasks: Many, count: number = many): Arm<KernelContext> {
  return async (context) => {
    const run = await tasks(context);
    await run(100);
    const before = context.now();
    const results = await run(count);
    const took = context.now() - before;
    if (!results.every((result, i) => result === i + 1) || results.length !== count) throw new Error("a wrong result");
    return (count / took) * 1000;
  };
}

function startPool(context: KernelContext): Promise<ValuePool> {
  return context.keep("pool", async () => {
    const space = SharedSpace.create(16 << 20, pageClock);
    const pool = ValuePool.create(space, 1);
    const worker = context.start(new Worker(new URL("./pool.worker.ts", import.meta.url), { type: "module" }));
    await greet(context, worker);
    const order: PoolOrder = { job: "serve", buffer: space.buffer, address: pool.address };
    worker.postMessage(order);
    return pool;
  });
}

const ourOne: One = async (context) => {
  const pool = await startPool(context);
  return (argument) => pool.submit(argument).result() as number;
};

const ourMany: Many = async (context) => {
  const pool = await startPool(context);
  return (count) => {
    const futures = Array.from({ length: count }, (_, i) => pool.submit(i));
    return futures.map((future) => future.result() as number);
  };
};

function startBare(context: KernelContext): Promise<Worker> {
  return context.keep("bare", async () => {
    const worker = context.start(new Worker(new URL("./pool.worker.ts", import.meta.url), { type: "module" }));
    await greet(context, worker);
    const order: PoolOrder = { job: "answer" };
    worker.postMessage(order);
    return worker;
  });
}

const bareOne: One = async (context) => {
  const worker = await startBare(context);
  return (argument) =>
    new Promise((done) => {
      worker.addEventListener("message", ({ data }: MessageEvent<number>) => done(data), { once: true });
      worker.postMessage(argument);
    });
};

const bareMany: Many = async (context) => {
  const worker = await startBare(context);
  return (count) =>
    new Promise((done) => {
      const results: number[] = [];
      const collect = ({ data }: MessageEvent<number>): void => {
        results.push(data);
        if (results.length < count) return;
        worker.removeEventListener("message", collect);
        done(results);
      };
      worker.addEventListener("message", collect);
      for (let i = 0; i < count; i++) worker.postMessage(i);
    });
};

/** Of a way to run one task asynchronously, a way to run many. */
function all(one: One): Many {
  return async (context) => {
    const run = await one(context);
    return (count) => Promise.all(Array.from({ length: count }, async (_, i) => run(i)));
  };
}

const comlinkOne: One = async (context) => {
  const adder = await context.keep<{ readonly remote: Remote<Adder> }>("comlink", async () => {
    const worker = context.start(new Worker(new URL("./pool-comlink.worker.ts", import.meta.url), { type: "module" }));
    // Kept in an object: a remote answers to every name, `then` included.
    return { remote: wrap<Adder>(worker) };
  });
  return (argument) => adder.remote.addOne(argument);
};

const workerpoolOne: One = async (context) => {
  const pool = await context.keep("workerpool", async () => {
    const { default: script } = await import("./pool-workerpool.worker.ts?worker&url");
    // It looks for `window` even on a worker.
    Reflect.set(globalThis, "window", globalThis);
    return workerpool.pool(script, {
      maxWorkers: 1,
      workerType: "web",
      workerOpts: { type: "module" },
    });
  });
  return async (argument) => (await pool.exec("addOne", [argument])) as number;
};

const worktankOne: One = async (context) => {
  const tank = await context.keep("worktank", async () => {
    const methods = { addOne: (argument: number) => argument + 1 };
    return new WorkTank({ pool: { size: 1 }, worker: { methods } });
  });
  return (argument) => tank.exec("addOne", [argument]);
};

const multithreadingOne: One = async (context) => {
  const run = async (argument: number): Promise<number> => {
    const outcome = await spawn(move(argument), (argument) => argument + 1).join();
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  };
  await context.keep("multithreading", async () => {
    initRuntime({ maxWorkers: 1 });
    // Its worker must have learned the function before many calls of it come at once.
    await run(0);
  });
  return run;
};

const peers = [
  ["comlink", "comlink 4.4.2", comlinkOne],
  ["multithreading", "multithreading 0.3.52", multithreadingOne],
  ["workerpool", "workerpool 10.0.3", workerpoolOne],
  ["worktank", "worktank 3.0.2", worktankOne],
] as const;

export const kernels: readonly Kernel[] = [
  {
    name: "pool-single",
    unit: "µs",
    against: "bare postMessage",
    goal: { ratio: { max: 1.2 } },
    subject: singles(ourOne),
    floor: singles(bareOne),
  },
  {
    name: "pool-many",
    unit: "tasks/s",
    against: "bare postMessage",
    goal: { ratio: { min: 1 } },
    subject: manies(ourMany),
    floor: manies(bareMany),
  },
  ...peers.map(
    ([name, against, one]): Kernel => ({
      name: `pool-many-${name}`,
      unit: "tasks/s",
      against,
      goal: { ratio: { min: 1 } },
      subject: manies(ourMany),
      floor: manies(all(one), 4000),
    }),
  ),
];
