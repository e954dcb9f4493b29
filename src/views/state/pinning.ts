/** The order of a real run as a schedule. Rule: what is told belongs to the run on show, or is dropped. */
import type { Desk } from "./desk.ts";
import { notifyFault } from "./desk.ts";

export interface Pinning {
  /** Looks for the schedule of the real run on show. */
  pin(): Promise<void>;
}

export function createPinning(desk: Desk): Pinning {
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

  return { pin: () => desk.pending.track(pin()) };
}
