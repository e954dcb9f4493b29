/** A thread as a small coloured badge: T1, T2, main. */
import type { ThreadId } from "../../engine/base/ids.ts";
import classes from "./thread-badge.module.css";
import { threadBadge, threadColour } from "./thread-colours.ts";

export function ThreadBadge({ id, name }: { readonly id: ThreadId; readonly name?: string }) {
  return (
    <span className={classes.badge} style={{ background: threadColour(id) }} title={name}>
      {threadBadge(id)}
    </span>
  );
}
