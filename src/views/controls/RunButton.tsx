/** Run, and while something runs, Stop: in the same place, so that neither has to be looked for. */
import { useSpeech } from "../shared/use-words.ts";
import { canRun, getThreadCount } from "../state/selectors.ts";
import { getPlace } from "../state/query.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./top-bar.module.css";

export function RunButton() {
  const { words, formats } = useSpeech();
  const actions = useActions();
  const isRunning = useFacts(({ running }) => running !== null);
  const ready = useFacts(canRun);
  const threads = useFacts(getThreadCount);
  const place = useFacts(({ query }) => getPlace(query));
  if (place === "catalogue") return null;
  if (isRunning) {
    return (
      <button
        type="button"
        data-action="stop"
        className={`button danger ${classes.run}`}
        onClick={() => void actions.stop()}
      >
        <span aria-hidden="true">■</span> {words.stop}
      </button>
    );
  }
  return (
    <button
      type="button"
      data-action="run"
      className={`button primary ${classes.run}`}
      disabled={!ready}
      onClick={() => void actions.runShown()}
    >
      <span aria-hidden="true">▶</span>
      <span className={classes.runText}>{threads === null ? words.run : words.runOn(formats.number(threads))}</span>
    </button>
  );
}
