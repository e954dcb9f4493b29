/**
 * What if: one choice of the history moved to another place, and both orders side by side. Rule: the history on show stays as it is; the
 * other order is played beside it, and chance goes on where it does not fit any more.
 */
import type { StepRequest, SteppingView } from "../../workers/stepping-contract.ts";
import type { Desk } from "./desk.ts";
import { notifyFault } from "./desk.ts";
import type { DrawnOrder, WhatIfFacts } from "./facts.ts";
import { divergence, nextPlace, rewriteSchedule, withMoved } from "./moved-choice.ts";
import { createTurns } from "./newest.ts";
import type { Stepping } from "./stepping.ts";

export interface WhatIf {
  /** Moves the choice of a step (from 1) of the history one place earlier or later; again: one place further. */
  moveChoice(step: number, by: 1 | -1): Promise<void>;
  /** Makes the other order the history. */
  take(): Promise<void>;
  close(): void;
}

export function createWhatIf(desk: Desk, stepping: Pick<Stepping, "aside">, open: OpenSchedule): WhatIf {
  const { facts } = desk;
  const turns = createTurns();

  async function moveChoice(step: number, by: 1 | -1): Promise<void> {
    const base = drawnNow();
    if (base === null) return;
    const { whatIf } = facts.getState();
    const from = step - 1;
    const at = whatIf !== null && isOf(whatIf, base) && whatIf.from === from ? whatIf.to : from;
    const to = nextPlace(base.path, from, at, by);
    if (to === null) return;
    const moved = withMoved(base.path, from, to);
    if (divergence(base.path, moved) === null) return close();
    const turn = turns.take();
    facts.setState({ whatIf: { base, from, to, other: null, misfit: null } });
    const played = await play(rewriteSchedule(base.schedule, moved));
    if (!turns.isNewest(turn)) return;
    facts.setState(({ whatIf: now }) => ({ whatIf: now && played && { ...now, ...played } }));
  }

  /** The history on show; null where there is none. */
  function drawnNow(): DrawnOrder | null {
    const { stepping: now, result } = facts.getState();
    if (now === null || result === null) return null;
    const { path, lastSeq, schedule } = now.view;
    return { path, lastSeq, schedule, result: result.result };
  }

  async function play(schedule: string): Promise<Pick<WhatIfFacts, "other" | "misfit"> | null> {
    try {
      return await stepping.aside((_, request) => playToEnd(request, schedule));
    } catch (error) {
      notifyFault(desk, "step", error);
      return null;
    }
  }

  async function playToEnd(request: StepRequest, schedule: string): Promise<Pick<WhatIfFacts, "other" | "misfit">> {
    const { seed } = facts.getState().pace;
    const opened = await desk.stepper().openStepping({ ...request, schedule });
    const ended = await desk.stepper().moveStepping({ kind: "run", until: { kind: "end" }, seed });
    const result = ended.result ?? opened.result;
    if (result === null) throw new Error("the other order came without a picture");
    return { other: toDrawn(ended, result), misfit: opened.misfit };
  }

  function close(): void {
    turns.take();
    facts.setState({ whatIf: null });
  }

  return {
    moveChoice: (step, by) => desk.pending.track(moveChoice(step, by)),
    async take() {
      const { whatIf } = facts.getState();
      if (whatIf?.other) await open(whatIf.other.schedule, Math.min(whatIf.from, whatIf.to) + 1);
    },
    close,
  };
}

/** Makes a schedule the history of what is on show, at one of its steps. */
export type OpenSchedule = (schedule: string, step: number) => Promise<void>;

/** Whether the moved choice is one of this history. */
export function isOf({ base }: WhatIfFacts, { schedule }: { readonly schedule: string }): boolean {
  return base.schedule === schedule;
}

function toDrawn({ path, lastSeq, schedule }: SteppingView, result: DrawnOrder["result"]): DrawnOrder {
  return { path, lastSeq, schedule, result };
}
