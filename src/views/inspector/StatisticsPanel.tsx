/** Figures of the run: time by state, contention, use of the cores, what recording costs. Loaded when first opened. */
import { useMemo } from "react";
import { useSpeech } from "../shared/use-words.ts";
import { useFacts } from "../state/use-facts.ts";
import { ContentionTable } from "./ContentionTable.tsx";
import { CostOfRecording } from "./CostOfRecording.tsx";
import classes from "./inspector.module.css";
import { namesOf } from "./names.ts";
import { RunFigures } from "./RunFigures.tsx";
import { computeStatistics } from "./statistics.ts";
import { StateTimes } from "./StateTimes.tsx";

export default function StatisticsPanel() {
  const { words, formats } = useSpeech();
  const result = useFacts((facts) => facts.result?.result ?? null);
  const cores = useFacts(({ environment }) => environment.cores);
  const statistics = useMemo(
    () => (result?.trace && result.index ? computeStatistics(result.trace, result.index) : null),
    [result],
  );
  if (result === null) return <p className={classes.empty}>{words.nothingYet}</p>;
  const names = namesOf(result);
  return (
    <div className={classes.panel}>
      {statistics !== null && (
        <>
          <StateTimes statistics={statistics} names={names} />
          <dl className={classes.figures}>
            <div>
              <dt>{words.speedup}</dt>
              <dd title={words.speedupHint}>{words.speedupSays(formats.number(statistics.parallelism, 2))}</dd>
            </div>
            <div>
              <dt>{words.utilisation}</dt>
              <dd>
                {words.utilisationSays(
                  formats.percent(Math.min(1, statistics.parallelism / cores)),
                  formats.number(cores),
                )}
              </dd>
            </div>
          </dl>
          <p className={classes.hint}>{words.speedupHint}</p>
          <ContentionTable contention={statistics.contention} names={names} />
        </>
      )}
      <CostOfRecording />
      <RunFigures result={result} />
    </div>
  );
}
