/** The timeline of a run or of a history of steps, told what the page knows and telling the page what was pointed at. */
import { lazy, useCallback, useMemo, useRef } from "react";
import { EVENT_US } from "../engine/trace/lanes-in-order.ts";
import { describeEvent } from "../engine/trace/sentences.ts";
import type { RunResult } from "../workers/contract.ts";
import { evidenceOf, relationArrows, shownNow } from "./evidence.ts";
import { handOverArrows } from "./order-axis.ts";
import { stepAxisOf } from "./step-axis.ts";
import { useSpeech } from "./shared/use-words.ts";
import { getResolvedTheme } from "./state/selectors.ts";
import { useActions, useFacts, usePending } from "./state/use-facts.ts";
import type { TimelineControl, TimelineProps } from "./timeline/timeline-props.ts";
import { useReveal } from "./use-reveal.ts";

/** Loads the timeline's script. */
export const loadTimeline = () => import("./timeline/Timeline.tsx");
const Timeline = lazy(async () => ({ default: (await loadTimeline()).Timeline }));

/** Events in view at first where the lanes go by order. */
const ROOM = 30;

interface Props
  extends Pick<RunResult, "report">,
    Pick<TimelineProps, "steps" | "heads" | "controls" | "axis" | "clocked"> {
  readonly trace: NonNullable<RunResult["trace"]>;
  readonly index: NonNullable<RunResult["index"]>;
}

export function Lanes({ report, trace, index, ...slots }: Props) {
  const { words, language } = useSpeech();
  const actions = useActions();
  const pending = usePending();
  const playhead = useFacts((facts) => facts.playhead);
  const selection = useFacts((facts) => facts.selection);
  const theme = useFacts(getResolvedTheme);
  const control = useRef<TimelineControl | null>(null);
  const revealNow = useReveal(control);
  const describe = useCallback((seq: number) => describeEvent(trace, seq, language), [trace, language]);
  const evidence = useMemo(() => evidenceOf(report.findings, trace, words.evidence), [report, trace, words]);
  const arrowKinds = useMemo(() => new Set(evidence.arrows.map(({ kind }) => kind)), [evidence]);
  const kept = useFacts((facts) => facts.kept);
  const isByOrder = slots.clocked !== undefined;
  const handOvers = useMemo(() => (isByOrder ? handOverArrows(trace) : []), [isByOrder, trace]);
  const arrows = useMemo(
    () => [
      ...handOvers,
      ...shownNow(evidence.arrows, playhead, selection),
      ...relationArrows(kept, trace, words.evidence),
    ],
    [handOvers, evidence, playhead, selection, kept, trace, words],
  );
  const brackets = useMemo(() => shownNow(evidence.brackets, playhead, selection), [evidence, playhead, selection]);
  const byOrder = slots.clocked && {
    unit: EVENT_US,
    at: playhead + 1,
    room: Math.min(ROOM, trace.count + 1),
  };
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
      onCompare={() => actions.keepEvent()}
      language={language}
      theme={theme}
      describe={describe}
      arrows={arrows}
      brackets={brackets}
      arrowKinds={arrowKinds}
      marks={evidence.marks}
      steps={byOrder ?? stepAxisOf(report, trace, playhead)}
      {...slots}
    />
  );
}
