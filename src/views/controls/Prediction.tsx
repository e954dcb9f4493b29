/** The question before the first run: each answer says at once why it is right or which misconception it comes from. */
import type { Prediction as Question } from "../../engine/program/scenario.ts";
import { Prose } from "../shared/Prose.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { Verdict } from "./Verdict.tsx";
import classes from "./stage.module.css";

export function Prediction({ scenario, question }: { readonly scenario: string; readonly question: Question }) {
  const { words, language } = useSpeech();
  const actions = useActions();
  const chosen = useFacts(({ predictions }) => predictions[scenario] ?? null);
  return (
    <fieldset className={classes.prediction}>
      <legend>
        <span className="label">{words.predict}</span>
        <span className={classes.question}>
          <Prose text={question.question[language]} />
        </span>
      </legend>
      {question.answers.map((answer, index) => (
        <label key={index} className={classes.answer} data-chosen={index === chosen} data-right={answer.right}>
          <input
            type="radio"
            name={`prediction-${scenario}`}
            checked={index === chosen}
            onChange={() => actions.predict(scenario, index)}
          />
          <span>
            <Prose text={answer.text[language]} />
          </span>
        </label>
      ))}
      <output className={classes.says}>
        {chosen !== null && (
          <>
            <Verdict right={question.answers[chosen].right} />
            <Prose text={question.answers[chosen].says[language]} />
          </>
        )}
      </output>
    </fieldset>
  );
}
