/** Locks with holder, depth and waiters; a holder that has ended is told. */
import type { LockSnapshot, StateSnapshot } from "../../engine/trace/snapshot.ts";
import { threadColour } from "../shared/thread-colours.ts";
import { useSpeech } from "../shared/use-words.ts";
import { lockBefore } from "./before-step.ts";
import type { Names } from "./names.ts";
import { ThreadNames } from "./ThreadNames.tsx";
import { Was } from "./Was.tsx";
import classes from "./inspector.module.css";

interface Props {
  readonly locks: readonly LockSnapshot[];
  readonly names: Names;
  /** State before the step, where steps are taken. */
  readonly before: StateSnapshot | null;
}

export function LockList({ locks, names, before }: Props) {
  const { words } = useSpeech();
  if (locks.length === 0) return null;
  return (
    <section>
      <h2 className="label">{words.locksHead}</h2>
      {locks.map((lock) => (
        <div key={lock.object} className={classes.thing} data-lock={lock.name}>
          <p className={classes.thingHead}>
            <b className="mono">{lock.name}</b> <LockWas names={names} lock={lockBefore(before, lock)} />
            <LockHolder lock={lock} names={names} />
          </p>
          <ThreadNames threads={lock.waiters} names={names} says={words.waiting} />
        </div>
      ))}
    </section>
  );
}

function LockWas({ lock, names }: { readonly lock: LockSnapshot | undefined; readonly names: Names }) {
  const { words, formats } = useSpeech();
  if (lock === undefined) return null;
  const { holder, depth, kind } = lock;
  if (kind === "semaphore") return <Was text={formats.number(depth)} />;
  return <Was text={holder === null ? words.free : words.heldBy(names.badge(holder))} />;
}

function LockHolder({ lock, names }: { readonly lock: LockSnapshot; readonly names: Names }) {
  const { words, formats } = useSpeech();
  const { holder, depth, holderEnded, kind } = lock;
  if (kind === "semaphore") return <span className="soft">{formats.number(depth)}</span>;
  if (holder === null) return <span className="soft">{words.free}</span>;
  return (
    <>
      <span style={{ color: threadColour(holder) }} title={names.thread(holder)}>
        {words.heldBy(names.badge(holder))}
      </span>
      {depth > 1 && <span className="soft"> {words.depth(formats.number(depth))}</span>}
      {holderEnded && <b className={classes.bad}> {words.holderEnded}</b>}
    </>
  );
}
