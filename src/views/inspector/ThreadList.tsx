/** Each thread: its state, what it waits for and holds, and its stack with the locals of every frame, innermost first. */
import type { FrameSnapshot, ThreadSnapshot } from "../../engine/trace/snapshot.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { threadBadge, threadColour } from "../shared/thread-colours.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { Names } from "./names.ts";
import classes from "./inspector.module.css";

interface Props {
  readonly threads: readonly ThreadSnapshot[];
  readonly names: Names;
  /** Whether the threads stand before their next step: then their frames say where, and the line of the last one would mislead. */
  readonly isStepped: boolean;
}

export function ThreadList({ threads, names, isStepped }: Props) {
  const { words } = useSpeech();
  return (
    <section>
      <h2 className="label">{words.locals}</h2>
      {threads.map((thread) => (
        <div
          key={thread.id}
          className={classes.thread}
          style={{ borderColor: threadColour(thread.id) }}
          data-thread={thread.id}
        >
          <p className={classes.thingHead}>
            <ThreadBadge id={thread.id} name={thread.name} />{" "}
            {thread.id !== 0 && names.badge(thread.id) === threadBadge(thread.id) && <b>{thread.name}</b>}{" "}
            <ThreadStatus thread={thread} names={names} hasPlace={isStepped && (thread.frames ?? []).length > 0} />
          </p>
          {thread.frames?.toReversed().map((frame, index) => (
            <Frame key={thread.frames === undefined ? index : thread.frames.length - index} frame={frame} />
          ))}
        </div>
      ))}
      {threads.length > 0 && threads.every(({ frames }) => frames === undefined) && (
        <p className="soft">{words.noFrames}</p>
      )}
    </section>
  );
}

interface StatusProps {
  readonly thread: ThreadSnapshot;
  readonly names: Names;
  /** Whether its line is told below. */
  readonly hasPlace: boolean;
}

function ThreadStatus({ thread, names, hasPlace }: StatusProps) {
  const { words, formats } = useSpeech();
  const { state, gaveWay = false, line, waitsFor, waitsForThreads, holds } = thread;
  const waited = [...(waitsFor === null ? [] : [names.object(waitsFor)]), ...waitsForThreads.map(names.badge)];
  // As on the lanes: who gives way, or waits for a thread or an item, is where it should be; a lock holds one up.
  const isWaiting = state === "blocked" && (gaveWay || waitsFor === null || !names.isLock(waitsFor));
  const parts = [
    isWaiting ? words.waitingState : words.threadStates[state],
    ...(line > 0 && state !== "finished" && !hasPlace ? [words.atLine(formats.number(line))] : []),
    ...(waited.length > 0 ? [words.waitsFor(formats.list(waited))] : []),
    ...(holds.length > 0 ? [words.holds(formats.list(holds.map(names.object)))] : []),
  ];
  const isBad = (state === "blocked" && !isWaiting) || state === "failed";
  return <span className={isBad ? classes.bad : "soft"}>{parts.join(" · ")}</span>;
}

function Frame({ frame }: { readonly frame: FrameSnapshot }) {
  const { words, formats } = useSpeech();
  return (
    <div className={classes.frame}>
      <p className={classes.frameName}>
        {frame.name} <span className="soft">{words.atLine(formats.number(frame.line))}</span>
      </p>
      <dl className={classes.rows}>
        {frame.locals.map(({ name, value, stale }) => (
          <div key={name} className={classes.row}>
            <dt title={name}>{name}</dt>
            <dd className={classes.box} data-stale={stale !== undefined} title={value.repr}>
              {value.repr}
            </dd>
            <dd className={classes.aside}>
              {stale !== undefined && (
                <span className={classes.bad} title={words.staleHint(formats.number(stale.writtenAt + 1))}>
                  {stale.read === null ? words.stale : words.staleOf(stale.read.repr)}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
