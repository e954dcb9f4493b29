/** Where the lanes will be, before the first run: predict, know what to look for, run. */
import { useSpeech } from "../shared/use-words.ts";
import { getPlace } from "../state/query.ts";
import { canRun, getThreadCount, isOnBrowsersLoop } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { GhostLanes } from "./GhostLanes.tsx";
import { LookFor } from "./LookFor.tsx";
import { OwnStarts } from "./OwnStarts.tsx";
import { Prediction } from "./Prediction.tsx";
import classes from "./stage.module.css";

export function BeforeRun() {
  const { words, language } = useSpeech();
  const actions = useActions();
  const scenario = useFacts((facts) => facts.scenario);
  const isOwn = useFacts(({ query }) => getPlace(query) === "own");
  const ready = useFacts(canRun);
  const threads = useFacts(getThreadCount);
  const isReal = useFacts(({ environment }) => environment.sharedMemory);
  const isOneLoop = useFacts(isOnBrowsersLoop);
  const isRunning = useFacts(({ running }) => running !== null);
  const takesTurns = scenario?.chapter === "coroutines";
  const invitation = (): string => {
    if (isOwn) return words.emptyOwn;
    if (isOneLoop) return words.emptyBrowsersLoop;
    if (!isReal) return words.emptySimulated;
    return takesTurns ? words.emptyCoroutines : words.emptyText;
  };
  return (
    <div className={classes.before}>
      <div className={classes.brief}>
        {scenario !== null && <Prediction scenario={scenario.id} question={scenario.prediction} />}
        {isOwn && <OwnStarts />}
        {scenario !== null && <LookFor sentences={scenario.texts[language].lookFor} />}
        {isOwn && <LookFor sentences={words.ownLookFor} title={words.ownHow} />}
      </div>
      <div className={classes.ghost}>
        <GhostLanes threads={threads ?? 2} takeTurns={takesTurns} />
        {!isRunning && (
          <div className={classes.invitation}>
            <p className={classes.emptyTitle}>{words.emptyTitle}</p>
            <p className="soft">{invitation()}</p>
            <button type="button" className="button primary" disabled={!ready} onClick={() => void actions.runShown()}>
              <span aria-hidden="true">▶</span> {isOneLoop ? words.runNarrow : isReal ? words.run : words.runSimulated}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
