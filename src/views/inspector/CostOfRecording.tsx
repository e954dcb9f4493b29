/** The same run without and with recording, both for real, one after the other. */
import { useSpeech } from "../shared/use-words.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./inspector.module.css";

export function CostOfRecording() {
  const { words, formats } = useSpeech();
  const actions = useActions();
  const cost = useFacts((facts) => facts.cost);
  const isRunning = useFacts(({ running }) => running !== null);
  return (
    <section>
      <h2 className="label">{words.costOfRecording}</h2>
      {cost !== null && (
        <p>
          {words.costSays(
            formats.duration(cost.recordedMs),
            formats.duration(cost.bareMs),
            formats.number(cost.recordedMs / cost.bareMs, 2),
          )}
        </p>
      )}
      <p className={classes.hint}>{words.costHint}</p>
      <button
        type="button"
        data-action="measure-cost"
        className="button"
        disabled={isRunning}
        onClick={() => void actions.measureCost()}
      >
        {words.measureCost}
      </button>
    </section>
  );
}
