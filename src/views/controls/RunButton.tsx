/** Run, and while something runs, Stop: in the same place, so that neither has to be looked for. */
import { useNarrow } from "../shared/use-narrow.ts";
import { useSpeech } from "../shared/use-words.ts";
import { canRun, getThreadCount, isOnBrowsersLoop } from "../state/selectors.ts";
import { getPlace } from "../state/query.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./top-bar.module.css";

export function RunButton() {
  const { words, formats } = useSpeech();
  const actions = useActions();
  const isRunning = useFacts(({ running }) => running !== null);
  const ready = useFacts(canRun);
  const threads = useFacts(getThreadCount);
  const isNarrow = useNarrow();
  const isReal = useFacts(({ environment }) => environment.sharedMemory);
  const isOneLoop = useFacts(isOnBrowsersLoop);
  const onReal = threads === null ? words.run : words.runOn(formats.number(threads));
  const label = isReal ? onReal : words.runSimulated;
  const place = useFacts(({ query }) => getPlace(query));
  const mode = useFacts(({ query }) => query.mode);
  // Step and explore mode have buttons of their own; what runs there can be stopped here too.
  if (place === "catalogue" || place === "litmus" || (mode !== "run" && !isRunning)) return null;
  // One button for both, so that the focus stays where it is when a run begins and ends.
  return (
    <button
      type="button"
      data-action={isRunning ? "stop" : "run"}
      className={`button ${isRunning ? "danger" : "primary"} ${classes.run}`}
      disabled={!isRunning && !ready}
      onClick={() => void (isRunning ? actions.stop() : actions.runShown())}
    >
      <span aria-hidden="true">{isRunning ? "■" : "▶"}</span>
      <span className={classes.runText}>
        {isRunning ? words.stop : isNarrow || isOneLoop ? words.runNarrow : label}
      </span>
    </button>
  );
}
