/** A text; it counts when the field is left or Enter is pressed. */
import { useState } from "react";
import { useSpeech } from "../shared/use-words.ts";
import { writeValue } from "../state/parameter-values.ts";
import type { ChipProps } from "./chip-props.ts";
import classes from "./chips.module.css";

export function TextChip({ parameter, value, onChange }: ChipProps) {
  const { language } = useSpeech();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? writeValue(value);

  function commit(): void {
    if (draft !== null && draft !== value) onChange(draft);
    setDraft(null);
  }

  return (
    <label className={classes.chip}>
      <span className={classes.name}>{parameter.label[language]}</span>
      <input
        className={classes.text}
        style={{ width: `${Math.min(24, Math.max(3, shown.length)) + 1}ch` }}
        name={parameter.name}
        value={shown}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          else if (event.key === "Escape") setDraft(null);
        }}
      />
    </label>
  );
}
