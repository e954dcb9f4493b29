/** What one way of accessing memory did: every outcome with how often it was seen, who allows it, and what follows. */
import type { LitmusAccess, LitmusTest, Verdict } from "../../engine/litmus/index.ts";
import type { LitmusResult } from "../../workers/litmus-contract.ts";
import { litmusName } from "../state/litmus.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./litmus.module.css";
import { describeValues, type OutcomeRow, outcomeRows } from "./outcome-rows.ts";
import type { LitmusSpeech } from "./use-litmus-words.ts";
import { useLitmusWords } from "./use-litmus-words.ts";

interface Props {
  readonly test: LitmusTest;
  readonly access: LitmusAccess;
}

export function LitmusOutcomes({ test, access }: Props) {
  const speech = useLitmusWords();
  const { litmus } = speech;
  const result = useFacts((facts) => facts.litmus.results[litmusName(test.id, access)] ?? null);
  const isRacing = useFacts(({ litmus: { racing } }) => racing?.test === test.id && racing.access === access);
  const rows = outcomeRows(test, access, result);
  return (
    <section className={classes.result} data-litmus-result={access}>
      <h3>
        {litmus.access[access]} {isRacing && <span className="soft">{litmus.racing}</span>}
      </h3>
      <p className="soft">{describeFigures(speech, result)}</p>
      <table className={classes.outcomes}>
        <thead>
          <tr>
            <th scope="col">{litmus.outcome}</th>
            <th scope="col">{litmus.count}</th>
            <th scope="col">{litmus.allowedBy}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.values.join()} names={test.names} row={row} isRaced={result !== null} />
          ))}
        </tbody>
      </table>
      {result !== null && <p className="soft">{litmus.scale}</p>}
      <output>{result !== null && !isRacing && describeWeak(speech, rows)}</output>
    </section>
  );
}

interface RowProps {
  readonly names: readonly string[];
  readonly row: OutcomeRow;
  readonly isRaced: boolean;
}

function Row({ names, row, isRaced }: RowProps) {
  const speech = useLitmusWords();
  const { litmus, formats } = speech;
  const { values, count, allowed, isWeak, length } = row;
  return (
    <tr data-weak={isWeak} data-forbidden={!allowed.js} data-values={values.join()} data-count={count}>
      <th scope="row">
        <code>{describeValues(names, values)}</code>
        {isWeak && <span className={classes.weak}>{litmus.weak}</span>}
      </th>
      <td className={classes.count}>
        <span className={classes.bar100}>
          <span style={{ width: `${(length * 100).toFixed(1)}%` }} />
        </span>
        {isRaced ? (count === 0 ? litmus.never : formats.number(count)) : "–"}
      </td>
      <td>{describeModels(speech, allowed)}</td>
    </tr>
  );
}

function describeModels({ litmus, formats }: LitmusSpeech, allowed: Verdict): string {
  const models = (["js", "tso", "arm"] as const).filter((model) => allowed[model]);
  if (models.length === 3) return litmus.everybody;
  return models.length === 0 ? litmus.nobody : formats.list(models.map((model) => litmus.shortModel[model]));
}

function describeFigures({ litmus, formats }: LitmusSpeech, result: LitmusResult | null): string {
  if (result === null) return litmus.notRaced;
  const rate = (result.iterations / Math.max(1, result.elapsedMs)) * 1000;
  return litmus.figures(formats.number(result.iterations), formats.number(rate));
}

/** What the weak outcome's count says; a forbidden outcome that was seen goes before everything. */
function describeWeak({ litmus, formats }: LitmusSpeech, rows: readonly OutcomeRow[]): string {
  if (rows.some(({ count, allowed }) => count > 0 && !allowed.js)) return litmus.forbiddenSeen;
  const weak = rows.find(({ isWeak }) => isWeak);
  if (weak !== undefined && weak.count > 0) return litmus.weakSeen(formats.number(weak.count));
  return weak?.allowed.js === true ? litmus.weakNotSeen : litmus.weakForbidden;
}
