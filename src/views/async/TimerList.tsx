/** The timers that are set, the one that is due first on top, each with how much of its time is left. */
import type { ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { threadColour } from "../shared/thread-colours.ts";
import classes from "./async.module.css";
import { nameOfTask } from "../shared/lane-names.ts";
import { useAsyncWords } from "./use-async-words.ts";

const MOST = 12;

export interface TimerRow {
  readonly key: number;
  /** The lane that sleeps by it; null for a call. */
  readonly task: ThreadId | null;
  /** null where that is not told. */
  readonly setAtUs: Microseconds | null;
  /** null where it never fired. */
  readonly dueUs: Microseconds | null;
}

interface Props {
  readonly timers: readonly TimerRow[];
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
        {timers.slice(0, MOST).map(({ key, task, setAtUs, dueUs }) => {
          const colour = task === null ? "var(--soft)" : threadColour(task);
          const style = { "--thread": colour, "--share": shareLeft(setAtUs, dueUs, now) } as React.CSSProperties;
          // By the listing's clock, as the listing wrote it.
          const leftMs = dueUs === null ? null : (dueUs - now) / secondMs;
          return (
            <li key={key} style={style} data-timer={key}>
              <span>{task === null ? words.timer(formats.number(key)) : nameOfTask(trace, task)}</span>
              <i aria-hidden="true" />
              <span className="soft">
                {leftMs === null ? words.neverFires : leftMs > 0 ? words.inMs(formats.duration(leftMs)) : words.due}
              </span>
            </li>
          );
        })}
        {timers.length === 0 && <li className="soft">{words.noTimers}</li>}
        {timers.length > MOST && <li className="soft">{words.more(formats.number(timers.length - MOST))}</li>}
      </ol>
    </section>
  );
}

/** 0 to 1; whole where one of the two ends is not known. */
function shareLeft(setAt: Microseconds | null, due: Microseconds | null, now: Microseconds): number {
  if (setAt === null || due === null || due <= setAt) return 1;
  return Math.max(0, Math.min(1, (due - now) / (due - setAt)));
}
