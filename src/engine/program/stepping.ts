/**
 * What stepping speaks of: choices, what a thread would do next, and why it cannot. Contracts and numbers only; the simulator, the
 * gated workers, the explorer and the page all use these words. Rule: reasons are facts in closed unions, never sentences.
 */
import type { Line, ThreadId } from "../base/ids.ts";
import type { Microseconds, Milliseconds } from "../base/units.ts";
import type { ObjectKind, OpName } from "../trace/ops.ts";
import type { ThreadState, ValueEntry } from "../trace/trace.ts";

/** What counts as a step: shared operations alone, or print, sleep, spawn and join as well (docs/stepping.md). */
export type StepRule = "shared" | "visible";

/**
 * One choice in one number: a thread goes (`2 × thread`), or its timed wait ends now (`2 × thread + 1`). In a schedule's text the
 * second is written with `!`.
 */
export type Choice = number;

/** Virtual time that one step takes; its events share it evenly. */
export const STEP_US: Microseconds = 1000;

export function toChoice(thread: ThreadId, expires = false): Choice {
  return thread * 2 + (expires ? 1 : 0);
}

/** The thread that a choice lets go. */
export function threadOfChoice(choice: Choice): ThreadId {
  return choice >> 1;
}

/** Whether the choice is "its timed wait ends now". */
export function isExpiry(choice: Choice): boolean {
  return (choice & 1) === 1;
}

/** `1`, or `1!` where a timed wait ends. */
export function describeChoice(choice: Choice): string {
  return `${threadOfChoice(choice)}${isExpiry(choice) ? "!" : ""}`;
}

/** An object as a preview names it. */
export interface ObjectSight {
  readonly name: string;
  readonly kind: ObjectKind;
}

/** Why a thread that has not ended cannot go now. */
export type Obstacle =
  /** `holder` is −1 where it is not known. */
  | { readonly kind: "lock-held"; readonly object: ObjectSight; readonly holder: ThreadId }
  | { readonly kind: "no-permit"; readonly object: ObjectSight }
  | { readonly kind: "queue-empty"; readonly object: ObjectSight }
  | { readonly kind: "queue-full"; readonly object: ObjectSight; readonly capacity: number }
  /** `Queue.join`: so many items are not done. */
  | { readonly kind: "items-undone"; readonly object: ObjectSight; readonly count: number }
  | { readonly kind: "flag-clear"; readonly object: ObjectSight }
  /** Parked at a condition that nobody has notified it of. */
  | { readonly kind: "not-notified"; readonly object: ObjectSight }
  | {
      readonly kind: "barrier-filling";
      readonly object: ObjectSight;
      readonly arrived: number;
      readonly parties: number;
    }
  /** A pool's thread without a task. */
  | { readonly kind: "no-task"; readonly object: ObjectSight }
  /** A pool that is joined while so many of its threads have not left. */
  | { readonly kind: "pool-busy"; readonly object: ObjectSight; readonly threads: number }
  | { readonly kind: "future-pending"; readonly object: ObjectSight }
  /** An event loop without ready tasks: it waits for its next timer or a message from another thread. */
  | { readonly kind: "loop-idle"; readonly object: ObjectSight }
  | { readonly kind: "thread-running"; readonly other: ThreadId }
  /** `python: 3.10`: another thread has the interpreter lock and is at no place where it gives it up. */
  | { readonly kind: "interpreter-held"; readonly holder: ThreadId }
  /** It computes for itself without end: it never comes to its next operation. */
  | { readonly kind: "computing" };

/** One event that a step would make; nothing of it has happened. */
export interface EventPreview {
  readonly thread: ThreadId;
  readonly op: OpName;
  readonly object: ObjectSight | null;
  /** Index, key or attribute. */
  readonly key: ValueEntry | null;
  readonly value: ValueEntry | null;
  /** The thread that it names (spawn, join). */
  readonly other: ThreadId | null;
  /** Name of the lane inside the thread that does it: a task, a generator; absent where it is the thread's own. */
  readonly lane?: string;
  /** The same of what it names. */
  readonly otherLane?: string;
  readonly line: Line;
}

/** What would come of one choice. */
export interface ChoicePreview {
  readonly choice: Choice;
  /** The choice as a schedule writes it: `1`, `1!`. */
  readonly text: string;
  /** What it would make happen, first its own operation. */
  readonly events: readonly EventPreview[];
  /** Whether the step writes what other threads can see. */
  readonly writes: boolean;
}

/** The instruction that a thread's next step begins with: a row of the listing's bytecode, and the part of the line it stands for. */
export interface BytecodePlace {
  /** As in `BytecodeRow`. */
  readonly function: string;
  readonly line: Line;
  readonly offset: number;
  /** Columns from 1, the end behind the last character; 0 where the instruction has none. */
  readonly column: number;
  readonly endColumn: number;
}

/** One thread at the present position. */
export interface ThreadPreview {
  readonly thread: ThreadId;
  readonly name: string;
  readonly state: ThreadState | "runnable";
  /** Line it stands at; 0 before its first and after its end. */
  readonly line: Line;
  /** Innermost frame of the listing; null before its first and after its end. */
  readonly place: BytecodePlace | null;
  /** What it can be told to do: nothing, to go, or that its wait ends; both never at once. */
  readonly choices: readonly ChoicePreview[];
  /** Why it cannot go; null for who can or has ended. A thread whose wait may end has both a choice and an obstacle. */
  readonly obstacle: Obstacle | null;
  /** The limit of the wait that it is in; null without one. */
  readonly limitMs: Milliseconds | null;
}

/** A schedule that does not fit the program: where, who and why. */
export interface Misfit {
  /** The step that could not be taken; the first is 1. */
  readonly step: number;
  readonly choice: Choice;
  readonly why:
    | { readonly kind: "no-thread" }
    | { readonly kind: "ended" }
    | { readonly kind: "blocked"; readonly obstacle: Obstacle }
    /** `1!` of a thread that is in no timed wait. */
    | { readonly kind: "no-timed-wait" }
    /** Everybody had ended, or nobody can go on. */
    | { readonly kind: "over" };
}
