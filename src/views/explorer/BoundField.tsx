/** A bound as a number that may be left out: empty means none. */
import { useExploreWords } from "./use-explore-words.ts";
import classes from "./explorer.module.css";

interface Props {
  readonly name: "maxRuns" | "maxSteps" | "maxPreemptions" | "seconds" | "seed";
  readonly value: number | null;
  readonly min: number;
  /** What stands there where nothing bounds. */
  readonly none?: string;
  readonly onChange: (value: number | null) => void;
}

export function BoundField({ name, value, min, none, onChange }: Props) {
  const { explore } = useExploreWords();
  return (
    <label className={classes.bound}>
      <input
        title={explore.boundHints[name]}
        type="number"
        inputMode="numeric"
        min={min}
        step={1}
        value={value ?? ""}
        placeholder={none ?? explore.noBound}
        data-bound={name}
        onChange={({ currentTarget }) => {
          const read = currentTarget.value === "" ? null : Math.round(currentTarget.valueAsNumber);
          if (read === null || (Number.isSafeInteger(read) && read >= min)) onChange(read);
        }}
      />
      <span>{explore.bound[name]}</span>
    </label>
  );
}
