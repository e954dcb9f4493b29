/** Where the lanes are: an invitation before the first run, then the timeline, loaded while the page waits for Run. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import { describeEvent } from "../engine/trace/sentences.ts";
import type { RunResult } from "../workers/contract.ts";
import classes from "./app.module.css";
import { BeforeRun } from "./controls/BeforeRun.tsx";
import { evidenceOf } from "./evidence.ts";
import { firstPaint } from "./shared/first-paint.ts";
import { useSpeech } from "./shared/use-words.ts";
import { getResolvedTheme } from "./state/selectors.ts";
import { useActions, useFacts, usePending } from "./state/use-facts.ts";
import type { TimelineControl } from "./timeline/timeline-props.ts";
import { useReveal } from "./use-reveal.ts";

const loadTimeline = () => import("./timeline/Timeline.tsx");
const Timeline = lazy(async () => ({ default: (await loadTimeline()).Timeline }));

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
    <div className={classes.lanes}>
      <Suspense fallback={<p className={classes.blank}>{words.loading}…</p>}>
        <Lanes report={result.report} trace={result.trace} index={result.index} />
      </Suspense>
    </div>
  );
}

interface Props extends Pick<RunResult, "report"> {
  readonly trace: NonNullable<RunResult["trace"]>;
  readonly index: NonNullable<RunResult["index"]>;
}

function Lanes({ report, trace, index }: Props) {
  const { words, language } = useSpeech();
  const actions = useActions();
  const pending = usePending();
  const playhead = useFacts((facts) => facts.playhead);
  const selection = useFacts((facts) => facts.selection);
  const theme = useFacts(getResolvedTheme);
  const control = useRef<TimelineControl | null>(null);
  const revealNow = useReveal(control);
  const describe = useCallback((seq: number) => describeEvent(trace, seq, language), [trace, language]);
  const { arrows, marks } = useMemo(() => evidenceOf(report.findings, words), [report, words]);
  const attach = useCallback(
    (timeline: TimelineControl | null) => {
      control.current = timeline;
      if (timeline === null) return undefined;
      revealNow();
      const detach = pending.addPicture(() => timeline.whenDrawn());
      return () => {
        control.current = null;
        detach();
      };
    },
    [pending, revealNow],
  );
  return (
    <Timeline
      ref={attach}
      trace={trace}
      index={index}
      playhead={playhead}
      onPlayhead={(seq) => void actions.seek(seq)}
      selection={selection}
      onSelection={(seq) => void actions.select(seq)}
      language={language}
      theme={theme}
      describe={describe}
      arrows={arrows}
      marks={marks}
    />
  );
}
