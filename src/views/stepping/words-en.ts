/** Words of step mode in English, and by their shape the dictionary's type. Rule: as in shared/words-en.ts. */
import type { Obstacle, Misfit } from "../../engine/program/stepping.ts";

/** Facts of an obstacle as words: names of threads and numbers are texts already. */
export interface ObstacleParts {
  readonly kind: Obstacle["kind"];
  readonly object: string;
  readonly holder: string;
  /** Whether the thread waits for what it holds itself. */
  readonly isOwn: boolean;
  readonly count: string;
  readonly of: string;
}

export const en = {
  title: "Step by step",
  howTo: "You are the scheduler: choose which thread goes next. Click it, or press its number.",
  howToGoOn: "Choose again, go back, or let it play.",
  beginTitle: "Step through it",
  beginText: "You choose which thread goes, one step at a time, and can go back at any moment.",
  begin: "Start stepping",
  opening: "Opening",
  errorsFirst: "The listing has errors. Mend them, then it can be stepped.",
  // Lane heads
  choose: (thread: string, what: string) => `Let ${thread} go: ${what}`,
  expire: (thread: string) => `Let ${thread}'s wait end now: its time is up`,
  next: "next",
  timeIsUp: "its time is up",
  within: (limit: string) => `waits at most ${limit}`,
  cannotGo: "cannot go",
  nextInHistory: "goes next in the history",
  states: {
    new: "has not started",
    finished: "has finished",
    failed: "ended with an exception",
    stopped: "was stopped",
    over: "has nothing more to do",
  },
  line: (line: string) => `line ${line}`,
  somethingNext: "goes on",
  obstacle({ kind, object, holder, isOwn, count, of }: ObstacleParts): string {
    switch (kind) {
      case "lock-held":
        if (isOwn) return `waits for ${object}, which it holds itself`;
        return holder === "" ? `waits for ${object}` : `waits for ${object}, which ${holder} holds`;
      case "no-permit":
        return `waits for a permit of ${object}`;
      case "queue-empty":
        return `waits for an item: ${object} is empty`;
      case "queue-full":
        return `waits for room: ${object} is full, with ${count}`;
      case "items-undone":
        return `waits until all of ${object} is done: ${count} not yet`;
      case "flag-clear":
        return `waits until ${object} is set`;
      case "not-notified":
        return `waits on ${object} until it is notified`;
      case "barrier-filling":
        return `waits at ${object}: ${count} of ${of} are there`;
      case "no-task":
        return `waits for a task from ${object}`;
      case "pool-busy":
        return `waits until all threads of ${object} have left: ${count} not yet`;
      case "future-pending":
        return `waits for the result of ${object}`;
      case "thread-running":
        return `waits until ${holder} has finished`;
      case "interpreter-held":
        return `waits for the interpreter lock, which ${holder} has`;
      case "computing":
        return "computes on and on and comes to no further step";
    }
  },
  // The bar above the lanes
  barLabel: "Where it stands",
  stepSays: (step: string, sentence: string) => `Step ${step}: ${sentence}`,
  atStart: "Before the first step",
  ended: "All threads have finished",
  stuck: "Nobody can go on",
  failedEnd: "A thread ended with an exception",
  waitsBecause: (thread: string, why: string) => `${thread} ${why}`,
  misfitTitle: (step: string) => `The schedule does not fit this program from step ${step} on`,
  misfit: (thread: string, why: Misfit["why"]["kind"], because: string) => {
    switch (why) {
      case "no-thread":
        return `it names ${thread}, which is not there.`;
      case "ended":
        return `it lets ${thread} go, which has ended by then.`;
      case "blocked":
        return `it lets ${thread} go, which cannot: it ${because}.`;
      case "no-timed-wait":
        return `it ends a wait of ${thread}, which is in no wait with a limit.`;
      case "over":
        return "by then everybody has ended, or nobody can go on.";
    }
  },
  misfitRest: "You see the steps before that.",
  notReachedAnyMore: "That does not happen any more before the end.",
  // Controls
  controls: "Moving in the history",
  toStart: "To the start",
  back: "Back",
  backHint: "One step back (,)",
  forward: "Forward",
  forwardHint: "One step forward in the history (.)",
  toEnd: "To the last step of the history",
  position: (at: string, of: string) => `step ${at} of ${of}`,
  slider: "Step",
  sliderValue: (at: string, of: string) => `step ${at} of ${of}`,
  play: "Play",
  pause: "Pause",
  playHint: "Let chance choose, step by step (space)",
  speed: "Speed",
  perSecond: (steps: string) => `${steps} a second`,
  seed: "Seed",
  seedHint: "Which chance: the same seed makes the same choices",
  anotherSeed: "Another seed",
  runTo: "Run to",
  runToGo: "Go",
  targets: {
    write: "the next write",
    read: "the next read",
    lock: "the next lock taken",
    wait: "the next wait",
    print: "the next print",
    finish: "the next thread's end",
    finding: "the next finding",
    line: "a line",
    end: "the end",
  },
  lineNumber: "Line",
  lineHint: "A click on a line's number does the same",
  working: "Working",
  keysHint: "1 to 9: a thread goes · , . back and forward · space: play",
  // Inside the line
  inside: "Inside the line",
  insideHint: "One line of Python is several bytecodes. A thread stops only before a step, marked here.",
  open: "Show the bytecodes",
  close: "Hide the bytecodes",
  nextPart: "next",
  noLine: "is at no line of the listing",
  // Said to readers
  said: (position: string, what: string) => `${position}. ${what}`,
  canGo: (threads: string) => `Can go: ${threads}.`,
};

/** The dictionary that every language fills. */
export type StepWords = typeof en;
