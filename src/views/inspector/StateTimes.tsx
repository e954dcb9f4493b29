/** How long each thread was in each state: a bar with the patterns of the lanes, and the same as numbers. */
import { SPAN_STATES } from "../../engine/trace/index-types.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { threadColour } from "../shared/thread-colours.ts";
import { useSpeech } from "../shared/use-words.ts";
import classes from "./inspector.module.css";
import type { Names } from "./names.ts";
import type { Statistics } from "./statistics.ts";
import { statesSeen } from "./statistics.ts";

export function StateTimes({ statistics, names }: { readonly statistics: Statistics; readonly names: Names }) {
  const { words, formats } = useSpeech();
  const states = statesSeen(statistics);
  return (
    <section>
      <h2 className="label">{words.timeByState}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.thread}</th>
            {states.map((state) => (
              <th key={state} scope="col">
                {words.spanStates[SPAN_STATES[state]]}
              </th>
            ))}
            <th scope="col">{words.total}</th>
          </tr>
        </thead>
        <tbody>
          {statistics.threads.map(({ thread, inState, total }) => (
            <tr key={thread}>
              <th scope="row">
                <ThreadBadge id={thread} name={names.thread(thread)} />
                <span className={classes.bar} aria-hidden="true" style={{ color: threadColour(thread) }}>
                  {states.map((state) => (
                    <span
                      key={state}
                      data-state={SPAN_STATES[state]}
                      style={{ width: `${total === 0 ? 0 : (100 * inState[state]) / total}%` }}
                    />
                  ))}
                </span>
              </th>
              {states.map((state) => (
                <td key={state}>{inState[state] === 0 ? "·" : formats.duration(inState[state] / 1000)}</td>
              ))}
              <td>{formats.duration(total / 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
