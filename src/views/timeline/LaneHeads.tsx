/** Beside each lane: the thread's name in its colour, and what it does at the playhead. Moved with the lanes by the stage. */
import type { Ref } from "react";
import { SPAN_STATES } from "../../engine/trace/index-types.ts";
import type { ThreadId } from "../../engine/base/ids.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { threadName } from "../../engine/trace/names.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { badgeOf, nameOfTask } from "../shared/lane-names.ts";
import { threadColour } from "../shared/thread-colours.ts";
import type { LaneRows } from "./lane-rows.ts";
import type { LaneStatus } from "./lane-status.ts";
import type { HeadSlot } from "./timeline-props.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly trace: Trace;
  readonly lanes: readonly Lane[];
  readonly rows: LaneRows;
  readonly statuses: readonly LaneStatus[];
  /** Index of the lane that the keys work on. */
  readonly chosen: number;
  readonly ref: Ref<HTMLDivElement>;
  /** What stands in place of name and state. */
  readonly slot?: HeadSlot;
}

/** What a lane's words stand further in than those of the lane it runs inside, and where the outermost stand; CSS pixels. */
const INDENT = 12;
const PADDING = 13;
const SLOT_PADDING = 3;
const DEEPEST = 3;

/** How many lanes a lane runs inside of: a task in its loop, the loop in its thread. */
function depthOf({ threads }: Trace, thread: ThreadId): number {
  let depth = 0;
  for (let parent = threads[thread]?.parent; parent !== undefined && depth < DEEPEST; parent = threads[parent]?.parent)
    depth++;
  return depth;
}

/** Two lines of text need so many pixels. */
const TWO_LINES = 40;
/** The name, and two lines of why its lane waits. */
const THREE_LINES = 56;

export function LaneHeads({ trace, lanes, rows, statuses, chosen, ref, slot }: Props) {
  return (
    // Name and state stand in the table too; what takes their place may be pressed.
    <div className={classes.heads} aria-hidden={slot === undefined}>
      <div ref={ref}>
        {lanes.map((lane, at) => {
          const { top, height, barTop, barHeight } = rows.rows[at];
          // The words stand beside the bar, not in the middle of what is held below it.
          const below = Math.max(0, height - 2 * (barTop + barHeight / 2 - top));
          const { state, text } = statuses[at];
          const name = threadName(trace, lane.thread);
          // What goes no steps of its own, as a loop's task, keeps its name.
          const inPlace = slot?.render(lane.thread);
          if (inPlace !== undefined && inPlace !== null)
            return (
              <div
                key={lane.thread}
                className={classes.head}
                data-chosen={at === chosen}
                data-slot
                style={{ top, height, paddingLeft: SLOT_PADDING + depthOf(trace, lane.thread) * INDENT }}
                data-lane={at}
              >
                {inPlace}
              </div>
            );
          return (
            <div
              key={lane.thread}
              className={classes.head}
              data-chosen={at === chosen}
              data-low={height < TWO_LINES}
              data-tall={height >= THREE_LINES}
              data-depth={depthOf(trace, lane.thread)}
              style={{
                top,
                height,
                paddingBottom: below,
                paddingLeft: PADDING + depthOf(trace, lane.thread) * INDENT,
              }}
              title={`${name}: ${text}`}
              data-lane={at}
            >
              <span className={classes.headName} style={{ color: threadColour(lane.thread) }}>
                <HeadName name={nameOfTask(trace, lane.thread)} />
                <span className={classes.headBadge}>{badgeOf(trace, lane.thread)}</span>
              </span>
              <span className={classes.headState}>
                {height < TWO_LINES ? (
                  <i
                    className={classes.swatch}
                    data-state={state === null ? "none" : SPAN_STATES[state]}
                    style={{ color: threadColour(lane.thread) }}
                  />
                ) : (
                  text
                )}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A long name gives way in the middle: `ThreadPoolExecutor-0_0` and `-0_1` differ at their ends. */
function HeadName({ name }: { readonly name: string }) {
  const cut = name.length > LONG_NAME ? name.length - TAIL : name.length;
  return (
    <span className={classes.headFull}>
      <span>{name.slice(0, cut)}</span>
      {cut < name.length && <span>{name.slice(cut)}</span>}
    </span>
  );
}

const LONG_NAME = 15;
const TAIL = 4;
