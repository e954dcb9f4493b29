/** The timers that are set, the one that is due first on top, each with how much of its time is left. */
import type { Microseconds } from "../../engine/base/units.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { threadColour } from "../shared/thread-colours.ts";
import classes from "./async.module.css";
import { nameOfTask } from "./Chip.tsx";
import type { LoopTimer } from "./loop-state.ts";
import { dueOf } from "./loop-state.ts";
import { useAsyncWords } from "./use-async-words.ts";

const MOST = 12;

interface Props {
  readonly timers: readonly LoopTimer[];
  readonly now: Microseconds;
  readonly secondMs: number;
  readonly trace: Trace;
}

export function TimerList({ timers, now, secondMs, trace }: Props) {
  const { loop: words, formats } = useAsyncWords();
  return (
    <section className={classes.box} aria-label={words.timers} title={words.timersHint}>
      <h3>
        {words.timers} <span className="soft">{formats.number(timers.length)}</span>
      </h3>
      <ol className={classes.timers}>
        {timers.slice(0, MOST).map((timer) => {
          // By the listing's clock, as the listing wrote it.
          const leftMs = (dueOf(timer, secondMs) - now) / secondMs;
          const share = timer.ms <= 0 ? 0 : Math.max(0, Math.min(1, leftMs / timer.ms));
          const colour = { "--thread": threadColour(timer.by), "--share": share } as React.CSSProperties;
          return (
            <li key={timer.number} style={colour} data-timer={timer.number}>
              <span>{nameOfTask(trace, timer.by)}</span>
              <i aria-hidden="true" />
              <span className="soft">{leftMs > 0 ? words.inMs(formats.duration(leftMs)) : words.due}</span>
            </li>
          );
        })}
        {timers.length === 0 && <li className="soft">{words.noTimers}</li>}
        {timers.length > MOST && <li className="soft">{words.more(formats.number(timers.length - MOST))}</li>}
      </ol>
    </section>
  );
}
