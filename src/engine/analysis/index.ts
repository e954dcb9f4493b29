/** All analyses of a trace at once, as a run report needs them. Rule: pure functions of the trace and of how the run ended. */
import type { Finding } from "../program/report.ts";
import { SyncState } from "../trace/sync-state.ts";
import type { Trace } from "../trace/trace.ts";
import { collectAccesses } from "../trace/accesses.ts";
import { type BareFinding, describeFinding } from "./finding-sentences.ts";
import { findDataRaces } from "./data-races.ts";
import { livelockFindings } from "./livelock.ts";
import { lockOrderFindings } from "./lock-order.ts";
import { computeLostUpdates, lostUpdateFindings } from "./lost-updates.ts";
import { lostWakeupFindings } from "./lost-wakeups.ts";
import { deadHolderFindings, misuseFindings } from "./misuse.ts";
import { taskFindings } from "./task-findings.ts";
import { starvationFindings } from "./starvation.ts";
import { type RunEnd, stuckFindings } from "./stuck-threads.ts";
import { unjoinedFindings } from "./unjoined.ts";

export { describeEndless } from "./endless.ts";
export { describeFinding } from "./finding-sentences.ts";
export { relation, type Relation } from "./relation.ts";
export type { RunEnd } from "./stuck-threads.ts";

export interface Analysis {
  /** The gravest first. */
  readonly findings: readonly Finding[];
  /** Name of each place that was updated → updates lost. */
  readonly lostUpdates: Readonly<Record<string, number>>;
}

/** What a trace shows. @param end how the run ended, where that is known: then nobody is called stuck who was only stopped */
export function analyse(trace: Trace, end: RunEnd = {}): Analysis {
  const state = stateAtEnd(trace);
  const accesses = collectAccesses(trace);
  const lost = computeLostUpdates(trace, accesses);
  const stuck = stuckFindings(trace, state, end);
  const races = findDataRaces(trace);
  const livelock = livelockFindings(trace, state, end);
  const bare: BareFinding[] = [
    ...stuck,
    ...taskFindings(trace, state, end),
    ...livelock,
    ...deadHolderFindings(trace, state),
    ...lostWakeupFindings(trace, new Set(stuck.flatMap(({ events }) => events))),
    ...starvationFindings(trace).filter(
      (starved) => ![...livelock, ...stuck].some((other) => isPartOf(starved, other)),
    ),
    ...lockOrderFindings(trace).filter((inversion) => !stuck.some((deadlock) => isSameCycle(deadlock, inversion))),
    ...misuseFindings(trace),
    ...lostUpdateFindings(lost, new Set(races.flatMap(({ objects }) => objects))),
    ...races,
    ...unjoinedFindings(trace),
  ];
  return { findings: bare.map((finding) => complete(finding, trace, end)), lostUpdates: lost.counts };
}

/** Who goes round and round in vain, or can never go on, is no further story for the thing that it never gets. */
function isPartOf(starved: BareFinding, { threads, objects }: BareFinding): boolean {
  return threads.includes(starved.threads[0]) && objects.includes(starved.objects[0]);
}

/** What happened need not be predicted. */
function isSameCycle(deadlock: BareFinding, inversion: BareFinding): boolean {
  const isIn = (objects: readonly number[]) => inversion.objects.every((object) => objects.includes(object));
  return isIn(deadlock.objects) && inversion.threads.every((thread) => deadlock.threads.includes(thread));
}

function stateAtEnd(trace: Trace): SyncState {
  const state = new SyncState(trace);
  for (let seq = 0; seq < trace.count; seq++) state.apply(seq);
  return state;
}

/** With its sentence, the schedule that leads to it where there is one, and a note where events are missing. */
function complete(finding: BareFinding, trace: Trace, { schedule }: RunEnd): Finding {
  const whole: BareFinding = {
    ...finding,
    ...(trace.dropped > 0 ? { incomplete: true } : {}),
    ...(schedule === undefined ? {} : { schedule }),
  };
  return { ...whole, message: describeFinding(whole, trace, "en") };
}
