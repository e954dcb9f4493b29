/**
 * Litmus tests: racing them for a while, plainly and with Atomics. Rules: one race at a time and a new one stops the old, as does a run or going
 * elsewhere; what was found stays on show until the page is left.
 */
import type { LitmusAccess } from "../../engine/litmus/index.ts";
import type { LitmusRequest, LitmusResult } from "../../workers/litmus-contract.ts";
import type { Desk } from "./desk.ts";
import { notify, notifyFault } from "./desk.ts";
import { toProblem } from "./problem.ts";

const NO_SHARED_MEMORY =
  "this page may not share memory between workers, so litmus tests cannot run here: it has to be served with the headers " +
  "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, over https or from localhost";

/** How long a button races, in milliseconds. */
export const LITMUS_MS = 2000;

export interface Litmus {
  /** @throws ArgumentError for a refused request, Error where the surroundings fail; stopped, it gives what it has */
  race(request: LitmusRequest): Promise<LitmusResult>;
  /** One after the other; a fault becomes a message. */
  raceAll(test: string, accesses: readonly LitmusAccess[]): Promise<void>;
  stop(): Promise<void>;
}

/** Under which name a result is kept. */
export function litmusName(test: string, access: LitmusAccess): string {
  return `${test} ${access}`;
}

/** @param stopOthers ends what runs otherwise */
export function createLitmus(desk: Desk, stopOthers: () => Promise<void>): Litmus {
  const { facts } = desk;
  let wanted = 0;

  facts.subscribe((now, before) => {
    const begins = now.running !== null && before.running === null;
    const leaves = now.query.litmus === null && before.query.litmus !== null;
    if ((begins || leaves) && now.litmus.racing !== null) void desk.pending.track(stop());
  });

  function put(result: LitmusResult): void {
    const name = litmusName(result.test, result.access);
    facts.setState(({ litmus }) => ({ litmus: { ...litmus, results: { ...litmus.results, [name]: result } } }));
  }

  async function race(request: LitmusRequest): Promise<LitmusResult> {
    if (!facts.getState().environment.sharedMemory) throw new Error(NO_SHARED_MEMORY);
    const turn = ++wanted;
    await stopOthers();
    facts.setState(({ litmus }) => ({ litmus: { ...litmus, racing: { test: request.test, access: request.access } } }));
    try {
      const result = await desk.litmus().race(request, put);
      put(result);
      return result;
    } finally {
      if (turn === wanted) facts.setState(({ litmus }) => ({ litmus: { ...litmus, racing: null } }));
    }
  }

  async function raceAll(test: string, accesses: readonly LitmusAccess[]): Promise<void> {
    for (const access of accesses) {
      const turn = wanted + 1;
      try {
        await race({ test, access, ms: LITMUS_MS });
      } catch (error) {
        const problem = toProblem(error);
        if (problem === null) notifyFault(desk, "run", error);
        else notify(desk, { kind: "problem", problem, from: "control" });
        return;
      }
      // Stopped, or something newer began.
      if (turn !== wanted) return;
    }
  }

  async function stop(): Promise<void> {
    if (facts.getState().litmus.racing === null) return;
    wanted++;
    facts.setState(({ litmus }) => ({ litmus: { ...litmus, racing: null } }));
    await desk.litmus().stop();
  }

  return {
    race: (request) => desk.pending.track(race(request)),
    raceAll: (test, accesses) => desk.pending.track(raceAll(test, accesses)),
    stop: () => desk.pending.track(stop()),
  };
}
