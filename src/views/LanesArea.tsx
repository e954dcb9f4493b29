/** Where the lanes are: an invitation before the first run, then the timeline, loaded while the page waits for Run. */
import { lazy, Suspense, useMemo } from "react";
import { describeEvent } from "../engine/trace/sentences.ts";
import classes from "./app.module.css";
import { BeforeRun } from "./controls/BeforeRun.tsx";
import { useSpeech } from "./shared/use-words.ts";
import { getResolvedTheme } from "./state/selectors.ts";
import { useActions, useFacts } from "./state/use-facts.ts";

const Timeline = lazy(async () => ({ default: (await import("./timeline/Timeline.tsx")).Timeline }));

export function LanesArea() {
  const { words, language } = useSpeech();
  const actions = useActions();
  const result = useFacts(({ result: shown }) => shown?.result ?? null);
  const playhead = useFacts((facts) => facts.playhead);
  const selection = useFacts((facts) => facts.selection);
  const theme = useFacts(getResolvedTheme);
  const describe = useMemo(
    () => (seq: number) => (result?.trace ? describeEvent(result.trace, seq, language) : ""),
    [result, language],
  );
  if (result === null) return <BeforeRun />;
  if (result.trace === null || result.index === null) return <p className={classes.blank}>{words.notRecorded}</p>;
  return (
    <div className={classes.lanes}>
      <Suspense fallback={<p className={classes.blank}>{words.loading}…</p>}>
        <Timeline
          trace={result.trace}
          index={result.index}
          playhead={playhead}
          onPlayhead={(seq) => void actions.seek(seq)}
          selection={selection}
          onSelection={(seq) => void actions.select(seq)}
          language={language}
          theme={theme}
          describe={describe}
        />
      </Suspense>
    </div>
  );
}
