/** Pools: each task with its state and the worker that has it. */
import type { PoolSnapshot } from "../../engine/trace/snapshot.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { More } from "./More.tsx";
import type { Names } from "./names.ts";
import classes from "./inspector.module.css";

/** More tasks than this are counted, not shown. */
const MOST_TASKS = 40;

export function PoolList({ pools, names }: { readonly pools: readonly PoolSnapshot[]; readonly names: Names }) {
  const { words, formats } = useSpeech();
  if (pools.length === 0) return null;
  return (
    <section>
      <h2 className="label">{words.poolsHead}</h2>
      {pools.map((pool) => (
        <div key={pool.object} className={classes.thing} data-pool={pool.name}>
          <p className={classes.thingHead}>
            <b className="mono">{pool.name}</b>
            {pool.workers.map((id) => (
              <ThreadBadge key={id} id={id} name={names.thread(id)} />
            ))}
          </p>
          <ol className={classes.boxes} aria-label={pool.name}>
            {pool.tasks.slice(0, MOST_TASKS).map(({ id, state, worker }) => (
              <li key={id} className={classes.task} data-state={state} title={words.poolTask(formats.number(id))}>
                {formats.number(id)} <span className="soft">{words.taskStates[state]}</span>
                {worker !== null && <ThreadBadge id={worker} name={names.thread(worker)} />}
              </li>
            ))}
          </ol>
          <More shown={MOST_TASKS} of={pool.tasks.length} />
        </div>
      ))}
    </section>
  );
}
