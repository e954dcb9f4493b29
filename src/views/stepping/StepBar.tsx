/**
 * Above the lanes: what the last step did and what to do next; at the end what came of it; and what could not be done. Rule: it keeps
 * its height, so that the lanes below stay where they are.
 */
import type { ReactNode } from "react";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { SteppingView } from "../../workers/stepping-contract.ts";
import { threadBadge } from "../shared/thread-colours.ts";
import { threadOfChoice } from "../../engine/program/stepping.ts";
import { threadName } from "../../engine/trace/names.ts";
import { eventsOfStep } from "../state/steps.ts";
import { isOver as hasEnded } from "../state/stepping.ts";
import { describeMisfit, describeObstacle } from "./preview-words.ts";
import { restOfStep } from "./short-sentence.ts";
import classes from "./stepping.module.css";
import type { StepSpeech } from "./use-step-words.ts";
import { useStepWords } from "./use-step-words.ts";

interface Props {
  readonly view: SteppingView;
  readonly trace: Trace;
  /** Whether a move is under way that may take long. */
  readonly isWorking: boolean;
  /** What came of it, once it has ended. */
  readonly outcome: { readonly text: string; readonly tone: "good" | "bad" | "plain" | "warn" };
  /** Buttons at the end of the bar. */
  readonly children?: ReactNode;
}

export function StepBar({ view, trace, isWorking, outcome, children }: Props) {
  const speech = useStepWords();
  const isOver = hasEnded(view);
  const trouble = describeTrouble(speech, view);
  const { sentence, rest } = partsOfStep(speech, view, trace);
  const note = trouble ?? (isOver ? outcome.text : describeNext(speech, view, trace));
  return (
    <section
      className={classes.bar}
      aria-label={speech.step.barLabel}
      data-step={view.at}
      data-status={view.status ?? "open"}
      data-tone={trouble === null ? (isOver ? outcome.tone : "plain") : "warn"}
    >
      <p className={classes.barText}>
        <b title={`${sentence}${rest}`}>
          {sentence}
          {rest !== "" && <i>{rest}</i>}
          {isWorking && <i className={classes.working}>{speech.step.working}…</i>}
        </b>
        <span className={classes.barNote} title={note}>
          {note}
        </span>
      </p>
      {children !== undefined && <span className={classes.barActions}>{children}</span>}
    </section>
  );
}

/** What the step that led here did: its own operation, then what else came of it. */
export function describeStep(speech: StepSpeech, view: SteppingView, trace: Trace): string {
  const { sentence, rest } = partsOfStep(speech, view, trace);
  return rest === "" ? sentence : `${sentence}${rest}`;
}

interface StepParts {
  readonly sentence: string;
  /** Goes on after the sentence; empty where there is no more to say. */
  readonly rest: string;
}

function partsOfStep({ step, formats, language }: StepSpeech, view: SteppingView, trace: Trace): StepParts {
  if (view.at === 0) return { sentence: step.atStart, rest: "" };
  const { from, to } = eventsOfStep(view.lastSeq, view.at);
  const number = formats.number(view.at);
  if (from >= to || from >= trace.count) {
    const who = threadName(trace, threadOfChoice(view.path[view.at - 1]));
    return { sentence: step.stepSays(number, step.wentOn(who)), rest: "" };
  }
  const rest = restOfStep(trace, from, Math.min(to, trace.count), language);
  return {
    sentence: step.stepSays(number, describeEvent(trace, from, language)),
    rest: rest === "" ? "" : step.then(rest),
  };
}

/** How it ended, or who waits for whom. */
export function describeEnd(speech: StepSpeech, { status, threads }: SteppingView): string {
  const { step } = speech;
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
      const why = stuck.join(speech.language === "en" ? "; " : "；");
      return stuck.length === 0 ? step.stuck : `${step.stuck}${speech.language === "en" ? ": " : "："}${why}`;
    }
    default:
      return step.stuck;
  }
}

function describeNext({ step }: StepSpeech, { at, length, threads }: SteppingView, trace: Trace): string {
  if (at > 0 || length > 0) return step.howToGoOn;
  const isLoop =
    trace.threads.some(({ kind }) => kind === "loop") && trace.threads.every(({ kind }) => kind !== "thread");
  if (isLoop) return step.howToLoop;
  return trace.threads.some(({ kind }) => INSIDE_A_THREAD.has(kind)) && threads.length === 1
    ? step.howToAlone
    : step.howTo;
}

/** Lanes that take turns on one thread. */
const INSIDE_A_THREAD: ReadonlySet<string> = new Set(["generator", "greenlet"]);

/** What was asked for and could not be done; null when all could. */
function describeTrouble(speech: StepSpeech, { misfit, reached, at, length }: SteppingView): string | null {
  if (misfit !== null && at === length && at === misfit.step - 1)
    return `${describeMisfit(speech, misfit)} ${speech.step.misfitRest}`;
  return reached === false ? speech.step.notReachedAnyMore : null;
}
