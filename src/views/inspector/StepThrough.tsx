/** A button from a finding to the steps that lead to it. */
import type { Finding } from "../../engine/program/report.ts";
import { useSpeech } from "../shared/use-words.ts";
import { canStepFindings, getFindingSchedule } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./inspector.module.css";

/** Leads to the steps before the finding's first evidence; a real run is pinned first. */
export function StepThrough({ finding, title }: { readonly finding: Finding; readonly title: string }) {
  const { words } = useSpeech();
  const actions = useActions();
  const isOffered = useFacts(canStepFindings);
  const isPinning = useFacts(({ pinning, result }) => pinning?.pin === null && pinning.result === result?.result);
  const schedule = useFacts((facts) => getFindingSchedule(facts, finding));
  if (!isOffered) return null;
  return (
    <button
      type="button"
      className={`button ${classes.small}`}
      data-action="step-finding"
      data-schedule={schedule ?? undefined}
      aria-label={words.stepFindingOf(title)}
      title={schedule === null ? words.pinsFirst : undefined}
      disabled={isPinning}
      onClick={() => void actions.stepThrough(finding)}
    >
      {words.stepPinned}
    </button>
  );
}
