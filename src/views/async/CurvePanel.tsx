/** What more workers gain, for work that waits and for work that computes, with this machine's cores marked; and the figures as a table. */
import type { Scenario } from "../../engine/program/scenario.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./async.module.css";
import { readCurves } from "./curve.ts";
import type { Curve } from "./curve.ts";
import { CurveChart } from "./CurveChart.tsx";
import { useAsyncWords } from "./use-async-words.ts";

/** A second of the listing below this, and handing out the work takes longer than the work: a wait of 0.05 s is 25 ms then. */
const SHORT_MS = 500;

interface Props {
  readonly curve: NonNullable<Scenario["curve"]>;
  readonly ready: boolean;
}

export default function CurvePanel({ curve, ready }: Props) {
  const { loop: words, formats } = useAsyncWords();
  const actions = useActions();
  const isBusy = useFacts(({ running }) => running !== null);
  const report = useFacts(({ result }) => result?.result.report ?? null);
  const cores = useFacts(({ environment }) => environment.cores);
  const items = report?.parameters[curve.items];
  const curves = readCurves(report?.outcome["seconds"], typeof items === "number" ? items : 1);
  const seconds = useFacts(({ query }) => query.parameters["second"]);
  const second = curves.length > 0 ? report?.parameters["second"] : seconds;
  const isMeasuring = isBusy && curves.length === 0;
  return (
    <section className={classes.panel} aria-label={words.curveTitle} data-curves={curves.length}>
      <div className={classes.head}>
        <h2 className="label">{words.curveTitle}</h2>
        <p className={`soft ${classes.now}`}>{isMeasuring ? words.measuring : words.curveHint}</p>
        <button
          type="button"
          className="button"
          data-action="run-curve"
          disabled={!ready || isBusy}
          onClick={() => void actions.runWay(curve.way)}
        >
          {curves.length === 0 ? words.runCurve : words.runCurveAgain}
        </button>
      </div>
      {typeof second === "number" && second < SHORT_MS && (
        <p className={classes.partial} data-short-second>
          {words.curveTooShort(formats.number(second), formats.number(SHORT_MS))}
        </p>
      )}
      {curves.length > 0 && (
        <>
          <CurveChart curves={curves} cores={cores} />
          <CurveTable curves={curves} />
        </>
      )}
    </section>
  );
}

function CurveTable({ curves }: { readonly curves: readonly Curve[] }) {
  const { loop: words, formats } = useAsyncWords();
  const counts = curves.flatMap(({ points }) => points.map((point) => point.workers));
  const workers = [...new Set(counts)].toSorted((a, b) => a - b);
  return (
    <div className={classes.curveTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.curveWorkers}</th>
            {workers.map((count) => (
              <th key={count} scope="col">
                {formats.number(count)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {curves.map(({ name, points }) => (
            <tr key={name}>
              <th scope="row">{words.curveRate(words.curveNames[name] ?? name)}</th>
              {workers.map((count) => (
                <td key={count}>{rateAt(points, count)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  /** Empty where that many were not tried. */
  function rateAt(points: Curve["points"], count: number): string {
    const rate = points.find((point) => point.workers === count)?.rate;
    return rate === undefined ? "" : formats.number(rate, rate < 10 ? 1 : 0);
  }
}
