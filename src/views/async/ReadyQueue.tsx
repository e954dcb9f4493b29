/** A queue of what waits for its turn, the next first. */
import type { ReadySnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import classes from "./async.module.css";
import { Chip } from "./Chip.tsx";
import { useAsyncWords } from "./use-async-words.ts";

/** Entries that are drawn. */
const MOST = 40;

interface Props {
  readonly title: string;
  readonly hint: string;
  readonly entries: readonly ReadySnapshot[];
  readonly trace: Trace;
}

export function ReadyQueue({ title, hint, entries, trace }: Props) {
  const { loop: words, formats } = useAsyncWords();
  return (
    <section className={classes.box} aria-label={title} title={hint}>
      <h3>
        {title} <span className="soft">{formats.number(entries.length)}</span>
      </h3>
      <ol className={classes.queue}>
        {entries.slice(0, MOST).map(({ task, name }, index) => (
          <li key={index}>
            <Chip task={task} name={name} trace={trace} />
          </li>
        ))}
        {entries.length === 0 && <li className="soft">{words.nobodyReady}</li>}
        {entries.length > MOST && <li className="soft">{words.more(formats.number(entries.length - MOST))}</li>}
      </ol>
    </section>
  );
}
