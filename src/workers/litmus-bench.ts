/**
 * Litmus tests on real workers: starts one a thread, lets them race for a while, reads their counts. Rule: it never blocks; the racers hear
 * no message while they race and are stopped by a word.
 */
import { ArgumentError } from "../engine/base/errors.ts";
import { createJudge, findLitmusTest, LITMUS_TESTS, type LitmusTest } from "../engine/litmus/index.ts";
import {
  BATCHES,
  bytesOf,
  countsFrom,
  outcomesOf,
  planRace,
  prepareRace,
  type RacePlan,
  ROUND,
  STOP,
  valuesOf,
} from "../engine/litmus/race-memory.ts";
import type { LitmusBench, LitmusOutcome, LitmusRequest, LitmusResult, RacingWorker } from "./litmus-contract.ts";

export interface LitmusSurroundings {
  /** Processors that there are. */
  readonly cores: number;
  readonly createWorker: () => RacingWorker;
  nowMs(): number;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

const LONGEST_MS = 60_000;
/** Between two looks at a race, in milliseconds. */
const LOOK_MS = 5;
const TELL_MS = 100;
/** Workers that have not begun by then never will. */
const LATEST_START_MS = 10_000;

/** A race that goes on. */
interface Race {
  readonly words: Int32Array;
  readonly plan: RacePlan;
  readonly test: LitmusTest;
  readonly request: LitmusRequest;
  readonly ended: Promise<void>;
  /** Why a worker died; null while none did. */
  failure: string | null;
}

export class ThreadLitmusBench implements LitmusBench {
  readonly #given: LitmusSurroundings;
  #turn = 0;
  #current: { readonly race: Race; readonly over: Promise<unknown> } | null = null;

  constructor(given: LitmusSurroundings) {
    this.#given = given;
  }

  async race(request: LitmusRequest, onProgress?: (soFar: LitmusResult) => void): Promise<LitmusResult> {
    const test = checked(request);
    const turn = ++this.#turn;
    await this.#stopCurrent();
    if (turn !== this.#turn) throw new Error("a newer request took its place");
    const { race, close } = this.#start(test, request);
    const over = this.#follow(race, onProgress).finally(close);
    this.#current = { race, over };
    return over;
  }

  async stop(): Promise<void> {
    this.#turn++;
    await this.#stopCurrent();
  }

  async #stopCurrent(): Promise<void> {
    if (this.#current === null) return;
    end(this.#current.race);
    await this.#current.over.catch(() => undefined);
  }

  #start(test: LitmusTest, request: LitmusRequest): { readonly race: Race; readonly close: () => void } {
    const plan = planRace(test, this.#given.cores);
    const memory = new SharedArrayBuffer(bytesOf(plan));
    const words = new Int32Array(memory);
    prepareRace(words, plan, request.seed ?? 1);
    const workers = test.threads.map(() => this.#given.createWorker());
    const ends = workers.map((worker) => new Promise<void>((resolve) => worker.onEnd(resolve)));
    const race: Race = { words, plan, test, request, ended: Promise.all(ends).then(() => undefined), failure: null };
    for (const [me, worker] of workers.entries()) {
      worker.onFailure((reason) => (race.failure ??= reason));
      worker.post({ memory, plan, test: test.id, access: request.access, me });
    }
    return { race, close: () => workers.forEach((worker) => worker.terminate()) };
  }

  /** Waits for the first batch, then for the time to be up or for `stop`. */
  async #follow(race: Race, onProgress?: (soFar: LitmusResult) => void): Promise<LitmusResult> {
    const { words, request } = race;
    const startedMs = await this.#untilBegun(race);
    let toldMs = startedMs;
    while (Atomics.load(words, STOP) === 0 && this.#given.nowMs() - startedMs < request.ms) {
      await this.#given.wait(Math.min(LOOK_MS, request.ms));
      assertAlive(race);
      if (onProgress === undefined || this.#given.nowMs() - toldMs < TELL_MS) continue;
      toldMs = this.#given.nowMs();
      onProgress(this.#resultOf(race, toldMs - startedMs));
    }
    const elapsedMs = this.#given.nowMs() - startedMs;
    end(race);
    await this.#untilEnded(race);
    return this.#resultOf(race, elapsedMs);
  }

  async #untilBegun(race: Race): Promise<number> {
    const orderedMs = this.#given.nowMs();
    while (Atomics.load(race.words, BATCHES) === 0 && Atomics.load(race.words, STOP) === 0) {
      assertAlive(race);
      if (this.#given.nowMs() - orderedMs > LATEST_START_MS) throw new Error("the workers of the test did not start");
      await this.#given.wait(LOOK_MS);
    }
    return this.#given.nowMs();
  }

  /** A worker that has no core may take a while to see that it is over. */
  async #untilEnded(race: Race): Promise<void> {
    await Promise.race([race.ended, this.#given.wait(LATEST_START_MS)]);
    assertAlive(race);
  }

  #resultOf({ words, plan, test, request }: Race, elapsedMs: number): LitmusResult {
    const outcomes = countOutcomes(words, plan, test, request);
    return {
      test: test.id,
      access: request.access,
      iterations: outcomes.reduce((sum, { count }) => sum + count, 0),
      elapsedMs,
      names: test.names,
      outcomes,
      threads: plan.threads,
      cores: this.#given.cores,
      atOnce: plan.atOnce,
    };
  }
}

function checked({ test: id, access, ms }: LitmusRequest): LitmusTest {
  const test = findLitmusTest(id);
  if (test === undefined) throw new ArgumentError("test", id, `one of ${LITMUS_TESTS.map((one) => one.id).join(", ")}`);
  if (access !== "plain" && access !== "atomics") throw new ArgumentError("access", access, "plain or atomics");
  if (typeof ms !== "number" || !(ms >= 1 && ms <= LONGEST_MS))
    throw new ArgumentError("ms", ms, `a number from 1 to ${LONGEST_MS}`);
  return test;
}

function end({ words }: Race): void {
  Atomics.store(words, STOP, 1);
  Atomics.notify(words, ROUND);
}

function assertAlive({ failure }: Race): void {
  if (failure !== null) throw new Error(`a worker of the test failed: ${failure}`);
}

/** What was counted so far, most frequent first. */
function countOutcomes(
  words: Int32Array,
  plan: RacePlan,
  test: LitmusTest,
  { access }: LitmusRequest,
): LitmusOutcome[] {
  const judge = createJudge(test, access);
  const counted = Array.from({ length: outcomesOf(plan) }, (_, outcome) => {
    let count = 0;
    for (let worker = 0; worker < plan.threads; worker++) count += words[countsFrom(plan, worker) + outcome];
    return { values: valuesOf(plan, outcome), count };
  });
  const seen = counted.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  return seen.map(({ values, count }) => ({ values, count, allowed: judge(values) }));
}
