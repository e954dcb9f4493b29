/**
 * The gate at which each thread of a gated run waits for its turn. Whoever has done its act looks who comes next in the turns, and wakes
 * that thread directly.
 *
 * Protocol: GATE of a thread's block holds 1 + the number of the act with which it may go on. It is exchanged by whoever did the act
 * before; the thread itself waits until it differs from what it saw last, first awake for `spinUs`, then asleep. Before it sleeps it puts ASLEEP
 * there, unless the turn has come: so whoever gives the turn knows whether to notify. Exactly one thread has the turn, so everything else
 * needs no order of its own. GATE_STEPS counts the thread's steps, for those who look on. Where it sleeps it says once, before its first
 * sleep, since it sleeps nowhere else but for a pause; so it looks at STOP before each sleep and after it, and whoever stops the run wakes
 * it as `thread-context.ts` has it.
 * Rule: between `take` and `done` lies one act, and nothing of the program happens outside.
 */
import type { Address, ThreadId } from "../../base/ids.ts";
import type { Clock } from "../../base/clock.ts";
import type { Microseconds, Milliseconds } from "../../base/units.ts";
import { CONTROL, THREAD, threadBlock } from "../../memory/layout.ts";
import { StopSignal, type SyncContext } from "../../sync/context.ts";
import { callCoordinator } from "../parallel/attention.ts";
import { isStepTurn, kindOfTurn, threadOfTurn, TURN } from "./turns.ts";

/** How a gated run goes, for each of its workers. */
export interface GateSettings {
  /** All acts of the run: `turns.ts`. */
  readonly turns: SharedArrayBuffer;
  /** How long a thread looks for its turn awake before it sleeps; at most 20 in use, 0 to sleep at once. */
  readonly spinUs: Microseconds;
  /** Pause before each step, for whoever watches. */
  readonly paceMs: Milliseconds;
}

/** How old the time of an access may be where nobody watches: a reading of the clock costs as much as all else of a short act. */
const UNWATCHED_GRAIN_US: Microseconds = 100;

/** To what the times of a gated run are true, of a clock of that resolution: where steps are paced, to the clock's own. */
export function grainOfTurns({ paceMs }: Pick<GateSettings, "paceMs">, resolutionUs: Microseconds): Microseconds {
  return paceMs > 0 ? resolutionUs : Math.max(resolutionUs, UNWATCHED_GRAIN_US);
}

/** Looks between two readings of the clock. */
const LOOKS = 128;
/** In GATE: its thread sleeps, or is about to. */
const ASLEEP = -1;
/** Turns for which a thread sleeps at once, where it often looked in vain; doubled up to here. */
const MOST_PASSED = 64;

export class Gate {
  readonly #words: Int32Array;
  readonly #turns: Int32Array;
  readonly #thread: ThreadId;
  readonly #at: Address;
  readonly #stepsAt: Address;
  readonly #settings: GateSettings;
  readonly #clock: Clock;
  /** For pauses. */
  readonly #context: SyncContext;
  #seen = 0;
  #position = -1;
  #mayGo = false;
  /** Turns to sleep for before it looks again, and how many they were after the last look in vain. */
  #passing = 0;
  #passed = 0;
  #steps = 0;
  #toldWhere = false;

  constructor(settings: GateSettings, context: SyncContext, clock: Clock) {
    this.#settings = settings;
    this.#turns = new Int32Array(settings.turns);
    this.#context = context;
    this.#clock = clock;
    this.#words = context.words;
    this.#thread = context.thread;
    this.#at = threadBlock(context.thread) + THREAD.GATE;
    this.#stepsAt = threadBlock(context.thread) + THREAD.GATE_STEPS;
  }

  /** Number of the present act. */
  get position(): number {
    return this.#position;
  }

