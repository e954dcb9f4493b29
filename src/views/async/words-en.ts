/** Words of the async panel in English, and by their shape the dictionary's type. Rule: as in shared/words-en.ts. */
import type { Held } from "./held-loop.ts";

export const en = {
  inside: "Inside the event loop",
  ready: "Ready queue",
  readyHint: "First in, first out: the first is taken next",
  nobodyReady: "empty",
  current: "Running",
  nobody: "nobody",
  asleep: "asleep until the next timer or message",
  timers: "Timers",
  timersHint: "A heap: the one that is due first is on top",
  noTimers: "none",
  waiting: "Waiting",
  nobodyWaits: "nobody",
  stack: "Stack",
  inMs: (time: string) => `in ${time}`,
  due: "due",
  neverFires: "never fires",
  awaits: (what: string) => `awaits ${what}`,
  sleeps: "sleeps",
  timer: (number: string) => `timer ${number}`,
  more: (count: string) => `and ${count} more`,
  reported: "Reported progress",
  // The browser's own loop
  callStack: "Call stack",
  microtasks: "Microtasks",
  microtasksHint: "All of them run before the next task begins, those too that come meanwhile",
  tasks: "Tasks",
  tasksHint: "One at a time, each followed by all microtasks",
  phases: {
    task: "a task runs",
    microtasks: "microtasks run",
    between: "between two tasks",
    asleep: "nothing is ready",
    ended: "ended",
  },
  // What happens now
  handsTo: (what: string, next: string) => `${what}: the loop takes the next ready one, ${next}`,
  handsToNobody: (what: string) => `${what}: nobody is ready, so the loop will sleep`,
  // A loop that is kept
  held: (task: string, time: string, line: string) => `${task} kept the loop to itself for ${time}, at line ${line}`,
  heldHint: "Nobody else could run, and no timer was answered.",
  mends: {
    sleep: "Mend: await asyncio.sleep(…) in place of time.sleep(…).",
    compute: "Mend: await asyncio.to_thread(…), so that a thread does the work.",
    wait: "Mend: the lock or queue of asyncio, with await, in place of the one for threads.",
    else: "Mend: give way with await asyncio.sleep(0), or let a thread do it: await asyncio.to_thread(…).",
  } satisfies Record<Held["by"], string>,
  showHeld: "Show it",
  // Ways
  waysTitle: "The same work, each way",
  waysHint: "Each way runs for real, one after the other; then all stand on one axis of time.",
  runWays: "Run each way",
  runWaysAgain: "Run each way again",
  runningWay: (way: string) => `Running ${way}`,
  total: "Time",
  switchesColumn: "Switches",
  memory: "Memory",
  wayColumn: "Way",
  seconds: (value: string) => `${value} s`,
};

/** The dictionary that every language fills. */
export type AsyncWords = typeof en;
