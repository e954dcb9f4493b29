/**
 * The history on show, done by real workers. Rule: nothing is called confirmed but what they did event for event; the history stays as it
 * is, whatever comes of it.
 */
import type { SteppingView, StepResult } from "../../workers/stepping-contract.ts";
import type { Desk } from "./desk.ts";
import { dismiss, notifyFault } from "./desk.ts";
import type { ConfirmingFacts } from "./facts.ts";
import { createTurns } from "./newest.ts";
import { firstDifference } from "./same-events.ts";
import type { Stepping } from "./stepping.ts";
import { stepOfEvent } from "./steps.ts";

export interface Confirming {
  /** Lets real workers do the history on show. */
  confirm(): Promise<void>;
}

export function createConfirming(desk: Desk, stepping: Pick<Stepping, "aside">): Confirming {
  const { facts } = desk;
  const turns = createTurns();

  async function confirm(): Promise<void> {
    const turn = turns.take();
    const put = (part: Partial<ConfirmingFacts>) => {
      if (turns.isNewest(turn))
        facts.setState(({ confirming }) => ({ confirming: confirming && { ...confirming, ...part } }));
    };
    dismiss(desk, ({ kind }) => kind === "fault");
    try {
      const confirmed = await stepping.aside(async (view, request) => {
        const { schedule } = view;
        facts.setState({ confirming: { schedule, progress: null, confirmed: null } });
        const order = {
          ...request,
          schedule: view.length === 0 ? undefined : schedule,
          // What would come after the history is nobody's choice yet.
          maxSteps: Math.max(1, view.length),
          on: "workers" as const,
          paceMs: paceOf(view.length),
        };
        return compare(view, await desk.stepper().step(order, (progress) => put({ progress })));
      });
      put({ confirmed, progress: null });
    } catch (error) {
      if (turns.isNewest(turn)) facts.setState({ confirming: null });
      notifyFault(desk, "confirm", error);
    }
  }

  /** A history that is not over is confirmed as far as it goes. */
  function compare(view: SteppingView, { report, trace }: StepResult): ConfirmingFacts["confirmed"] {
    const own = facts.getState().result?.result.trace;
    if (!own || trace === null) throw new Error("there is no record to compare with");
    const differs = firstDifference(own, trace, view.lastSeq[view.length] + 1);
    return { report, steps: view.length, differsAt: differs === null ? null : stepOfEvent(view.lastSeq, differs) };
  }

  return { confirm: () => desk.pending.track(confirm()) };
}

/** Slow enough to be watched, and never longer than some seconds. */
function paceOf(steps: number): number {
  return Math.min(150, 3000 / Math.max(1, steps));
}
