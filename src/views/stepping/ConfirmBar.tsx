/** The history on show done by real workers: where each of them is while it goes on, then whether they did the same. */
import type { RunReport } from "../../engine/program/report.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { threadBadge } from "../shared/thread-colours.ts";
import type { ConfirmingFacts } from "../state/facts.ts";
import classes from "./stepping.module.css";
import type { StepSpeech } from "./use-step-words.ts";
import { useStepWords } from "./use-step-words.ts";

interface Props {
  readonly facts: ConfirmingFacts;
  /** The outcome's values and findings, as phrases. */
  readonly describe: (report: RunReport) => readonly string[];
}

export function ConfirmBar({ facts: { progress, confirmed }, describe }: Props) {
  const speech = useStepWords();
  const { step, formats } = speech;
  if (confirmed === null)
    return (
      <section className={classes.bar} aria-label={step.confirming} data-confirmed="not-yet" data-tone="plain">
        <p className={classes.barText}>
          <b>{step.confirming}</b>
          {progress === null ? (
            <span>{step.confirmWait}…</span>
          ) : (
            <Workers speech={speech} threads={progress.threads} />
          )}
        </p>
      </section>
    );
  const { report, steps, differsAt } = confirmed;
  const workers = report.threads.filter(({ worker }) => worker).length;
  // Where the history stops before the program's end there is no outcome yet.
  const phrases = report.status === "step-limit" ? [] : describe(report);
  const outcome = [...phrases, formats.duration(report.elapsedMs)].join(" · ");
  return (
    <section
      className={classes.bar}
      aria-label={step.confirming}
      data-confirmed={differsAt === null ? "yes" : "no"}
      data-tone={differsAt === null ? "good" : "bad"}
    >
      <output className={classes.barText}>
        <b>
          {differsAt === null
            ? step.confirmed(formats.number(steps), workers, formats.number(workers))
            : step.notConfirmed(formats.number(differsAt))}
        </b>
        <span>{outcome}</span>
      </output>
    </section>
  );
}

interface WorkersProps {
  readonly speech: StepSpeech;
  readonly threads: NonNullable<ConfirmingFacts["progress"]>["threads"];
}

function Workers({ speech: { step, words, formats }, threads }: WorkersProps) {
  return (
    <span className={classes.workers}>
      {threads.map(({ id, name, state, line }) => (
        <span key={id}>
          <ThreadBadge id={id} name={name} />{" "}
          {step.workerAt(
            "",
            Object.hasOwn(words.threadStates, state)
              ? words.threadStates[state as keyof typeof words.threadStates]
              : state,
            line > 0 ? formats.number(line) : "",
          )}
          <span className="seen-by-readers-only">{threadBadge(id)}</span>
        </span>
      ))}
    </span>
  );
}
