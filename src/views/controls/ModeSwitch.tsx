/** Run, Step or Explore; those that are not built yet say so and cannot be chosen. */
import type { Mode } from "../../engine/program/scenario.ts";
import { useSpeech } from "../shared/use-words.ts";
import { MODES_BUILT } from "../state/query.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./top-bar.module.css";

const MODES: readonly Mode[] = ["run", "step", "explore"];

export function ModeSwitch() {
  const { words } = useSpeech();
  const mode = useFacts(({ query }) => query.mode);
  return (
    <fieldset aria-label={words.modes} className={classes.modes}>
      {MODES.map((one) => {
        const built = MODES_BUILT.includes(one);
        return (
          <button
            key={one}
            type="button"
            className={classes.mode}
            aria-pressed={one === mode}
            disabled={!built}
            title={built ? undefined : words.modeComing(words.mode[one])}
          >
            {words.mode[one]}
          </button>
        );
      })}
    </fieldset>
  );
}
