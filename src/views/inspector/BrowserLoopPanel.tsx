/** A browser's event loop at the playhead: what runs, both queues in the order in which they will be emptied, and the timers. */
import type { ThreadId } from "../../engine/base/ids.ts";
import type { BrowserLoopSnapshot } from "../../engine/trace/snapshot.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { loopWordsFor } from "./loop-words.ts";
import { More } from "./More.tsx";
import type { Names } from "./names.ts";
import classes from "./inspector.module.css";

/** More boxes than this are counted, not shown. */
const MOST_BOXES = 24;

interface Props {
  readonly loop: BrowserLoopSnapshot;
  readonly names: Names;
  /** Microseconds since the run began, at the playhead. */
  readonly now: number;
}

export default function BrowserLoopPanel({ loop, names, now }: Props) {
  const { language, formats } = useSpeech();
  const words = loopWordsFor(language);
  const { stack, phase, microtasks, tasks, timers } = loop;
  return (
    <section data-loop={phase}>
      <h2 className="label">{words.title}</h2>
      <p className="soft">{words.phases[phase]}</p>
      <Queue title={words.stack} name="stack" lanes={stack} names={names} empty={words.nobody} />
      <Queue title={words.microtasks} name="microtasks" lanes={microtasks} names={names} empty={words.empty} />
      <Queue title={words.tasks} name="tasks" lanes={tasks} names={names} empty={words.empty} />
      <Queue
        title={words.timers}
        name="timers"
        lanes={timers.map(({ thread }) => thread)}
        names={names}
        empty={words.none}
        asides={timers.map(({ dueUs }) =>
          words.dueIn(formats.number(Math.max(0, Math.round((dueUs - now) / 100) / 10))),
        )}
      />
    </section>
  );
}

interface QueueProps {
  readonly title: string;
  readonly name: string;
  readonly lanes: readonly ThreadId[];
  readonly names: Names;
  readonly empty: string;
  readonly asides?: readonly string[];
}

function Queue({ title, name, lanes, names, empty, asides }: QueueProps) {
  return (
    <div className={classes.thing} data-queue={name}>
      <p className={classes.thingHead}>
        <b>{title}</b> {lanes.length === 0 && <span className="soft">{empty}</span>}
      </p>
      <ol className={classes.boxes} aria-label={title}>
        {lanes.slice(0, MOST_BOXES).map((lane, index) => (
          <li key={lane} className={classes.item}>
            <ThreadBadge id={lane} name={names.thread(lane)} />
            {asides !== undefined && <span className="soft"> {asides[index]}</span>}
          </li>
        ))}
      </ol>
      <More shown={MOST_BOXES} of={lanes.length} />
    </div>
  );
}
