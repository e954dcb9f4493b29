/**
 * Every outcome with its orders, beside what real threads came to. Rule: each row says in words what its bars show; an outcome that is
 * not in the set stands out.
 */
import { useState } from "react";
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { RepeatResult } from "../../workers/contract.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { describeOutcome, describeRuns } from "./explore-words.ts";
import classes from "./explorer.module.css";
import type { OutcomeRow } from "./outcome-rows.ts";
import { computeOutcomeRows } from "./outcome-rows.ts";
import { RealRuns } from "./RealRuns.tsx";
import { useExploreWords } from "./use-explore-words.ts";

/** Rows before the reader asks for more. */
const MOST_ROWS = 40;

interface Props {
  readonly report: ExplorationReport | null;
  readonly repeated: RepeatResult | null;
}

export function OutcomeList({ report, repeated }: Props) {
  const { explore, formats } = useExploreWords();
  const [showsAll, setShowsAll] = useState(false);
  const shares = useFacts(({ environment }) => environment.sharedMemory);
  const outcomes = computeOutcomeRows(report, repeated);
  const { rows } = outcomes;
  const shown = showsAll ? rows : rows.slice(0, MOST_ROWS);
  const most = {
    runs: Math.max(1, ...rows.map(({ runs }) => runs ?? 0)),
    real: Math.max(1, ...rows.map(({ real }) => real ?? 0)),
  };
  return (
    <section className={classes.card} aria-label={explore.outcomesTitle} data-refuge tabIndex={-1}>
      <div className={classes.cardHead}>
        <h2 className="label">{explore.outcomesTitle}</h2>
        <RealRuns outcomes={outcomes} report={report} repeated={repeated} />
      </div>
      {rows.length === 0 && <p className="soft">{explore.noOutcomes}</p>}
      {rows.length > 0 && (
        <>
          <div className={classes.columns} aria-hidden="true" data-real={repeated !== null}>
            <span />
            {report !== null && <span>{explore.ordersColumn}</span>}
            {repeated !== null && (
              <span title={shares ? explore.shakenHint : explore.simulatedHint}>
                {shares ? explore.realColumn : explore.simulatedColumn}
              </span>
            )}
          </div>
          <ol className={classes.rows}>
            {shown.map((row) => (
              <Row key={row.key} row={row} most={most} report={report} hasReal={repeated !== null} />
            ))}
          </ol>
        </>
      )}
      {shown.length < rows.length && (
        <button type="button" className={classes.more} onClick={() => setShowsAll(true)}>
          {explore.moreOutcomes(formats.number(rows.length - shown.length))} · {explore.showAll}
        </button>
      )}
    </section>
  );
}

interface RowProps {
  readonly row: OutcomeRow;
  readonly most: { readonly runs: number; readonly real: number };
  readonly report: ExplorationReport | null;
  readonly hasReal: boolean;
}

function Row({ row, most, report, hasReal }: RowProps) {
  const speech = useExploreWords();
  const { explore, formats } = speech;
  const actions = useActions();
  const text = describeOutcome(speech, row);
  const { runs, real, schedule } = row;
  const shares = useFacts(({ environment }) => environment.sharedMemory);
  const runsSay = shares ? explore.realRuns : explore.runs;
  const isOutside = report !== null && runs === null;
  return (
    <li className={classes.row} data-tone={row.tone} data-outside={isOutside} data-real={hasReal} data-outcome={text}>
      <span className={classes.outcome} title={text}>
        {text}
      </span>
      {report !== null && (
        <Bar
          kind="orders"
          share={(runs ?? 0) / most.runs}
          text={runs === null ? "" : formats.number(runs)}
          says={runs === null ? explore.outside : describeRuns(speech, report.search, runs)}
          mark={isOutside ? explore.outside : undefined}
          hint={isOutside ? (report.complete ? explore.outsideHint : explore.outsideOpen) : undefined}
        />
      )}
      {real !== null && (
        <Bar
          kind="real"
          share={real / most.real}
          text={real === 0 ? explore.never : formats.number(real)}
          says={real === 0 ? explore.never : runsSay(real, formats.number(real))}
        />
      )}
      {schedule !== null && (
        <button
          type="button"
          className={classes.show}
          data-action="show-order"
          aria-label={explore.showOrderOf(text)}
          onClick={() => void actions.setMode("step", { schedule, step: 0 })}
        >
          {explore.showOrder}
        </button>
      )}
    </li>
  );
}

interface BarProps {
  readonly kind: "orders" | "real";
  /** Of the longest bar of its kind, 0 to 1. */
  readonly share: number;
  readonly text: string;
  readonly says: string;
  readonly mark?: string;
  readonly hint?: string;
}

function Bar({ kind, share, text, says, mark, hint }: BarProps) {
  return (
    <span className={classes.barCell} data-kind={kind} title={hint}>
      <span className="seen-by-readers-only">{says}</span>
      {mark === undefined ? (
        <i aria-hidden="true" style={{ "--share": share } as React.CSSProperties} data-empty={share === 0} />
      ) : (
        <b className={classes.outside} aria-hidden="true">
          {mark}
        </b>
      )}
      <span className={classes.barText} aria-hidden="true">
        {text}
      </span>
    </span>
  );
}
