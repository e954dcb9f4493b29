/** The outcome's values: the first one large, the others beside it. For a listing of one's own all are of one size. */
import { useMemo } from "react";
import type { RunReport } from "../../engine/program/report.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import type { RunResult } from "../../workers/contract.ts";
import { lostUpdateBehind } from "../state/value-story.ts";
import { useSpeech } from "../shared/use-words.ts";
import { WrongValue } from "../shared/WrongValue.tsx";
import classes from "./stage.module.css";

/** A value longer than this is no headline, in characters. */
const LONGEST_HEADLINE = 14;

interface Props {
  readonly result: RunResult;
  readonly keys: readonly string[];
}

export function OutcomeValues({ result, keys }: Props) {
  const { words, formats } = useSpeech();
  const { report } = result;
  const entries = entriesOf(report, keys);
  const isScalar = (value: Plain) => formats.plain(value, words.missing).length <= LONGEST_HEADLINE;
  return (
    <>
      {report.status !== "finished" && <p className={classes.status}>{words.status[report.status]}</p>}
      <dl className={classes.values}>
        {entries.map(([key, value], index) => (
          <div key={key} className={classes.value}>
            <dt>{key}</dt>
            <dd
              className={index === 0 && isScalar(value) ? classes.headline : classes.plainValue}
              title={formats.plain(value, words.missing, 2000)}
            >
              <OutcomeValue result={result} name={key} text={formats.plain(value, words.missing)} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function OutcomeValue({
  result,
  name,
  text,
}: {
  readonly result: RunResult;
  readonly name: string;
  readonly text: string;
}) {
  const lost = useMemo(() => lostUpdateBehind(result, name), [result, name]);
  return <WrongValue name={name} text={text} lost={lost} />;
}

/** Of a program's outcome the values are shown; what it printed is in the console. */
function entriesOf({ outcome, scenario }: RunReport, keys: readonly string[]): readonly (readonly [string, Plain])[] {
  if (
    scenario === null &&
    outcome.values !== null &&
    typeof outcome.values === "object" &&
    !Array.isArray(outcome.values)
  ) {
    return Object.entries(outcome.values as Readonly<Record<string, Plain>>).slice(0, 8);
  }
  return keys.map((key) => [key, outcome[key] ?? null] as const);
}
