/** What waits for its turn or has it, as a chip: a task in its lane's colour, a call by its name. */
import type { ThreadId } from "../../engine/base/ids.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { nameOfTask } from "../shared/lane-names.ts";
import { threadColour } from "../shared/thread-colours.ts";
import classes from "./async.module.css";

interface Props {
  /** The lane; null for a call. */
  readonly task: ThreadId | null;
  /** Of a call. */
  readonly name: string;
  readonly trace: Trace;
  readonly isLarge?: boolean;
}

export function Chip({ task, name, trace, isLarge = false }: Props) {
  return (
    <span
      className={classes.chip}
      // The same chip in another box keeps its name, so that it can move there.
      data-chip={task === null ? `call-${name}` : `task-${task}`}
      data-kind={task === null ? "call" : "task"}
      data-large={isLarge}
      style={{ "--thread": task === null ? "var(--soft)" : threadColour(task) } as React.CSSProperties}
    >
      {task === null ? name : nameOfTask(trace, task)}
    </span>
  );
}
