/** What goes on inside each event loop at the playhead: who runs, who is ready, which timers are set, who waits for what. */
import { useMemo, useRef } from "react";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { Seq } from "../../engine/base/ids.ts";
import { Chip } from "./Chip.tsx";
import classes from "./async.module.css";
import { describeHandOver } from "./hand-over.ts";
import { HeldLoop } from "./HeldLoop.tsx";
import { findHeld } from "./held-loop.ts";
import type { LoopState } from "./loop-state.ts";
import { LoopStates } from "./loop-state.ts";
import { TimerList } from "./TimerList.tsx";
import { useAsyncWords } from "./use-async-words.ts";
import { useMovingChips } from "./use-moving-chips.ts";
import { WaitingList } from "./WaitingList.tsx";

/** Entries of the ready queue that are drawn. */
const MOST = 40;

interface Props {
  readonly trace: Trace;
  readonly playhead: Seq;
  /** How long a second of the listing takes, in milliseconds. */
  readonly secondMs: number;
  /** State at the playhead, where it is known: stacks. */
  readonly snapshot: StateSnapshot | null;
  readonly onShow: (seq: Seq) => void;
}

export default function LoopPanel({ trace, playhead, secondMs, snapshot, onShow }: Props) {
  const speech = useAsyncWords();
  const { loop: words } = speech;
  const root = useRef<HTMLElement>(null);
  const states = useMemo(() => new LoopStates(trace, secondMs), [trace, secondMs]);
  const held = useMemo(() => findHeld(trace, secondMs), [trace, secondMs]);
  const loops = states.at(playhead);
  useMovingChips(root);
  return (
    <section ref={root} className={classes.panel} aria-label={words.inside} data-loop-seq={playhead}>
      <div className={classes.head}>
        <h2 className="label">{words.inside}</h2>
        <p className={classes.now}>{playhead >= 0 && describeHandOver(speech, trace, playhead, loops)}</p>
      </div>
      {held !== null && <HeldLoop held={held} trace={trace} onShow={onShow} />}
      {loops.map((state) => (
        <Loop key={state.loop} state={state} {...{ trace, playhead, secondMs, snapshot }} />
      ))}
    </section>
  );
}

interface LoopProps extends Omit<Props, "onShow"> {
  readonly state: LoopState;
}

function Loop({ state, trace, playhead, secondMs, snapshot }: LoopProps) {
  const { loop: words, formats } = useAsyncWords();
  const { ready, current, asleep, timers, waiting } = state;
  return (
    <div className={classes.loop} data-loop={state.loop} data-asleep={asleep}>
      <section className={classes.box} aria-label={words.ready} title={words.readyHint}>
        <h3>
          {words.ready} <span className="soft">{formats.number(ready.length)}</span>
        </h3>
        <ol className={classes.queue}>
          {ready.slice(0, MOST).map((entry, index) => (
            <li key={index}>
              <Chip entry={entry} trace={trace} />
            </li>
          ))}
          {ready.length === 0 && <li className="soft">{words.nobodyReady}</li>}
          {ready.length > MOST && <li className="soft">{words.more(formats.number(ready.length - MOST))}</li>}
        </ol>
      </section>
      <section className={classes.box} aria-label={words.current} data-running={current !== null}>
        <h3>{words.current}</h3>
        {current === null ? (
          <p className="soft">{asleep ? words.asleep : words.nobody}</p>
        ) : (
          <>
            <Chip entry={current} trace={trace} isLarge />
            {current.kind === "task" && <Stack task={current.task} snapshot={snapshot} />}
          </>
        )}
      </section>
      <TimerList timers={timers} now={playhead < 0 ? 0 : trace.time[playhead]} secondMs={secondMs} trace={trace} />
      <WaitingList waiting={waiting} trace={trace} />
    </div>
  );
}

/** The calls that the running task is in, innermost first. */
function Stack({ task, snapshot }: { readonly task: number; readonly snapshot: StateSnapshot | null }) {
  const { words, loop, formats } = useAsyncWords();
  const frames = snapshot?.threads.find(({ id }) => id === task)?.frames ?? [];
  if (frames.length === 0) return null;
  return (
    <ol className={classes.stack} aria-label={loop.stack}>
      {frames.toReversed().map(({ name, line }, index) => (
        <li key={index}>
          <code>{name}</code> <span className="soft">{words.atLine(formats.number(line))}</span>
        </li>
      ))}
    </ol>
  );
}
