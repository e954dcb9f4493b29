/** Run, Step or Explore; those that are not built yet, or that a scenario does not have, say so and cannot be chosen. */
import type { Mode } from "../../engine/program/scenario.ts";
import { useSpeech } from "../shared/use-words.ts";
import { getPlace } from "../state/query.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./top-bar.module.css";

const MODES: readonly Mode[] = ["run", "step", "explore"];

/** @param isInPage stands in the page itself, where the top bar has no room for it */
export function ModeSwitch({ isInPage = false }: { readonly isInPage?: boolean }) {
  const { words } = useSpeech();
  const actions = useActions();
  const mode = useFacts(({ query }) => query.mode);
  const isElsewhere = useFacts(({ query }) => getPlace(query) === "litmus");
  const offered = useFacts(({ modes }) => modes);
  const known = useFacts(({ scenario }) => scenario?.modes ?? MODES);
  // Litmus tests are no program that could be stepped.
  if (isElsewhere) return null;
  return (
    <fieldset aria-label={words.modes} className={classes.modes} data-in-page={isInPage}>
      {MODES.map((one) => {
        const built = offered.includes(one);
        const fits = known.includes(one);
        return (
          <button
            key={one}
            type="button"
            className={classes.mode}
            aria-pressed={one === mode}
            disabled={!built || !fits}
            data-mode={one}
            onClick={() => one !== mode && void actions.setMode(one)}
            title={!built ? words.modeComing(words.mode[one]) : fits ? undefined : words.modeNotHere(words.mode[one])}
          >
            {words.mode[one]}
          </button>
        );
      })}
    </fieldset>
  );
}
