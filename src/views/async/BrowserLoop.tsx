/** The browser's own loop at the playhead: what is on the stack, and what waits in the queues of microtasks and tasks. */
import type { Microseconds } from "../../engine/base/units.ts";
import type { BrowserLoopSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import classes from "./async.module.css";
import { Chip } from "./Chip.tsx";
import { ReadyQueue } from "./ReadyQueue.tsx";
import { TimerList } from "./TimerList.tsx";
import { useAsyncWords } from "./use-async-words.ts";

interface Props {
  readonly state: BrowserLoopSnapshot;
  readonly trace: Trace;
  readonly now: Microseconds;
  readonly secondMs: number;
}

export function BrowserLoop({ state, trace, now, secondMs }: Props) {
  const { loop: words } = useAsyncWords();
  const { stack, phase, microtasks, tasks, timers } = state;
  const entriesOf = (lanes: readonly number[]) => lanes.map((task) => ({ task, name: "" }));
  return (
    <div className={classes.loop} data-phase={phase}>
      <section className={classes.box} aria-label={words.callStack} data-running={stack.length > 0}>
        <h3>
          {words.callStack} <span className="soft">{words.phases[phase]}</span>
        </h3>
        <ol className={classes.callStack}>
          {stack.toReversed().map((lane, index) => (
            <li key={lane}>
              <Chip task={lane} name="" trace={trace} isLarge={index === 0} />
            </li>
          ))}
          {stack.length === 0 && <li className="soft">{words.nobody}</li>}
        </ol>
      </section>
      <ReadyQueue title={words.microtasks} hint={words.microtasksHint} entries={entriesOf(microtasks)} trace={trace} />
      <ReadyQueue title={words.tasks} hint={words.tasksHint} entries={entriesOf(tasks)} trace={trace} />
      <TimerList
        timers={timers.map(({ thread, dueUs }) => ({ key: thread, task: thread, setAtUs: null, dueUs }))}
        now={now}
        secondMs={secondMs}
        trace={trace}
      />
    </div>
  );
}
