/** Break it, then mend it: how few steps it takes, how many the learner took, and what the check of the mended program says. */
import type { ReactNode } from "react";
import { useLayoutEffect, useRef } from "react";
import { Icon } from "../shared/Icon.tsx";
import type { ChallengeFacts } from "../state/facts.ts";
import { isSameProgram } from "../state/query.ts";
import { getValues } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { toVerdict } from "../state/verdict.ts";
import { describeBreaking, describeVerdict } from "./challenge-words.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

export function ChallengeCard({ facts }: { readonly facts: ChallengeFacts }) {
  const { step } = useStepWords();
  const { challenges } = useActions();
  const card = useRef<HTMLElement>(null);
  const isNew = useRef(facts.explored === null && facts.broken === null);
  useLayoutEffect(() => {
    // Whose button opened it goes on in it: that button is gone.
    if (isNew.current && document.activeElement === document.body) card.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      ref={card}
      className={classes.challenge}
      aria-label={step.challengeTitle}
      data-challenge={stageOf(facts)}
      data-refuge
      tabIndex={-1}
    >
      <div className={classes.whatIfHead}>
        <h2>{step.challengeTitle}</h2>
        <button
          type="button"
          className={classes.tool}
          aria-label={step.endChallenge}
          title={step.endChallenge}
          onClick={() => challenges.giveUp()}
        >
          <Icon name="close" />
        </button>
      </div>
      {facts.mends ? <Mending facts={facts} /> : <Breaking facts={facts} />}
    </section>
  );
}

function stageOf({ mends, broken, check }: ChallengeFacts): "break" | "broken" | "mend" | "checking" | "checked" {
  if (!mends) return broken === null ? "break" : "broken";
  if (check === null) return "mend";
  return check.report === null ? "checking" : "checked";
}

function Breaking({ facts }: { readonly facts: ChallengeFacts }) {
  const speech = useStepWords();
  const { step } = speech;
  const actions = useActions();
  const shortest = facts.explored?.shortest ?? null;
  return (
    <Stage tone={facts.broken === null ? "plain" : "good"} says={describeBreaking(speech, facts)}>
      {shortest !== null && facts.broken === null && (
        <button
          type="button"
          className={`button ${classes.small}`}
          data-action="show-me"
          onClick={() => void actions.setMode("step", { schedule: shortest.schedule, step: 0 })}
        >
          {step.showMe}
        </button>
      )}
      {facts.broken !== null && (
        <button
          type="button"
          className={`button primary ${classes.small}`}
          data-action="mend"
          onClick={() => actions.challenges.mend()}
        >
          {step.toMending}
        </button>
      )}
    </Stage>
  );
}

function Mending({ facts: { query: broken, check } }: { readonly facts: ChallengeFacts }) {
  const speech = useStepWords();
  const { step } = speech;
  const actions = useActions();
  const query = useFacts((facts) => facts.query);
  const scenario = useFacts((facts) => facts.scenario);
  const compiled = useFacts((facts) => facts.compiled);
  const isUnchanged = isSameProgram(broken, query);
  const isCurrent = check !== null && isSameProgram(check.query, query);
  const verdict =
    check?.report && isCurrent ? toVerdict(check.report, scenario, getValues({ query, scenario, compiled })) : null;
  const isChecking = check !== null && check.report === null;
  const says = isChecking
    ? `${step.checking}…`
    : verdict !== null
      ? describeVerdict(speech, verdict)
      : isUnchanged
        ? `${step.mendIt} ${step.unchanged}`
        : check === null
          ? step.mendIt
          : step.changedSince;
  return (
    <Stage tone={verdict === null ? "plain" : verdict.kind === "mended" ? "good" : "bad"} says={says}>
      {verdict?.kind === "fails" && (
        <button
          type="button"
          className={`button ${classes.small}`}
          data-action="step-failing"
          onClick={() => void actions.setMode("step", { schedule: verdict.schedule, step: 0 })}
        >
          {step.stepFailing}
        </button>
      )}
      <button
        type="button"
        className={`button primary ${classes.small}`}
        data-action="check"
        aria-disabled={isChecking || isUnchanged}
        onClick={() => !isChecking && !isUnchanged && void actions.challenges.check()}
      >
        {step.check}
      </button>
    </Stage>
  );
}

interface StageProps {
  readonly tone: "good" | "bad" | "plain";
  readonly says: string;
  readonly children: ReactNode;
}

function Stage({ tone, says, children }: StageProps) {
  return (
    <div className={classes.challengeStage} data-tone={tone}>
      <output>{says}</output>
      <span className={classes.barActions}>{children}</span>
    </div>
  );
}
