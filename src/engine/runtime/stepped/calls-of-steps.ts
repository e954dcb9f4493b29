/** The threads' calls just after any event of a stepped history, for looking back: the simulation is taken there. */
import type { CallsOf } from "../look-back.ts";
import type { StepHistory } from "./step-history.ts";

/** Whoever holds this must not let the history be cut before its trace's end. */
export function callsOfSteps(history: StepHistory): CallsOf {
  return (thread, rows) => ({
    at(seq) {
      if (rows.length === 0 || rows[0] > seq) return null;
      const { machine } = history.lookAt(seq).threads[thread];
      return { frames: machine.frames(), machine };
    },
  });
}
