/** Lanes without a run: a shape of what will be there, so that the page does not jump when it is. */
import { threadBadge, threadColour } from "../shared/thread-colours.ts";
import classes from "./stage.module.css";

/** More lanes than this are not hinted at. */
const MOST_LANES = 4;

interface Props {
  readonly threads: number;
  /** The lanes behind the first will be inside it, under names that are not known yet. */
  readonly takeTurns?: boolean;
}

export function GhostLanes({ threads, takeTurns = false }: Props) {
  const lanes = Array.from({ length: Math.min(MOST_LANES, threads + 1) }, (_, id) => id);
  return (
    <div className={classes.ghostLanes} aria-hidden="true">
      {lanes.map((id) => (
        <div key={id} className={classes.ghostLane} style={{ color: threadColour(id) }}>
          <span>{takeTurns && id > 0 ? "" : threadBadge(id)}</span>
          <i style={{ marginLeft: `${id * 3}%`, width: `${88 - id * 7}%` }} />
        </div>
      ))}
    </div>
  );
}
