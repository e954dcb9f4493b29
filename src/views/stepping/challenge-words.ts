/** What a challenge says at each of its stages. Pure. */
import type { ChallengeFacts } from "../state/facts.ts";
import type { Verdict } from "../state/verdict.ts";
import type { StepSpeech } from "./use-step-words.ts";

/** How few steps it takes, and how many the learner took: `6 steps are possible, you took 11.` */
export function describeBreaking(speech: StepSpeech, { explored, broken }: ChallengeFacts): string {
  const { step, formats } = speech;
  const shortest = explored?.shortest ?? null;
  if (broken !== null) {
    const took = formats.number(broken.steps);
    if (shortest === null) return step.took(took);
    if (broken.steps > shortest.steps) return step.tookPossible(formats.number(shortest.steps), took);
    return shortest.proven ? step.tookBest(took) : step.took(took);
  }
  if (explored === null) return `${step.breakIt} ${step.searching}`;
  if (shortest === null) return explored.complete ? step.unbreakable : step.noneFound;
  const steps = formats.number(shortest.steps);
  return `${step.breakIt} ${shortest.proven ? step.possible(shortest.steps, steps) : step.possibleAtMost(steps)}`;
}

/** What the check of a mended program says. */
export function describeVerdict({ step, formats }: StepSpeech, verdict: Verdict): string {
  switch (verdict.kind) {
    case "mended":
      return step.mended(formats.number(verdict.orders));
    case "fails":
      return step.stillFails(formats.number(verdict.failing), formats.number(verdict.orders));
    case "open":
      return step.notAll(formats.number(verdict.orders));
    case "unknown":
      return step.cannotJudge(formats.list(verdict.keys));
  }
}
