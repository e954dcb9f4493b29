/**
 * A whole run under the controlled scheduler, asked for at once. Rule: while it goes on it is what runs, so that it can be stopped like any
 * run; showing it is for whoever asked.
 */
import type { StepRequest, StepResult } from "../../workers/stepping-contract.ts";
import type { Desk } from "./desk.ts";
import { dismiss, notify, notifyFault } from "./desk.ts";
import { toProblem } from "./problem.ts";

/** @throws ArgumentError for a refused request, Error where the surroundings fail; both are told in the page too */
export async function stepWhole(desk: Desk, request: StepRequest): Promise<StepResult> {
  const { facts } = desk;
  dismiss(desk, ({ kind }) => kind === "fault" || kind === "stranger");
  if (facts.getState().running !== null) await desk.laboratory().stop();
  const mine = { sinceMs: desk.nowMs(), progress: null };
  facts.setState({ running: mine });
  try {
    return await desk.pending.track(desk.stepper().step(request));
  } catch (error) {
    const problem = toProblem(error);
    if (problem === null) notifyFault(desk, "step", error);
    else notify(desk, { kind: "problem", problem, from: "call" });
    throw error;
  } finally {
    facts.setState(({ running }) => (running === mine ? { running: null } : {}));
  }
}
