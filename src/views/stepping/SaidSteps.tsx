/** What screen readers say after each move: where one stands, what the step did, who can go. The eye sees it elsewhere. */
import type { Trace } from "../../engine/trace/trace.ts";
import type { SteppingView } from "../../workers/stepping-contract.ts";
import { threadBadge } from "../shared/thread-colours.ts";
import { describeEnd, describeStep } from "./StepBar.tsx";
import type { StepSpeech } from "./use-step-words.ts";
import { useStepWords } from "./use-step-words.ts";

export function SaidSteps({ view, trace }: { readonly view: SteppingView; readonly trace: Trace }) {
  const speech = useStepWords();
  return (
    <output className="seen-by-readers-only" aria-live="polite" data-said-step={view.at}>
      {sayStep(speech, view, trace)}
    </output>
  );
}

/** Pure. */
export function sayStep(speech: StepSpeech, view: SteppingView, trace: Trace): string {
  const { step, formats } = speech;
  const can = view.threads.filter(({ choices }) => choices.length > 0).map(({ thread }) => threadBadge(thread));
  const rest = can.length > 0 ? step.canGo(formats.list(can)) : describeEnd(speech, view);
  return step.said(describeStep(speech, view, trace), rest);
}
