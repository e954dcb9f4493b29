/** For each lock and queue that somebody waited for: how often, how long, how long at worst. */
import { useSpeech } from "../shared/use-words.ts";
import classes from "./inspector.module.css";
import type { Names } from "./names.ts";
import type { Contention } from "./statistics.ts";

export function ContentionTable({
  contention,
  names,
}: {
  readonly contention: readonly Contention[];
  readonly names: Names;
}) {
  const { words, formats } = useSpeech();
  const { object, acquired, waited, share, mean, longest } = words.contentionColumns;
  return (
    <section>
      <h2 className="label">{words.contention}</h2>
      {contention.length === 0 ? (
        <p className="soft">{words.noContention}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {[object, acquired, waited, share, mean, longest].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {contention.map((one) => (
              <tr key={one.object}>
                <th scope="row" className="mono">
                  {names.object(one.object)}
                </th>
                <td>{formats.number(one.taken)}</td>
                <td>{formats.number(one.waits)}</td>
                <td>{one.taken === 0 ? "·" : formats.percent(Math.min(1, one.waits / one.taken))}</td>
                <td>{formats.duration(one.waitedUs / one.waits / 1000)}</td>
                <td>{formats.duration(one.longestUs / 1000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
