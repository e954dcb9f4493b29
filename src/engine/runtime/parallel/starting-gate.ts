/**
 * Where the started threads of a shaken run wait for each other. A short body is over before the next thread is awake, so that
 * threads would hardly ever meet. Here each is held once, before one of its first operations (the seed says which), until the others
 * are there; then all go on together, each after a small delay that the seed decides as well.
 *
 * Protocol: a thread counts itself in AT_START and spins, since no sleep is short enough to set out together. It may go once as many
 * are there as can run at once and were started in the run before, or once nobody is on the way any more. Who has spun for
 * `SPIN_MS` may be what keeps the others from their processor: it signs off, sleeps until the next arrival, and signs on again.
 * Nobody is held longer than `PATIENCE_MS`. Rule: a thread does at the gate nothing that the program could see but take time.
 */
import type { Clock } from "../../base/clock.ts";
import type { ThreadId } from "../../base/ids.ts";
import { createRandom, type Random } from "../../base/random.ts";
import type { Milliseconds } from "../../base/units.ts";
import { CONTROL, STATE, THREAD, threadBlock } from "../../memory/layout.ts";
import type { Body } from "../../program/world.ts";
import type { RunSettings } from "./messages.ts";

/** Who waits at the gate. */
export interface Starter {
  readonly words: Int32Array;
  readonly thread: ThreadId;
  readonly settings: RunSettings;
  readonly clock: Clock;
}

const PATIENCE_MS: Milliseconds = 1;
const SPIN_MS: Milliseconds = 0.2;
/** Looks between two readings of the clock. */
const LOOKS = 64;
/** The longest delay, in looks at a word: about a microsecond. */
const LONGEST_DELAY = 256;
const ROUNDS = 3;
/** Operations that a thread may have behind it when it comes to the gate. */
const MOST_OPERATIONS = 6;

/**
 * Takes a thread's body past its places at the gate. The body's world must be gated meanwhile: it stops before each operation then.
 */
export function startTogether(body: Body, starter: Starter): void {
  const { words, thread, settings, clock } = starter;
  const random = createRandom((settings.seed + Atomics.load(words, CONTROL.RUN)) * 256 + thread);
  const deadlineMs = clock.nowMs() + PATIENCE_MS;
  let round = 0;
  while (round < ROUNDS && goTowardsGate(body, random)) {
    // Short delays are more frequent than long ones: a body may be a few operations or thousands.
    const delay = Math.floor(LONGEST_DELAY ** random.fraction());
    round++;
    arrive(words, 1);
    waitForOthers(starter, round, deadlineMs);
    for (let look = 0; look < delay; look++) Atomics.load(words, CONTROL.AT_START);
  }
  // Who ended early is not waited for.
  arrive(words, ROUNDS - round);
}

/** Half of the threads come to the gate before their next operation, a quarter after it, and so on. False when it ended. */
function goTowardsGate(body: Body, random: Random): boolean {
  for (let done = 0; done < MOST_OPERATIONS && random.below(2) === 1; done++) {
    if (body.advance() === "ended") return false;
    body.perform();
  }
  return body.advance() !== "ended";
}

function arrive(words: Int32Array, rounds: number): void {
  Atomics.add(words, CONTROL.ARRIVALS, 1);
  Atomics.add(words, CONTROL.AT_START, rounds);
  Atomics.notify(words, CONTROL.ARRIVALS);
}

function waitForOthers(starter: Starter, round: number, deadlineMs: Milliseconds): void {
  const { words, clock } = starter;
  for (;;) {
    const seen = Atomics.load(words, CONTROL.ARRIVALS);
    if (spin(starter, round)) return;
    const leftMs = deadlineMs - clock.nowMs();
    if (leftMs <= 0) return;
    Atomics.sub(words, CONTROL.AT_START, 1);
    Atomics.wait(words, CONTROL.ARRIVALS, seen, leftMs);
    Atomics.add(words, CONTROL.AT_START, 1);
  }
}

/** Whether the gate opened while this thread looked. */
function spin({ words, settings, clock }: Starter, round: number): boolean {
  const untilMs = clock.nowMs() + SPIN_MS;
  do {
    for (let look = 0; look < LOOKS; look++) if (areEnoughHere(words, settings.cores, round)) return true;
    if (isNobodyComing(words, settings.cores, round)) return true;
  } while (clock.nowMs() < untilMs);
  return false;
}

function areEnoughHere(words: Int32Array, cores: number, round: number): boolean {
  const expected = Atomics.load(words, CONTROL.STARTS_BEFORE);
  return expected > 0 && Atomics.load(words, CONTROL.AT_START) >= Math.min(expected, cores) * round;
}

/** As many are here as run, and main starts no more for the moment: all others sleep or have ended. */
function isNobodyComing(words: Int32Array, cores: number, round: number): boolean {
  if (Atomics.load(words, threadBlock(0) + THREAD.STATE) === STATE.RUNNING) return false;
  const threads = Atomics.load(words, CONTROL.THREAD_COUNT);
  let underWay = 0;
  for (let thread = 1; thread < threads; thread++) {
    const state = Atomics.load(words, threadBlock(thread) + THREAD.STATE);
    if (state === STATE.RUNNING || state === STATE.NEW) underWay++;
  }
  return Atomics.load(words, CONTROL.AT_START) >= Math.min(underWay, cores) * round;
}
