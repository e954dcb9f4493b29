/** While something runs: how long, how many events, and where each thread is. It stands where the outcome will be. */
import { useEffect, useState } from "react";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import type { Words } from "../shared/words-en.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { RunningFacts } from "../state/facts.ts";
import classes from "./stage.module.css";

/** How often the time is renewed, in milliseconds. */
const TICK_MS = 100;

export function RunningBar({ running }: { readonly running: RunningFacts }) {
  const { words, formats } = useSpeech();
  const elapsedMs = useElapsed(running.sinceMs);
  const { progress, repeat } = running;
  return (
    <section aria-label={words.running} className={`${classes.outcome} ${classes.running}`}>
      <span className={classes.runningWord}>
        <span className={classes.pulse} aria-hidden="true" />
        {words.running}
      </span>
      <span className="mono">{formats.duration(elapsedMs)}</span>
      {repeat !== undefined && (
        <span className="soft">{words.queueFill(formats.number(repeat.done), formats.number(repeat.runs))}</span>
      )}
      {progress !== null && <span className="soft">{words.progressEvents(formats.number(progress.events))}</span>}
      {progress !== null && (
        <ul className={classes.runningThreads}>
          {progress.threads.map((thread) => (
            <li key={thread.id}>
              <ThreadBadge id={thread.id} name={thread.name} /> {stateWord(words, thread.state)}
              {thread.line > 0 && ` · ${words.atLine(String(thread.line))}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function stateWord(words: Words, state: string): string {
  return Object.hasOwn(words.threadStates, state) ? words.threadStates[state as keyof Words["threadStates"]] : state;
}

/** Milliseconds since a moment of the page's clock, to a tenth of a second. */
function useElapsed(sinceMs: number): number {
  const [nowMs, setNowMs] = useState(sinceMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((nowMs - sinceMs) / TICK_MS) * TICK_MS);
}
