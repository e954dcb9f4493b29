/** The middle of the page: what is on show, its parameters, what came of it, and the lanes. */
import { Notices } from "./controls/Notices.tsx";
import { OutcomeBar } from "./controls/OutcomeBar.tsx";
import { Parameters } from "./controls/Parameters.tsx";
import { PredictionRecall } from "./controls/PredictionRecall.tsx";
import { RunningBar } from "./controls/RunningBar.tsx";
import { ScenarioHead } from "./controls/ScenarioHead.tsx";
import { LanesArea } from "./LanesArea.tsx";
import { Fallible } from "./shared/Fallible.tsx";
import { useSpeech } from "./shared/use-words.ts";
import { useFacts } from "./state/use-facts.ts";
import classes from "./app.module.css";

export function Stage() {
  const { words } = useSpeech();
  const running = useFacts((facts) => facts.running);
  const result = useFacts((facts) => facts.result);
  const scenario = useFacts((facts) => facts.scenario);
  return (
    <section className={classes.stage} aria-label={words.listing}>
      <Notices />
      <ScenarioHead />
      <Parameters />
      {running === null ? result !== null && <OutcomeBar result={result} /> : <RunningBar running={running} />}
      {running === null && result !== null && scenario !== null && <PredictionRecall scenario={scenario} />}
      <Fallible>
        <LanesArea />
      </Fallible>
    </section>
  );
}
