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
  howToLoop:
    "The event loop takes ready tasks first in, first out, so there is nothing to choose: each press lets one task run until it waits.",
  howToAlone:
    "There is one thread, so there is nothing to choose: each press takes one step. Who of those inside it has the turn, and why the others wait, stands beside the lanes.",
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
      case "loop-idle":
        return "its event loop has nothing ready: it waits for a timer or a message";
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
  then: (rest: string) => `, then ${rest}`,
  wentOn: (thread: string) => `${thread} went on, which no other thread can see`,
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
  // Inside the line
  inside: "Inside the line",
  insideHint: "One line of Python is several bytecodes. A thread stops only before a step, marked here.",
  open: "Show the bytecodes",
  close: "Hide the bytecodes",
  nextPart: "next",
  // Said to readers
  said: (position: string, what: string) => `${position}. ${what}`,
  canGo: (threads: string) => `Can go: ${threads}.`,
  // On real threads
  confirm: "Confirm on real threads",
  confirmHint: "Real workers do exactly this, each waiting at a gate for its turn",
  confirming: "On real threads",
  confirmWait: "The workers take their places",
  workerAt: (thread: string, state: string, line: string) => `${thread} ${state}${line === "" ? "" : `, line ${line}`}`,
  confirmed: (steps: string, threads: number, text: string) =>
    `Confirmed: ${threads === 1 ? "1 real thread" : `${text} real threads`} did all ${steps} steps, event for event the same.`,
  notConfirmed: (step: string) => `Not confirmed: at step ${step} the real threads did something else.`,
  dismiss: "Close",
  // What if
  whatIf: (step: string, thread: string) => `What if step ${step} (${thread}) came`,
  whatIfHint: "Moves one choice of the history; what would come of it is played beside it",
  whatIfLabel: "One choice moved",
  earlier: "earlier",
  later: "later",
  whatIfTitle: (step: string, thread: string, place: string) =>
    `What if step ${step}, of ${thread}, were step ${place}?`,
  whatIfPlaying: "Playing the other order",
  asItWas: "As it was",
  moved: "Moved",
  apart: (step: string) => `They part at step ${step}.`,
  notApart: "Both do the same.",
  leftAt: (step: string, why: string, seed: string) =>
    `The moved order comes as far as step ${step}: ${why} From there on chance chose, with seed ${seed}.`,
  endsWith: (outcome: string) => `ends with ${outcome}`,
  sameOutcome: "Both end alike.",
  otherOutcome: "They end differently.",
  takeIt: "Go on with the moved order",
  stepNumber: (step: string) => `step ${step}`,
  moreSteps: (count: string) => `and ${count} more steps`,
  // Break it, mend it
  challenge: "Challenge",
  challengeHint: "Break it, then mend it",
  challengeTitle: "Break it, then mend it",
  breakIt: "You are the scheduler: find an order in which this goes wrong.",
  searching: "The explorer is looking for how few steps it takes.",
  possible: (steps: number, text: string) => (steps === 1 ? "1 step is possible." : `It can be done in ${text} steps.`),
  possibleAtMost: (text: string) => `It can be done in ${text} steps, perhaps in fewer.`,
  unbreakable: "Every order of this program ends right: there is nothing to break. Choose other parameters.",
  noneFound: "No failing order was found in the time there was. There may be one.",
  took: (steps: string) => `You broke it in ${steps} steps.`,
  tookPossible: (possible: string, steps: string) => `${possible} steps are possible, you took ${steps}.`,
  tookBest: (steps: string) => `You broke it in ${steps} steps: no order does it in fewer.`,
  toMending: "Now mend it",
  showMe: "Show me one",
  mendIt: "Change the listing or a parameter so that no order fails, then let every order be checked.",
  check: "Check every order",
  checking: "Every order is being played",
  unchanged: "Nothing has been changed yet.",
  changedSince: "It was changed since; check again.",
  mended: (orders: string) => `Mended: ${orders} orders that make a difference, and every one ends right.`,
  stillFails: (failing: string, orders: string) => `Not yet: ${failing} of ${orders} orders fail.`,
  stepFailing: "Step through one",
  notAll: (orders: string) => `None of ${orders} orders fails, but there was no time to play them all.`,
  cannotJudge: (names: string) => `It cannot be judged: nothing is called ${names} any more.`,
  endChallenge: "End the challenge",
};

/** The dictionary that every language fills. */
export type StepWords = typeof en;
