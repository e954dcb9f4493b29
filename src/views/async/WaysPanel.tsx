/** The same work done each way a scenario knows, side by side on one axis of time: how long, how many switches, how much memory. */
import { threadName } from "../../engine/trace/names.ts";
import type { Parameter } from "../../engine/program/scenario.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { RunResult } from "../../workers/contract.ts";
import { threadColour } from "../shared/thread-colours.ts";
import type { WaysFacts } from "../state/facts.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { nameOfWay } from "../state/ways.ts";
import classes from "./async.module.css";
import { toSmallLanes } from "./small-lanes.ts";
import { badgeOf } from "../shared/lane-names.ts";
import { useAsyncWords } from "./use-async-words.ts";

interface Props {
  readonly facts: WaysFacts | null;
  readonly parameters: readonly Parameter[];
  readonly ready: boolean;
}

export default function WaysPanel({ facts, parameters, ready }: Props) {
  const { loop: words, language } = useAsyncWords();
  const actions = useActions();
  const isBusy = useFacts(({ running }) => running !== null);
  const done = facts?.done ?? [];
  const running = facts?.running ?? null;
  return (
    <section className={classes.panel} aria-label={words.waysTitle} data-ways={done.length}>
      <div className={classes.head}>
        <h2 className="label">{words.waysTitle}</h2>
        <p className={`soft ${classes.now}`}>
          {running === null ? words.waysHint : `${words.runningWay(nameOfWay(parameters, running, language))}…`}
        </p>
        <button
          type="button"
          className="button"
          data-action="run-ways"
          disabled={!ready || isBusy || running !== null}
          onClick={() => void actions.runWays()}
        >
          {done.length === 0 ? words.runWays : words.runWaysAgain}
        </button>
      </div>
      {done.length > 0 && <Ways done={done} parameters={parameters} />}
    </section>
  );
}

function Ways({ done, parameters }: { readonly done: WaysFacts["done"]; readonly parameters: readonly Parameter[] }) {
  const { loop: words } = useAsyncWords();
  const axis = Math.max(1, ...done.map(({ result: { index } }) => (index === null ? 0 : index.end - index.start)));
  return (
    <table className={classes.ways}>
      <thead>
        <tr>
          <th scope="col">{words.wayColumn}</th>
          <th scope="col">{words.total}</th>
          <th scope="col">{words.switchesColumn}</th>
          <th scope="col">{words.memory}</th>
        </tr>
      </thead>
      {done.map(({ way, result }) => (
        <Way key={way} way={way} result={result} axis={axis} parameters={parameters} />
      ))}
    </table>
  );
}

interface WayProps {
  readonly way: string;
  readonly result: RunResult;
  readonly axis: number;
  readonly parameters: readonly Parameter[];
}

function Way({ way, result, axis, parameters }: WayProps) {
  const { loop: words, formats, language } = useAsyncWords();
  const actions = useActions();
  const isBusy = useFacts(({ running, ways }) => running !== null || ways?.running !== null);
  const { report, trace, index, measured } = result;
  const name = nameOfWay(parameters, way, language);
  const { second } = report.parameters;
  const seconds = report.elapsedMs / (typeof second === "number" ? second : 1000);
  return (
    <tbody data-way={way}>
      <tr>
        <th scope="row">
          <button
            type="button"
            className={classes.openWay}
            data-action="open-way"
            title={words.openWay(name)}
            disabled={isBusy}
            onClick={() => void actions.runWay(way)}
          >
            {name}
          </button>
        </th>
        <td className={classes.figure}>{words.seconds(formats.fixed(seconds, 2))}</td>
        <td>{trace === null ? "" : formats.number(countSwitches(trace))}</td>
        <td>{formats.bytes(measured.heapBytes)}</td>
      </tr>
      {trace !== null && index !== null && (
        <tr>
          <td colSpan={4}>
            <ul className={classes.smallLanes}>
              {toSmallLanes(index, axis).map(({ thread, bars }) => (
                <li key={thread} style={{ "--thread": threadColour(thread) } as React.CSSProperties}>
                  <span className={classes.smallName} title={threadName(trace, thread)}>
                    {badgeOf(trace, thread)}
                  </span>
                  <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                    {bars.map(({ kind, from, to }, at) => (
                      <rect
                        key={at}
                        className={kind === "busy" ? classes.busy : classes.idle}
                        x={from * 1000}
                        width={Math.max(1.5, (to - from) * 1000)}
                        y={kind === "busy" ? 0 : 3}
                        height={kind === "busy" ? 10 : 4}
                      />
                    ))}
                  </svg>
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** How often the run went on in another lane than before. */
function countSwitches({ thread, count }: Trace): number {
  let switches = 0;
  for (let seq = 1; seq < count; seq++) if (thread[seq] !== thread[seq - 1]) switches++;
  return switches;
}
