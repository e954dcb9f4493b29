/** The order of a real run as a schedule. Rule: what is told belongs to the run on show, or is dropped. */
import type { Desk } from "./desk.ts";
import { notifyFault } from "./desk.ts";
import type { Moving } from "./moving.ts";
import { differingFrom } from "./parameter-values.ts";
import { parametersIn } from "./selectors.ts";

export interface Pinning {
  /** Looks for the schedule of the real run on show. */
  pin(): Promise<void>;
  /** Opens the schedule that was found, with the parameters of its run. */
  stepPinned(): Promise<void>;
  /** Opens a schedule of the run on show, with the parameters of that run. */
  stepSchedule(schedule: string): Promise<void>;
}

export function createPinning(desk: Desk, moving: Pick<Moving, "adopt">): Pinning {
  const { facts } = desk;

  async function pin(): Promise<void> {
    const result = facts.getState().result?.result;
    if (result === undefined) return;
    const isStill = () => facts.getState().result?.result === result;
    facts.setState({ pinning: { result, pin: null } });
    try {
      const found = await desk.pinner().pin();
      if (isStill()) facts.setState({ pinning: { result, pin: found } });
    } catch (error) {
      facts.setState({ pinning: null });
      if (isStill()) notifyFault(desk, "pin", error);
    }
  }

  async function stepPinned(): Promise<void> {
    const schedule = facts.getState().pinning?.pin?.schedule ?? null;
    if (schedule !== null) await stepSchedule(schedule);
  }

  async function stepSchedule(schedule: string): Promise<void> {
    const { result, scenario } = facts.getState();
    if (result === null) return;
    const { query, parameters } = result;
    const step = { ...query, mode: "step" as const, schedule, step: 0, autorun: false };
    // Stepping has small defaults of its own: whatever the run had else is named.
    const named = query.program === null ? differingFrom(parametersIn(step, scenario), parameters) : query.parameters;
    await moving.adopt({ ...step, parameters: named });
  }

  return { pin: () => desk.pending.track(pin()), stepPinned, stepSchedule };
}
