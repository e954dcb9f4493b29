/** Queues with their items as boxes, in the order in which get would give them. */
import type { QueueSnapshot, StateSnapshot } from "../../engine/trace/snapshot.ts";
import { useSpeech } from "../shared/use-words.ts";
import { queueBefore } from "./before-step.ts";
import { More } from "./More.tsx";
import type { Names } from "./names.ts";
import { ThreadNames } from "./ThreadNames.tsx";
import { Was } from "./Was.tsx";
import classes from "./inspector.module.css";

/** More boxes than this are counted, not shown. */
const MOST_BOXES = 24;
/** Empty places of a bounded queue are drawn up to this capacity. */
const MOST_PLACES = 16;

interface Props {
  readonly queues: readonly QueueSnapshot[];
  readonly names: Names;
  /** State before the step, where steps are taken. */
  readonly before: StateSnapshot | null;
}

export function QueueList({ queues, names, before }: Props) {
  const { words } = useSpeech();
  if (queues.length === 0) return null;
  return (
    <section>
      <h2 className="label">{words.queuesHead}</h2>
      {queues.map((queue) => (
        <QueueView key={queue.object} queue={queue} was={queueBefore(before, queue)} names={names} />
      ))}
    </section>
  );
}

interface ViewProps {
  readonly queue: QueueSnapshot;
  /** The queue before the step, where it had more or fewer items. */
  readonly was: QueueSnapshot | undefined;
  readonly names: Names;
}

function QueueView({ queue, was, names }: ViewProps) {
  const { words, formats } = useSpeech();
  const { items, capacity } = queue;
  const fill =
    capacity === null
      ? `${formats.number(items.length)} · ${words.unbounded}`
      : words.queueFill(formats.number(items.length), formats.number(capacity));
  const places = capacity !== null && capacity <= MOST_PLACES ? Math.max(0, capacity - items.length) : 0;
  return (
    <div className={classes.thing} data-queue={queue.name}>
      <p className={classes.thingHead}>
        <b className="mono">{queue.name}</b>{" "}
        <span className="soft">
          {was !== undefined && <Was text={formats.number(was.items.length)} />}
          {fill}
        </span>
        {queue.unfinished > items.length && (
          <span className="soft">{words.unfinished(formats.number(queue.unfinished))}</span>
        )}
      </p>
      <ol className={classes.boxes} aria-label={queue.name}>
        {items.slice(0, MOST_BOXES).map((item, index) => (
          <li key={index} className={classes.item} title={item.repr}>
            {item.repr}
          </li>
        ))}
        {Array.from({ length: places }, (_, index) => (
          <li key={`free ${index}`} className={classes.place} aria-hidden="true" />
        ))}
      </ol>
      <More shown={MOST_BOXES} of={items.length} />
      <ThreadNames threads={queue.putters} names={names} says={words.waitingToPut} />
      <ThreadNames threads={queue.getters} names={names} says={words.waitingToGet} />
    </div>
  );
}
