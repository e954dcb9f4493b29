/** What the run itself took: time by phase, events, memory, workers. */
import type { RunMeasurements, RunResult } from "../../workers/contract.ts";
import { useSpeech } from "../shared/use-words.ts";
import classes from "./inspector.module.css";

const PHASES = [
  "compileMs",
  "startMs",
  "runMs",
  "collectMs",
  "analyseMs",
] as const satisfies readonly (keyof RunMeasurements)[];

export function RunFigures({ result }: { readonly result: RunResult }) {
  const { words, formats } = useSpeech();
  const { measured, report } = result;
  const figures: readonly (readonly [string, string])[] = [
    ...PHASES.map((phase) => [words.measured[phase], formats.duration(measured[phase])] as const),
    [words.eventsRecorded, formats.number(report.events)],
    [words.heap, formats.bytes(measured.heapBytes)],
    [words.ringFill, formats.percent(measured.ringFill)],
    [words.workersUsed, formats.number(measured.workers)],
  ];
  return (
    <section>
      <h2 className="label">{words.theRun}</h2>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
