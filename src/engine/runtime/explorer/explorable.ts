/**
 * What a search needs of a program: who can go, let one go, go back, and what the step touched. Rules: a thread has at most one choice in
 * a state; the same choices give the same steps; what two independent steps do does not depend on their order.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Choice } from "../../program/stepping.ts";
import type { Footprint, Footprints } from "./footprints.ts";

/** No choice: the thread is blocked, has ended, or is main that waits. */
export const NO_CHOICE = -1;

/** What decides whether an operation can go: how a search finds the orders in which it would have gone earlier. */
export const GATE = {
  /** It can always go. */
  NONE: 0,
  /** It goes while its object has something to take: a lock that is free, a permit, an item, a flag that is set. */
  TAKES: 1,
  /** It goes while its object has room: a queue that is not full. */
  PUTS: 2,
  /** Only trying tells: it needs several objects. */
  TRY: 3,
  /** It waits for what happens once and is never taken back (that a thread ends), so it could not have gone earlier. */
  ONCE: 4,
} as const;

export type Gate = (typeof GATE)[keyof typeof GATE];

/** Bits: what could have been done with the step's object just before it. */
export const ROOM = { NOTHING: 0, TO_TAKE: 1, TO_PUT: 2 } as const;

/** What an operation touches and what it waits for. */
export interface Asked {
  readonly footprint: Footprint;
  readonly gate: Gate;
  /** Under `TAKES` and `PUTS` the object that it waits for, as the footprint of a write of it. */
  readonly waitsFor: Footprint;
  /** Whether it may touch something else in another state: a compare-exchange, an index from the end, a step that may be the last one. */
  readonly varies: boolean;
}

/** What a step was; filled anew by each `take`. */
export interface Taken extends Asked {
  /** Bits of `ROOM`: of the one object it touches that others may wait for to have something, or room. */
  readonly room: number;
  /** Threads other than its own that this step let go past a wait of theirs, or brought into being. */
  readonly released: readonly ThreadId[];
  /** Orders that the step made beside those of its footprint, in the order in which they came about. */
  readonly follows: readonly Follow[];
  /** A thread that it joined: the step itself comes after all that this one did. −1 for none. */
  readonly joined: ThreadId;
}

/** What a thread does from now on comes after all that another has done so far: it was started, let go, or has joined it. */
export interface Follow {
  readonly thread: ThreadId;
  readonly after: ThreadId;
}

export interface Explorable {
  readonly footprints: Footprints;
  /** Threads that exist now; ids are dense and a thread never goes away. */
  readonly threadCount: number;
  /** `NO_CHOICE` or the one choice of this thread. */
  choiceOf(thread: ThreadId): Choice;
  hasEnded(thread: ThreadId): boolean;
  /** It has come round to where it was, and nothing was written meanwhile: going on, it would only do again what it did. */
  isSpinning(thread: ThreadId): boolean;
  /** What a thread that has not ended would do next. */
  askedBy(thread: ThreadId): Asked;
  /** Takes a choice that is there. The answer is good until the next `take`. */
  take(choice: Choice): Taken;
  /** A place to go back to; marks nest like brackets. */
  mark(): number;
  backTo(mark: number): void;
  /** Length of `path`. */
  readonly stepsHere: number;
  /** The choices of the run so far, as a schedule has them: what needs no choice is left out, what one choice decided is written out. */
  path(): readonly Choice[];
  /** How the run ended, when nobody can go (or it is cut): the number of a distinct pair of outcome and status. Equal numbers, equal ends. */
  end(): number;
}
