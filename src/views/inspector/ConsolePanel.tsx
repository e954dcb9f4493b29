/** What the listing printed, by whom and when; tracebacks included. Long output is shown from its end. */
import { useEffect, useRef } from "react";
import { keepEnds } from "../../engine/base/keep-ends.ts";
import { shorten } from "../../engine/base/shorten.ts";
import type { ConsoleLine } from "../../engine/program/report.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./inspector.module.css";
import { More } from "./More.tsx";
import { namesOf } from "./names.ts";

/** Lines and characters that are shown; earlier ones are counted. */
const SHOWN = { items: 2000, characters: 300_000 };
const NONE = { items: 0, characters: 0 };
/** Characters of one line that are shown. */
const LONGEST_LINE = 20_000;

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
  const { to } = keepEnds(lines.length, NONE, SHOWN, (line) => Math.min(LONGEST_LINE, lines[line].text.length));
  return (
    <div className={classes.console} role="log" aria-label={words.consoleLabel} ref={end}>
      <More shown={lines.length - to} of={lines.length} />
      {lines.slice(to).map(({ thread, timeUs, text, leftOut }, index) => (
        <div
          key={index}
          className={classes.consoleLine}
          data-traceback={text.startsWith("Traceback") || text.startsWith("Exception in")}
        >
          <span className={classes.consoleTime}>{formats.duration(timeUs / 1000)}</span>
          <ThreadBadge id={thread} name={names.thread(thread)} />
          <LineText text={text} leftOut={leftOut} />
        </div>
      ))}
    </div>
  );
}

/** A printed text; where something of it is missing, that is said in words. */
function LineText({ text, leftOut }: Pick<ConsoleLine, "text" | "leftOut">) {
  const { words, formats } = useSpeech();
  if (leftOut !== undefined && leftOut.prints > 0)
    return <span className="soft">{words.printsLeftOut(formats.number(leftOut.prints))}</span>;
  const shown = shorten(text, LONGEST_LINE);
  const missing = shown.leftOut + (leftOut?.characters ?? 0);
  return (
    <span className={classes.consoleText}>
      {shown.text}
      {missing > 0 && <span className="soft"> {words.charactersLeftOut(formats.number(missing))}</span>}
    </span>
  );
}
