/** On or off. */
import { useSpeech } from "../shared/use-words.ts";
import type { ChipProps } from "./chip-props.ts";
import classes from "./chips.module.css";

export function BooleanChip({ parameter, value, onChange }: ChipProps) {
  const { language } = useSpeech();
  return (
    <label className={classes.chip}>
      <span className={classes.name}>{parameter.label[language]}</span>
      <input
        type="checkbox"
        role="switch"
        name={parameter.name}
        className={classes.switch}
        checked={value === true}
        aria-checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
