/** From a finding to the steps that lead to it. Rule: a real run has no schedule before it is pinned, so that is done first. */
import type { Finding } from "../../engine/program/report.ts";
import type { Desk } from "./desk.ts";
import type { Moving } from "./moving.ts";
import type { Pinning } from "./pinning.ts";
import { getFindingSchedule } from "./selectors.ts";
import type { Stepping } from "./stepping.ts";

export interface FindingSteps {
  /** Opens step mode with the schedule of a finding, just before its first evidence; where steps are taken already, goes there. */
  stepThrough(finding: Finding): Promise<void>;
}

export function createFindingSteps(
  desk: Desk,
  moving: Pick<Moving, "setMode">,
  pinning: Pinning,
  stepping: Pick<Stepping, "goToFinding">,
): FindingSteps {
  const { facts } = desk;

  /** The finding's own schedule, or that of the run once it is pinned; null where no order explains it: the page says so. */
  async function scheduleOf(finding: Finding): Promise<string | null> {
    const known = getFindingSchedule(facts.getState(), finding);
    if (known !== null) return known;
    await pinning.pin();
    return getFindingSchedule(facts.getState(), finding);
  }

  async function stepThrough(finding: Finding): Promise<void> {
    if (facts.getState().stepping !== null) return stepping.goToFinding(finding);
    const { result } = facts.getState();
    const schedule = await scheduleOf(finding);
    if (schedule === null || facts.getState().result !== result) return;
    await stepping.goToFinding(finding);
    if (result === null) await moving.setMode("step", { schedule, step: 0 });
    else await pinning.stepSchedule(schedule);
  }

  return { stepThrough: (finding) => desk.pending.track(stepThrough(finding)) };
}
