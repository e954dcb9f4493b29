/** What goes on inside each event loop at the playhead: who runs, who is ready, which timers are set, who waits for what. */
import { useMemo, useRef } from "react";
import type { Seq } from "../../engine/base/ids.ts";
import type { Finding } from "../../engine/program/report.ts";
import type { LoopSnapshot, StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import classes from "./async.module.css";
import { BrowserLoop } from "./BrowserLoop.tsx";
import { Chip } from "./Chip.tsx";
import { describeHandOver } from "./hand-over.ts";
import { HeldLoop } from "./HeldLoop.tsx";
import { findHeld } from "./held-loop.ts";
import { ReadyQueue } from "./ReadyQueue.tsx";
import { ReportedBar } from "./ReportedBar.tsx";
import { findReportedProgress, progressAt } from "./reported-progress.ts";
import { Stack } from "./Stack.tsx";
import { TimerList } from "./TimerList.tsx";
import { Turns } from "./Turns.tsx";
import { useAsyncWords } from "./use-async-words.ts";
import { useMovingChips } from "./use-moving-chips.ts";
import { WaitingList } from "./WaitingList.tsx";
import { Walk } from "./Walk.tsx";

interface Props {
  readonly trace: Trace;
  /** How long a second of the listing takes, in milliseconds. */
  readonly secondMs: number;
  /** State at the playhead; the last known one while it is asked for. */
  readonly snapshot: StateSnapshot;
  readonly findings: readonly Finding[];
  /** Whether the run is over and can be gone through; where steps are taken there are controls for that already. */
  readonly isWalked: boolean;
  readonly onShow: (seq: Seq) => void;
}

export default function LoopPanel({ trace, secondMs, snapshot, findings, isWalked, onShow }: Props) {
  const speech = useAsyncWords();
  const { loop: words } = speech;
  const root = useRef<HTMLElement>(null);
  const held = useMemo(() => findHeld(trace, findings), [trace, findings]);
  const reports = useMemo(() => findReportedProgress(trace), [trace]);
  useMovingChips(root);
  const hasLoop = snapshot.loops.length > 0 || snapshot.browserLoop !== undefined;
  const title = hasLoop ? words.inside : words.turnsTitle;
  const isOver = isWalked && snapshot.seq === trace.count - 1;
  const isPartial = snapshot.browserLoop?.isPartial === true || snapshot.loops.some((one) => one.isPartial === true);
  return (
    <section ref={root} className={classes.panel} aria-label={title} data-loop-seq={snapshot.seq}>
      <div className={classes.head}>
        <h2 className="label">{title}</h2>
        <p className={classes.now}>{isOver ? words.atEnd : describeHandOver(speech, trace, snapshot)}</p>
        {isWalked && <Walk trace={trace} />}
      </div>
      {isPartial && (
        <p className={classes.partial} data-partial>
          {words.partial}
        </p>
      )}
      {reports.length > 0 && <ReportedBar report={progressAt(reports, snapshot.seq)} />}
      {held !== null && <HeldLoop held={held} trace={trace} secondMs={secondMs} onShow={onShow} />}
      {snapshot.loops.map((state) => (
        <Loop key={state.id} state={state} {...{ trace, secondMs, snapshot }} />
      ))}
      {snapshot.browserLoop !== undefined && (
        <BrowserLoop state={snapshot.browserLoop} trace={trace} now={snapshot.t} secondMs={secondMs} />
      )}
      {!hasLoop && <Turns snapshot={snapshot} trace={trace} />}
    </section>
  );
}

interface LoopProps extends Pick<Props, "trace" | "secondMs" | "snapshot"> {
  readonly state: LoopSnapshot;
}

function Loop({ state, trace, secondMs, snapshot }: LoopProps) {
  const { loop: words } = useAsyncWords();
  const { ready, current, asleep, timers, tasks } = state;
  return (
    <div className={classes.loop} data-loop={state.id} data-asleep={asleep}>
      <ReadyQueue title={words.ready} hint={words.readyHint} entries={ready} trace={trace} />
      <section className={classes.box} aria-label={words.current} data-running={current !== null}>
        <h3>{words.current}</h3>
        {current === null ? (
          <p className="soft">{asleep ? words.asleep : words.nobody}</p>
        ) : (
          <>
            <Chip task={current} name="" trace={trace} isLarge />
            <Stack frames={snapshot.threads.find(({ id }) => id === current)?.frames ?? []} />
          </>
        )}
      </section>
      <TimerList
        timers={timers.map(({ number, task, setAt, firesAtUs }) => ({
          key: number,
          task,
          setAtUs: trace.time[setAt],
          dueUs: firesAtUs,
        }))}
        now={snapshot.t}
        secondMs={secondMs}
        trace={trace}
      />
      <WaitingList tasks={tasks} trace={trace} />
    </div>
  );
}
