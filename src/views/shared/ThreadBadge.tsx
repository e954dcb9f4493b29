/** A thread as a small coloured badge: T1, T2, main; a task or another lane inside a thread by its name. */
import type { ThreadId } from "../../engine/base/ids.ts";
import { useFacts } from "../state/use-facts.ts";
import { badgeOf } from "./lane-names.ts";
import classes from "./thread-badge.module.css";
import { threadColour } from "./thread-colours.ts";

export function ThreadBadge({ id, name }: { readonly id: ThreadId; readonly name?: string }) {
  // While something runs, what is told of its threads is not of the run on show.
  const label = useFacts(({ running, result }) =>
    badgeOf(running === null ? (result?.result.trace ?? null) : null, id),
  );
  return (
    <span className={classes.badge} style={{ background: threadColour(id) }} title={name}>
      {label}
    </span>
  );
}
