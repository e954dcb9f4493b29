/**
 * The order of the last real run as a schedule. Rule: three answers, and no guess: done again by a simulation; shown to have no single order;
 * or undecided within the time.
 */
import { findSingleOrder } from "../engine/analysis/single-order.ts";
import type { ThreadId } from "../engine/base/ids.ts";
import type { Clock } from "../engine/base/clock.ts";
import type { Milliseconds } from "../engine/base/units.ts";
import type { RunStatus } from "../engine/program/report.ts";
import { findSchedule, type Found } from "../engine/runtime/pinning/find-schedule.ts";
import { returnedByUpdates } from "../engine/runtime/pinning/returned-values.ts";
import { printSchedule } from "../engine/schedule/text.ts";
import type { Note } from "../engine/trace/assemble.ts";
import type { Plain, Trace } from "../engine/trace/trace.ts";
import type { PinResult } from "./pin-contract.ts";
import { fingerprintOfPrepared, type Prepared, simulationSettingsOf, stepRuleOf } from "./prepared.ts";

/** A recorded real run. */
export interface RecordedRun {
  readonly prepared: Prepared;
  readonly trace: Trace;
  readonly notes: ReadonlyMap<ThreadId, readonly Note[]>;
  readonly status: RunStatus;
  readonly values: Readonly<Record<string, Plain>>;
}

export interface PinSurroundings {
  readonly clock: Clock;
  readonly breathe: () => Promise<void>;
  /** False once something newer is asked. */
  readonly isWanted: () => boolean;
}

/** How long may be looked. */
const LIMIT_MS: Milliseconds = 2000;
const BREATH_MS: Milliseconds = 12;

export async function pinRun(
  { prepared, trace, notes, status, values }: RecordedRun,
  surroundings: PinSurroundings,
): Promise<PinResult> {
  const { clock, isWanted } = surroundings;
  const endMs = clock.nowMs() + LIMIT_MS;
  const isLate = (): boolean => clock.nowMs() > endMs || !isWanted();
  const returned = returnedByUpdates(trace, notes);
  const steps = stepRuleOf(prepared, undefined);
  const settings = simulationSettingsOf(prepared, steps);
  const found = await drive(
    findSchedule({ program: prepared.program, settings, trace, returned, status, values }, isLate),
    surroundings,
  );
  if (found === "undecided") return UNDECIDED;
  if (found !== "none")
    return { schedule: printSchedule(fingerprintOfPrepared(prepared, steps), found), explained: true, part: [] };
  // No schedule does it: either memory has no single order here, or something that no schedule decides, such as a clock.
  const { explained, part } = findSingleOrder(trace, isLate, returned);
  return explained === false ? { schedule: null, explained, part } : UNDECIDED;
}

const UNDECIDED: PinResult = { schedule: null, explained: "undecided", part: [] };

async function drive(search: Generator<void, Found>, { clock, breathe }: PinSurroundings): Promise<Found> {
  let breathedMs = clock.nowMs();
  for (;;) {
    const { done, value } = search.next();
    if (done === true) return value;
    if (clock.nowMs() - breathedMs < BREATH_MS) continue;
    await breathe();
    breathedMs = clock.nowMs();
  }
}
