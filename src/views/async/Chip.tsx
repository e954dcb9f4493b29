/** A task, callback or timer as a chip in its lane's colour. */
import type { ThreadId } from "../../engine/base/ids.ts";
import { threadName } from "../../engine/trace/names.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { threadColour } from "../shared/thread-colours.ts";
import classes from "./async.module.css";
import type { LoopEntry } from "./loop-state.ts";
import type { AsyncSpeech } from "./use-async-words.ts";
import { useAsyncWords } from "./use-async-words.ts";

interface Props {
  readonly entry: LoopEntry;
  readonly trace: Trace;
  readonly isLarge?: boolean;
}

export function Chip({ entry, trace, isLarge = false }: Props) {
  const speech = useAsyncWords();
  const colour = entry.kind === "task" ? threadColour(entry.task) : "var(--soft)";
  return (
    <span
      className={classes.chip}
      data-chip={nameOfChip(entry)}
      data-kind={entry.kind}
      data-large={isLarge}
      style={{ "--thread": colour } as React.CSSProperties}
    >
      {describeEntry(speech, trace, entry)}
    </span>
  );
}

/** What stands on a chip, and in sentences. */
export function describeEntry({ loop, formats }: AsyncSpeech, trace: Trace, entry: LoopEntry): string {
  switch (entry.kind) {
    case "task":
      return nameOfTask(trace, entry.task);
    case "callback":
      return loop.callback(entry.name);
    case "timer":
      return loop.timer(formats.number(entry.number));
  }
}

/** `a` of `Task-2 (a)`, as long as no other task is called so. */
export function nameOfTask(trace: Trace, task: ThreadId): string {
  const name = threadName(trace, task);
  const short = shortName(name);
  const others = trace.threads.filter(
    ({ id, kind, name: other }) => kind === "task" && id !== task && shortName(other) === short,
  );
  return others.length === 0 ? short : name;
}

function shortName(name: string): string {
  return /^Task-\d+ \((.+)\)$/.exec(name)?.[1] ?? name;
}

/** The same chip in another box keeps its name, so that it can move there. */
function nameOfChip(entry: LoopEntry): string {
  if (entry.kind === "task") return `task-${entry.task}`;
  return entry.kind === "timer" ? `timer-${entry.number}` : `call-${entry.name}`;
}
