/**
 * Looks on while the threads of a gated run give each other the turn. A worker that was ended gives no sign, so that the turn stays where it is:
 * that is what is seen here. Rule: it only reads.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { CONTROL, STATE, THREAD, threadBlock } from "../../memory/layout.ts";
import { countSteps, type GateSettings, latestTurn } from "./gate.ts";
import { isStepTurn, threadOfTurn } from "./turns.ts";

/** How long a thread may take that has no worker yet, or one that is still being loaded. */
const LOADING_MS: Milliseconds = 20_000;

export class TurnWatch {
  readonly #words: Int32Array;
  readonly #turns: Int32Array;
  readonly #patienceMs: Milliseconds;
  #progress = -1;
  #sinceMs: Milliseconds = 0;

  constructor(words: Int32Array, { turns, paceMs }: GateSettings, patienceMs: Milliseconds) {
    this.#words = words;
    this.#turns = new Int32Array(turns);
    this.#patienceMs = patienceMs + paceMs;
  }

  /** Whether all acts are done. */
  isOver(): boolean {
    return Atomics.load(this.#words, CONTROL.TURNS_OVER) === 1;
  }

  /** What is wrong, in words; null while somebody goes on. */
  look(nowMs: Milliseconds): string | null {
    const latest = latestTurn(this.#words);
    const progress = latest + countSteps(this.#words);
    if (progress !== this.#progress) {
      this.#progress = progress;
      this.#sinceMs = nowMs;
    }
    const waitedMs = nowMs - this.#sinceMs;
    const thread = threadOfTurn(this.#turns[latest]);
    if (waitedMs <= (this.#hasBegun(thread) ? this.#patienceMs : Math.max(this.#patienceMs, LOADING_MS))) return null;
    return `the worker of thread ${thread} has not done its part of step ${this.#stepAt(latest)} within ${Math.round(waitedMs)} ms: it died, or something else keeps it`;
  }

  #hasBegun(thread: ThreadId): boolean {
    return Atomics.load(this.#words, threadBlock(thread) + THREAD.STATE) !== STATE.NEW;
  }

  /** The step that an act belongs to; 0 for what comes before the first. */
  #stepAt(position: number): number {
    let steps = 0;
    for (let at = 0; at <= position; at++) if (isStepTurn(this.#turns[at])) steps++;
    return steps;
  }
}
