/** After a run: what was predicted and what that says, in one line. */
import type { Scenario } from "../../engine/program/scenario.ts";
import { Prose } from "../shared/Prose.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { useFacts } from "../state/use-facts.ts";
import { Verdict } from "./Verdict.tsx";
import classes from "./stage.module.css";

export function PredictionRecall({ scenario }: { readonly scenario: Scenario }) {
  const { words, language } = useSpeech();
  const chosen = useFacts(({ predictions }) => predictions[scenario.id] ?? null);
  if (chosen === null) return null;
  const answer = scenario.prediction.answers[chosen];
  return (
    <p className={classes.recall}>
      <span className="label">{words.predictAgain}</span> <Verdict right={answer.right} />
      <b>
        <Prose text={answer.text[language]} />
      </b>{" "}
      <span className="soft">
        <Prose text={answer.says[language]} />
      </span>
    </p>
  );
}
