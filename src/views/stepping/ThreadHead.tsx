/**
 * A thread beside its lane: what it would do next, as the button that lets it go; or why it cannot go. Rule: a thread that may only be
 * told that its wait is over says both why it waits and what the button does.
 */
import type { ThreadId } from "../../engine/base/ids.ts";
import type { Choice, ChoicePreview, ThreadPreview } from "../../engine/program/stepping.ts";
import { isExpiry } from "../../engine/program/stepping.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { threadBadge, threadColour } from "../shared/thread-colours.ts";
import { describeChoiceButton, describeObstacle, describePreview } from "./preview-words.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

interface Props {
  readonly preview: ThreadPreview;
  /** The choice that the history takes next; null at its end. */
  readonly nextChoice: Choice | null;
  readonly onChoose: (choice: Choice) => void;
  readonly trace: Trace;
}

export function ThreadHead({ preview, nextChoice, onChoose, trace }: Props) {
  const speech = useStepWords();
  const [choice] = preview.choices;
  const style = { "--thread": threadColour(preview.thread) } as React.CSSProperties;
  if (choice === undefined) {
    return (
      <div className={classes.head} style={style} data-thread={preview.thread} data-can="no">
        <HeadName preview={preview} />
        <Why preview={preview} />
      </div>
    );
  }
  const isNext = choice.choice === nextChoice;
  return (
    <button
      type="button"
      className={classes.head}
      style={style}
      data-thread={preview.thread}
      data-can={isExpiry(choice.choice) ? "expire" : "go"}
      data-next={isNext}
      aria-label={`${describeChoiceButton(speech, preview.thread, choice, trace)}${isNext ? `, ${speech.step.nextInHistory}` : ""}`}
      aria-keyshortcuts={preview.thread < 10 ? String(preview.thread) : undefined}
      onClick={() => onChoose(choice.choice)}
    >
      <HeadName preview={preview} hasKey />
      {isExpiry(choice.choice) && <Why preview={preview} />}
      <What choice={choice} preview={preview} trace={trace} />
    </button>
  );
}

function HeadName({ preview, hasKey = false }: { readonly preview: ThreadPreview; readonly hasKey?: boolean }) {
  const { thread, name } = preview;
  return (
    <span className={classes.headName}>
      <b className={classes.badge}>{threadBadge(thread)}</b>
      <span className={classes.fullName} title={name}>
        {thread === 0 ? "" : name}
      </span>
      {hasKey && thread < 10 && (
        <kbd className={classes.key} aria-hidden="true">
          {thread}
        </kbd>
      )}
    </span>
  );
}

interface WhatProps extends Pick<Props, "preview" | "trace"> {
  readonly choice: ChoicePreview;
}

function What({ choice, preview, trace }: WhatProps) {
  const speech = useStepWords();
  const { step, formats } = speech;
  const text = isExpiry(choice.choice) ? step.timeIsUp : describePreview(speech, choice, trace);
  return (
    <span className={classes.what}>
      <span className={classes.verb} title={text}>
        {text}
      </span>
      {preview.line > 0 && <span className={classes.lineNumber}>{step.line(formats.number(preview.line))}</span>}
    </span>
  );
}

function Why({ preview }: { readonly preview: ThreadPreview }) {
  const speech = useStepWords();
  const text = describeWhy(speech, preview);
  return (
    <span className={classes.why} title={text}>
      {text}
    </span>
  );
}

/** Why a thread has no step to take, in words. */
export function describeWhy(speech: ReturnType<typeof useStepWords>, preview: ThreadPreview): string {
  const { step, formats } = speech;
  if (preview.obstacle !== null) {
    const why = describeObstacle(speech, preview.obstacle, preview.thread);
    return preview.limitMs === null ? why : `${why} · ${step.within(formats.duration(preview.limitMs))}`;
  }
  switch (preview.state) {
    case "new":
    case "finished":
    case "failed":
    case "stopped":
      return step.states[preview.state];
    default:
      return step.states.over;
  }
}

/** The preview of a thread, where it is there. */
export function previewOf(threads: readonly ThreadPreview[], id: ThreadId): ThreadPreview | undefined {
  return threads.find(({ thread }) => thread === id);
}
