/** The middle of the page: what is on show, its parameters, what came of it, and the lanes. */
import { lazy, Suspense, useEffect } from "react";
import { ModeSwitch } from "./controls/ModeSwitch.tsx";
import { Notices } from "./controls/Notices.tsx";
import { OutcomeBar } from "./controls/OutcomeBar.tsx";
import { Parameters } from "./controls/Parameters.tsx";
import { PinBar } from "./controls/PinBar.tsx";
import { PredictionRecall } from "./controls/PredictionRecall.tsx";
import { RunningBar } from "./controls/RunningBar.tsx";
import { ScenarioHead } from "./controls/ScenarioHead.tsx";
import { LanesArea } from "./LanesArea.tsx";
import { Fallible } from "./shared/Fallible.tsx";
import { Loading } from "./shared/Loading.tsx";
import { useSpeech } from "./shared/use-words.ts";
import { useFacts, usePending } from "./state/use-facts.ts";
import classes from "./app.module.css";

const AREAS = { step: () => import("./StepArea.tsx"), explore: () => import("./ExploreArea.tsx") } as const;
const StepArea = lazy(AREAS.step);
const ExploreArea = lazy(AREAS.explore);

export function Stage() {
  const { words } = useSpeech();
  const mode = useFacts(({ query }) => query.mode);
  const running = useFacts((facts) => facts.running);
  const result = useFacts((facts) => facts.result);
  const scenario = useFacts((facts) => facts.scenario);
  const pinning = useFacts((facts) => facts.pinning);
  const pending = usePending();
  useEffect(() => {
    // A failure shows in the area's place.
    if (mode !== "run") pending.track<unknown>(AREAS[mode]()).catch(() => undefined);
  }, [pending, mode]);
  return (
    <section className={classes.stage} aria-label={words.listing}>
      <Notices />
      <ModeSwitch isInPage />
      <ScenarioHead />
      <Parameters />
      {mode !== "run" ? (
        <Fallible>
          <Suspense fallback={<Loading className={classes.blank} />}>
            {mode === "step" ? <StepArea /> : <ExploreArea />}
          </Suspense>
        </Fallible>
      ) : (
        <>
          {running === null ? result !== null && <OutcomeBar result={result} /> : <RunningBar running={running} />}
          {running === null && pinning !== null && pinning.result === result?.result && <PinBar facts={pinning} />}
          {running === null && result !== null && scenario !== null && <PredictionRecall scenario={scenario} />}
          <Fallible>
            <LanesArea />
          </Fallible>
        </>
      )}
    </section>
  );
}