  /** Waits until it is this thread's turn. @returns its next act @throws StopSignal */
  take(): number {
    if (!this.#mayGo) this.#await();
    const turn = this.#turns[this.#position];
    if (this.#settings.paceMs > 0 && isStepTurn(turn)) this.#pause(this.#settings.paceMs);
    return turn;
  }

  /** The present act is done: the next may be another thread's. */
  done(): void {
    const wasStep = isStepTurn(this.#turns[this.#position]);
    const position = ++this.#position;
    const next = this.#turns[position];
    const thread = threadOfTurn(next);
    const isOver = kindOfTurn(next) === TURN.OVER;
    // Who comes next is let go first; the count is for those who look on.
    if (!isOver && thread !== this.#thread) giveTurn(this.#words, thread, position);
    if (wasStep) this.#count();
    if (isOver) this.#end();
    if (isOver || thread !== this.#thread) this.#mayGo = false;
  }

  /** Nobody else writes it, and nothing is ordered by it: who looks on may see it a moment late. */
  #count(): void {
    this.#words[this.#stepsAt] = ++this.#steps;
  }

  #end(): void {
    Atomics.store(this.#words, CONTROL.TURNS_OVER, 1);
    callCoordinator(this.#words);
  }

  #await(): void {
    const words = this.#words;
    const at = this.#at;
    if (!this.#comesSoon() && Atomics.compareExchange(words, at, this.#seen, ASLEEP) === this.#seen) this.#sleep();
    this.#seen = Atomics.load(words, at);
    this.#position = this.#seen - 1;
    this.#mayGo = true;
  }

  /** As `SyncContext.park`, but that it says only once where it sleeps: each word more is a part of every hand-over. */
  #sleep(): void {
    const words = this.#words;
    const at = this.#at;
    if (!this.#toldWhere) this.#tellWhere();
    do {
      this.#lookAtStop();
      Atomics.wait(words, at, ASLEEP);
    } while (Atomics.load(words, at) === ASLEEP);
    this.#lookAtStop();
  }

  #lookAtStop(): void {
    if (Atomics.load(this.#words, CONTROL.STOP) !== 0) throw new StopSignal("the run is to stop");
  }

  #tellWhere(): void {
    const block = threadBlock(this.#thread);
    Atomics.store(this.#words, block + THREAD.PARKED_FOR, ASLEEP);
    Atomics.store(this.#words, block + THREAD.PARKED_AT, this.#at);
    this.#toldWhere = true;
  }

  /**
   * Whether its turn came while it looked. Looking in vain costs the most where both threads are on one core, so that the other cannot even
   * begin: after it the next turns are slept for, twice as many each time.
   */
  #comesSoon(): boolean {
    if (this.#settings.spinUs === 0) return false;
    if (this.#passing > 0) {
      this.#passing--;
      return false;
    }
    const came = this.#look(this.#settings.spinUs);
    this.#passed = came ? this.#passed >> 1 : Math.min(MOST_PASSED, this.#passed * 2 + 1);
    this.#passing = this.#passed;
    return came;
  }

  #look(forUs: Microseconds): boolean {
    const untilMs = this.#clock.nowMs() + forUs / 1000;
    do {
      for (let look = 0; look < LOOKS; look++) if (Atomics.load(this.#words, this.#at) !== this.#seen) return true;
    } while (this.#clock.nowMs() < untilMs);
    return false;
  }

  #pause(ms: Milliseconds): void {
    const untilMs = this.#clock.nowMs() + ms;
    while (this.#context.park(this.#at, this.#seen, untilMs));
    this.#toldWhere = false;
  }
}

/** Lets a thread go on with the act of that number. */
export function giveTurn(words: Int32Array, thread: ThreadId, position: number): void {
  const at = threadBlock(thread) + THREAD.GATE;
  if (Atomics.exchange(words, at, position + 1) === ASLEEP) Atomics.notify(words, at, 1);
}

/** Number of the act that somebody is to do now; the last one given. Looks from outside, stale as soon as it is said. */
export function latestTurn(words: Int32Array): number {
  let latest = 0;
  const threads = Atomics.load(words, CONTROL.THREAD_COUNT);
  for (let thread = 0; thread < threads; thread++)
    latest = Math.max(latest, Atomics.load(words, threadBlock(thread) + THREAD.GATE));
  return latest - 1;
}

/** Steps that all threads together have done. */
export function countSteps(words: Int32Array): number {
  let steps = 0;
  const threads = Atomics.load(words, CONTROL.THREAD_COUNT);
  for (let thread = 0; thread < threads; thread++)
    steps += Atomics.load(words, threadBlock(thread) + THREAD.GATE_STEPS);
  return steps;
}
