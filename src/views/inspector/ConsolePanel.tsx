/** What the listing printed, by whom and when; tracebacks included. Long output is shown from its end. */
import { useEffect, useRef } from "react";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./inspector.module.css";
import { More } from "./More.tsx";
import { namesOf } from "./names.ts";

/** Lines that are shown; earlier ones are counted. */
const MOST_LINES = 2000;

export function ConsolePanel() {
  const { words, formats } = useSpeech();
  const result = useFacts((facts) => facts.result?.result ?? null);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (result !== null) end.current?.parentElement?.scrollTo({ top: Number.MAX_SAFE_INTEGER });
  }, [result]);
  if (result === null) return <p className={classes.empty}>{words.nothingYet}</p>;
  const { console: lines } = result.report;
  if (lines.length === 0) return <p className={classes.empty}>{words.noConsole}</p>;
  const names = namesOf(result);
  return (
    <div className={classes.console} role="log" aria-label={words.consoleLabel} ref={end}>
      <More shown={MOST_LINES} of={lines.length} />
      {lines.slice(-MOST_LINES).map(({ thread, timeUs, text }, index) => (
        <div
          key={index}
          className={classes.consoleLine}
          data-traceback={text.startsWith("Traceback") || text.startsWith("Exception in")}
        >
          <span className={classes.consoleTime}>{formats.duration(timeUs / 1000)}</span>
          <ThreadBadge id={thread} name={names.thread(thread)} />
          <span className={classes.consoleText}>{text}</span>
        </div>
      ))}
    </div>
  );
}
