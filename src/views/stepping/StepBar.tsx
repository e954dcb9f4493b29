/**
 * Above the lanes: what the last step did and what to do next; at the end what came of it; and what could not be done. Rule: it keeps
 * its height, so that the lanes below stay where they are.
 */
import type { ReactNode } from "react";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { SteppingView } from "../../workers/stepping-contract.ts";
import { threadBadge } from "../shared/thread-colours.ts";
import { eventsOfStep } from "../state/steps.ts";
import { describeMisfit, describeObstacle } from "./preview-words.ts";
import classes from "./stepping.module.css";
import type { StepSpeech } from "./use-step-words.ts";
import { useStepWords } from "./use-step-words.ts";

interface Props {
  readonly view: SteppingView;
  readonly trace: Trace;
  /** What came of it, once it has ended. */
  readonly outcome: { readonly text: ReactNode; readonly tone: "good" | "bad" | "plain" };
  /** Buttons at the end of the bar. */
  readonly children?: ReactNode;
}

export function StepBar({ view, trace, outcome, children }: Props) {
  const speech = useStepWords();
  const isOver = view.status !== null && view.at === view.length;
  const trouble = describeTrouble(speech, view);
  return (
    <section
      className={classes.bar}
      aria-label={speech.step.barLabel}
      data-step={view.at}
      data-status={view.status ?? "open"}
      data-tone={trouble === null ? (isOver ? outcome.tone : "plain") : "warn"}
    >
      <p className={classes.barText}>
        <b>{describeStep(speech, view, trace)}</b>
        <span>{trouble ?? (isOver ? outcome.text : describeNext(speech, view))}</span>
      </p>
      <span className={classes.barActions}>{children}</span>
    </section>
  );
}

/** What the step that led here did. */
export function describeStep({ step, formats, language }: StepSpeech, view: SteppingView, trace: Trace): string {
  if (view.at === 0) return step.atStart;
  const { from, to } = eventsOfStep(view.lastSeq, view.at);
  const number = formats.number(view.at);
  return from < to && from < trace.count
    ? step.stepSays(number, describeEvent(trace, from, language))
    : step.position(number, formats.number(view.length));
}

/** How it ended, or who waits for whom. */
export function describeEnd(speech: StepSpeech, { status, threads }: SteppingView): string {
  const { step, formats } = speech;
  switch (status) {
    case "finished":
      return step.ended;
    case "failed":
      return step.failedEnd;
    case "deadlocked": {
      const stuck = threads.flatMap(({ thread, obstacle }) =>
        obstacle === null || obstacle.kind === "thread-running"
          ? []
          : [step.waitsBecause(threadBadge(thread), describeObstacle(speech, obstacle, thread))],
      );
      const why = formats.list(stuck);
      return stuck.length === 0 ? step.stuck : `${step.stuck}${speech.language === "en" ? ": " : "："}${why}`;
    }
    default:
      return step.stuck;
  }
}

function describeNext({ step }: StepSpeech, { at, length }: SteppingView): string {
  return at === 0 && length === 0 ? step.howTo : step.howToGoOn;
}

/** What was asked for and could not be done; null when all could. */
function describeTrouble(speech: StepSpeech, { misfit, reached, at, length }: SteppingView): string | null {
  if (misfit !== null && at === length && at === misfit.step - 1)
    return `${describeMisfit(speech, misfit)} ${speech.step.misfitRest}`;
  return reached === false ? speech.step.notReachedAnyMore : null;
}
