/** Both orders from where they part: the one that was, and the one with a choice moved. */
import { threadOfChoice } from "../../engine/program/stepping.ts";
import type { RunReport } from "../../engine/program/report.ts";
import { Icon } from "../shared/Icon.tsx";
import { threadBadge } from "../shared/thread-colours.ts";
import type { WhatIfFacts } from "../state/facts.ts";
import { divergence } from "../state/moved-choice.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { OrderStrip } from "./OrderStrip.tsx";
import { describeMisfitReason } from "./preview-words.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

interface Props {
  readonly facts: WhatIfFacts;
  /** The outcome in words. */
  readonly describe: (report: RunReport) => string;
}

export function WhatIfCard({ facts, describe }: Props) {
  const { step, formats } = useStepWords();
  const { whatIf } = useActions();
  const { base, from, to, other } = facts;
  const thread = threadBadge(threadOfChoice(base.path[from]));
  return (
    <section
      className={classes.whatIf}
      aria-label={step.whatIfLabel}
      data-what-if={other === null ? "playing" : "played"}
    >
      <div className={classes.whatIfHead}>
        <h2>{step.whatIfTitle(formats.number(from + 1), thread, formats.number(to + 1))}</h2>
        {other !== null && (
          <button
            type="button"
            className={`button ${classes.small}`}
            data-action="take-moved"
            onClick={() => void whatIf.take()}
          >
            {step.takeIt}
          </button>
        )}
        <button
          type="button"
          className={classes.tool}
          aria-label={step.dismiss}
          title={step.dismiss}
          onClick={() => whatIf.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      {other === null ? (
        <p className="soft">{step.whatIfPlaying}…</p>
      ) : (
        <Compared facts={facts} other={other} describe={describe} />
      )}
    </section>
  );
}

interface ComparedProps extends Props {
  readonly other: NonNullable<WhatIfFacts["other"]>;
}

function Compared({ facts: { base, misfit }, other, describe }: ComparedProps) {
  const speech = useStepWords();
  const { step, formats } = speech;
  const seed = useFacts(({ pace }) => pace.seed);
  const parts = divergence(base.path, other.path);
  const first = parts ?? 1;
  const ends = [describe(base.result.report), describe(other.result.report)];
  return (
    <>
      <output className="soft">
        {[
          parts === null ? step.notApart : step.apart(formats.number(parts)),
          ends[0] === ends[1] ? step.sameOutcome : step.otherOutcome,
          misfit !== null &&
            step.leftAt(formats.number(misfit.step), describeMisfitReason(speech, misfit), formats.number(seed)),
        ]
          .filter(Boolean)
          .join(speech.language === "en" ? " " : "")}
      </output>
      <OrderStrip title={step.asItWas} order={base} from={first} outcome={ends[0]} />
      <OrderStrip title={step.moved} order={other} from={first} outcome={ends[1]} />
    </>
  );
}
