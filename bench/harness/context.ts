/**
 * What kernels are given in the bench page, and the end of all they started: nothing of one kernel runs on while the
 * next one is measured.
 */
import type { Kernel, KernelContext, Samples } from "./kernel.ts";
import { measureRounds } from "./rounds.ts";

type ArmName = "subject" | "floor";

/** Measures one kernel on this thread: one process's samples. Rejects as an arm does. */
export async function measureKernel(kernel: Kernel): Promise<Samples> {
  const kept = { subject: new Kept(), floor: new Kept() };
  try {
    return await measureRounds(kernelWithEnds(kernel, kept), (arm, round) => createContext(kept[arm], round));
  } finally {
    for (const arm of [kept.subject, kept.floor]) arm.end();
  }
}

/** What one arm has between its rounds. */
class Kept {
  readonly #forGood: Worker[] = [];
  #forRound: Worker[] = [];
  readonly #things = new Map<string, Promise<unknown>>();
  readonly #counts = new Map<string, number>();
  #making = false;

  add(worker: Worker): void {
    (this.#making ? this.#forGood : this.#forRound).push(worker);
  }

  thing<T>(name: string, make: () => T | Promise<T>): Promise<T> {
    let made = this.#things.get(name) as Promise<T> | undefined;
    if (!made) {
      made = this.#make(make);
      this.#things.set(name, made);
    }
    return made;
  }

  countFor(loop: string): number | undefined {
    return this.#counts.get(loop);
  }

  setCount(loop: string, count: number): void {
    this.#counts.set(loop, count);
  }

  endRound(): void {
    for (const worker of this.#forRound) worker.terminate();
    this.#forRound = [];
  }

  end(): void {
    this.endRound();
    for (const worker of this.#forGood) worker.terminate();
  }

  async #make<T>(make: () => T | Promise<T>): Promise<T> {
    this.#making = true;
    try {
      return await make();
    } finally {
      this.#making = false;
    }
  }
}

/** The kernel with each arm's own workers ended after each of its rounds. */
function kernelWithEnds(kernel: Kernel, kept: Record<ArmName, Kept>) {
  const withEnd = (name: ArmName) => {
    const arm = kernel[name];
    if (!arm) return undefined;
    return async (context: KernelContext) => {
      try {
        return await arm(context);
      } finally {
        kept[name].endRound();
      }
    };
  };
  return {
    name: kernel.name,
    rounds: kernel.rounds,
    subject: withEnd("subject") ?? kernel.subject,
    floor: withEnd("floor"),
  };
}

function createContext(kept: Kept, round: number): KernelContext {
  return {
    round,
    now: () => performance.now(),
    nanosecondsPerCall: (loop, sampleMs = 20) => nanosecondsPerCall(kept, loop, sampleMs),
    start(worker) {
      kept.add(worker);
      return worker;
    },
    answerOf,
    keep: (name, make) => kept.thing(name, make),
  };
}

async function nanosecondsPerCall(
  kept: Kept,
  loop: (n: number) => void | Promise<void>,
  sampleMs: number,
): Promise<number> {
  const name = loop.toString();
  const count = kept.countFor(name) ?? (await findCount(loop, sampleMs));
  kept.setCount(name, count);
  return ((await timeOf(loop, count)) * 1e6) / count;
}

/** How many calls take about `sampleMs`. */
async function findCount(loop: (n: number) => void | Promise<void>, sampleMs: number): Promise<number> {
  let count = 1;
  for (;;) {
    const took = await timeOf(loop, count);
    if (took >= sampleMs / 4) return Math.max(1, Math.round((count * sampleMs) / took));
    count *= 2;
  }
}

async function timeOf(loop: (n: number) => void | Promise<void>, count: number): Promise<number> {
  const before = performance.now();
  const ended = loop(count);
  if (ended !== undefined) await ended;
  return performance.now() - before;
}

function answerOf<Answer>(worker: Worker): Promise<Answer> {
  return new Promise((answered, failed) => {
    worker.addEventListener("message", (event: MessageEvent<Answer>) => answered(event.data), { once: true });
    worker.addEventListener("error", (event) => failed(problemOf(event)), { once: true });
  });
}

/** A script that could not be loaded comes without a message. */
function problemOf({ message, filename }: ErrorEvent): Error {
  return new Error(message ? `${message} (${filename})` : "a worker's script could not be loaded");
}
