/** One of a few values; what each means stands beside it in the list. */
import type { Plain } from "../../engine/trace/trace.ts";
import { useSpeech } from "../shared/use-words.ts";
import { writeValue } from "../state/parameter-values.ts";
import { WAY } from "../state/ways.ts";
import type { ChipProps } from "./chip-props.ts";
import classes from "./chips.module.css";

export function ChoiceChip({ parameter, value, onChange }: ChipProps) {
  const { language } = useSpeech();
  const choices = parameter.choices ?? [];
  const meaning = (choice: Plain) => parameter.choiceLabels?.[writeValue(choice)]?.[language];
  // A way has a name for addresses alone; what a lock or a Python is set to is worth knowing as it is written.
  const isWay = parameter.name === WAY;
  const shown = (choice: Plain) => plainWords(isWay ? meaning(choice) : undefined) ?? writeValue(choice);
  return (
    <label className={classes.chip} title={meaning(value)}>
      <span className={classes.name}>{parameter.label[language]}</span>
      <span className={classes.choice}>
        <b aria-hidden="true" className={isWay ? classes.words : undefined}>
          {shown(value)}
        </b>
        <select
          name={parameter.name}
          aria-label={parameter.label[language]}
          value={choices.indexOf(value)}
          onChange={(event) => onChange(choices[Number(event.target.value)])}
        >
          {choices.map((choice, index) => (
            <option key={writeValue(choice)} value={index}>
              {isWay || meaning(choice) === undefined
                ? shown(choice)
                : `${writeValue(choice)} · ${plainWords(meaning(choice))}`}
            </option>
          ))}
        </select>
        <svg
          width="9"
          height="6"
          viewBox="0 0 9 6"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        >
          <path d="M1 1l3.5 3.5L8 1" />
        </svg>
      </span>
    </label>
  );
}

/** Without the marks of code, which an option cannot show. */
function plainWords(text: string | undefined): string | undefined {
  return text?.replaceAll("`", "");
}
