/** Where the lanes are: an invitation before the first run, then the timeline, loaded while the page waits for Run. */
import { Suspense, useEffect } from "react";
import classes from "./app.module.css";
import { BeforeRun } from "./controls/BeforeRun.tsx";
import { Lanes, loadTimeline } from "./Lanes.tsx";
import { LoopArea } from "./LoopArea.tsx";
import { firstPaint } from "./shared/first-paint.ts";
import { Loading } from "./shared/Loading.tsx";
import { useSpeech } from "./shared/use-words.ts";
import { useFacts } from "./state/use-facts.ts";

export function LanesArea() {
  const { words } = useSpeech();
  const result = useFacts((facts) => facts.result?.result ?? null);
  const isRunning = useFacts(({ running }) => running !== null);
  useEffect(() => {
    // Ahead of the first run, so that its lanes are there at once; a failure shows when they are wanted.
    void firstPaint()
      .then(loadTimeline)
      .catch(() => undefined);
  }, []);
  if (result === null) return <BeforeRun />;
  if (result.trace === null || result.index === null) {
    return <p className={classes.blank}>{isRunning ? `${words.running}…` : words.notRecorded}</p>;
  }
  return (
    <>
      <div className={classes.lanes}>
        <Suspense fallback={<Loading className={classes.blank} />}>
          <Lanes report={result.report} trace={result.trace} index={result.index} />
        </Suspense>
      </div>
      <LoopArea report={result.report} trace={result.trace} />
    </>
  );
}
