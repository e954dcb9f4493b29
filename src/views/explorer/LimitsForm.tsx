/** How to go through the orders, where to stop, and the button that starts; while it goes on, pausing and stopping in the same place. */
import { Icon } from "../shared/Icon.tsx";
import { isRandom } from "../state/exploring.ts";
import type { Way } from "../state/facts.ts";
import { WAYS } from "../state/facts.ts";
import { getSource, hasErrors } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { BoundField } from "./BoundField.tsx";
import classes from "./explorer.module.css";
import { useExploreWords } from "./use-explore-words.ts";

/** Runs of a random search unless told (the explorer's own bound). */
const RANDOM_RUNS = "1000";

export function LimitsForm() {
  const { explore } = useExploreWords();
  const { exploring } = useActions();
  const limits = useFacts((facts) => facts.limits);
  const { way } = limits;
  return (
    <form
      className={classes.form}
      aria-label={explore.how}
      onSubmit={(event) => {
        event.preventDefault();
        void exploring.explore();
      }}
    >
      <div className={classes.how}>
        <select
          className={classes.select}
          aria-label={explore.how}
          aria-describedby="explore-way-hint"
          value={way}
          onChange={(event) => exploring.setLimits({ way: event.currentTarget.value as Way })}
        >
          {WAYS.map((one) => (
            <option key={one} value={one}>
              {explore.ways[one]}
            </option>
          ))}
        </select>
        <Buttons />
      </div>
      <p id="explore-way-hint" className={classes.hint}>
        {explore.wayHints[way]}
      </p>
      <fieldset className={classes.bounds}>
        <legend className="seen-by-readers-only">{explore.bounds}</legend>
        <BoundField
          name="maxRuns"
          value={limits.maxRuns}
          min={1}
          none={isRandom(way) ? RANDOM_RUNS : undefined}
          onChange={(maxRuns) => exploring.setLimits({ maxRuns })}
        />
        <BoundField
          name="maxSteps"
          value={limits.maxSteps}
          min={1}
          onChange={(maxSteps) => exploring.setLimits({ maxSteps })}
        />
        {!isRandom(way) && (
          <BoundField
            name="maxPreemptions"
            value={limits.maxPreemptions}
            min={0}
            onChange={(maxPreemptions) => exploring.setLimits({ maxPreemptions })}
          />
        )}
        <BoundField
          name="seconds"
          value={limits.seconds}
          min={1}
          onChange={(seconds) => exploring.setLimits({ seconds })}
        />
        {isRandom(way) && (
          <BoundField
            name="seed"
            value={limits.seed}
            min={0}
            onChange={(seed) => exploring.setLimits({ seed: seed ?? 1 })}
          />
        )}
        <label className={classes.bound}>
          <input
            type="checkbox"
            data-bound="untilFailure"
            checked={limits.untilFailure}
            onChange={(event) => exploring.setLimits({ untilFailure: event.currentTarget.checked })}
          />
          <span>{explore.untilFailure}</span>
        </label>
      </fieldset>
    </form>
  );
}

function Buttons() {
  const { explore } = useExploreWords();
  const { exploring } = useActions();
  const now = useFacts((facts) => facts.exploring);
  const ready = useFacts((facts) => getSource(facts).trim() !== "" && !hasErrors(facts));
  if (now?.running !== true)
    return (
      <button
        type="submit"
        className="button primary"
        data-action="explore"
        disabled={!ready}
        title={ready ? undefined : explore.errorsFirst}
      >
        <Icon name="play" /> {now === null ? explore.start : explore.again}
      </button>
    );
  return (
    <span className={classes.buttons}>
      <button
        type="button"
        className="button"
        data-action={now.paused ? "resume-exploring" : "pause-exploring"}
        onClick={() => void (now.paused ? exploring.resume() : exploring.pause())}
      >
        <Icon name={now.paused ? "play" : "pause"} /> {now.paused ? explore.resume : explore.pause}
      </button>
      <button
        type="button"
        className="button danger"
        data-action="stop-exploring"
        onClick={() => void exploring.stop()}
      >
        {explore.stop}
      </button>
    </span>
  );
}
