/** Where the lanes are: an invitation before the first run, then the timeline, loaded while the page waits for Run. */
import { Suspense, useEffect, useMemo, useState } from "react";
import { canLayOutInOrder, layOutInOrder } from "../engine/trace/lanes-in-order.ts";
import type { RunResult } from "../workers/contract.ts";
import classes from "./app.module.css";
import { BeforeRun } from "./controls/BeforeRun.tsx";
import { Lanes, loadTimeline } from "./Lanes.tsx";
import { LoopArea } from "./LoopArea.tsx";
import { usualAxis } from "./order-axis.ts";
import type { LaneAxis } from "./order-axis.ts";
import { firstPaint } from "./shared/first-paint.ts";
import { Loading } from "./shared/Loading.tsx";
import { useSpeech } from "./shared/use-words.ts";
import { useFacts } from "./state/use-facts.ts";

export function LanesArea() {
  const { words } = useSpeech();
  const result = useFacts((facts) => facts.result?.result ?? null);
  const isRunning = useFacts(({ running }) => running !== null);
  useEffect(() => {
    // Ahead of the first run, so that its lanes are there at once; a failure shows when they are wanted.
    void firstPaint()
      .then(loadTimeline)
      .catch(() => undefined);
  }, []);
  if (result === null) return <BeforeRun />;
  if (result.trace === null || result.index === null) {
    return <p className={classes.blank}>{isRunning ? `${words.running}…` : words.notRecorded}</p>;
  }
  return (
    <>
      <div className={classes.lanes}>
        <Suspense fallback={<Loading className={classes.blank} />}>
          <RunLanes report={result.report} trace={result.trace} index={result.index} />
        </Suspense>
      </div>
      <LoopArea report={result.report} trace={result.trace} />
    </>
  );
}

interface RunLanesProps extends Pick<RunResult, "report"> {
  readonly trace: NonNullable<RunResult["trace"]>;
  readonly index: NonNullable<RunResult["index"]>;
}

/** The lanes by time, or by order where one thread does everything. */
function RunLanes({ report, trace, index }: RunLanesProps) {
  const [wished, setWished] = useState<LaneAxis | null>(null);
  const hasChoice = canLayOutInOrder(trace);
  const usual = useMemo(() => usualAxis(trace), [trace]);
  const by = hasChoice ? (wished ?? usual) : "time";
  const ordered = useMemo(() => (by === "order" ? layOutInOrder(trace) : null), [by, trace]);
  return (
    <Lanes
      // Another axis is another picture: what was in view of the one means nothing in the other.
      key={by}
      report={report}
      trace={ordered?.trace ?? trace}
      index={ordered?.index ?? index}
      axis={hasChoice ? { by, onChange: setWished } : undefined}
      clocked={ordered === null ? undefined : trace}
    />
  );
}
