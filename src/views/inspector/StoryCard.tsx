/** How a wrong value came about: the two reads and the two writes behind it, in the order in which they happened. */
import { useEffect, useRef } from "react";
import { describeFinding } from "../../engine/analysis/finding-sentences.ts";
import { placeOf } from "../../engine/trace/names.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { StoryFacts } from "../state/facts.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./inspector.module.css";
import { StepThrough } from "./StepThrough.tsx";

export function StoryCard() {
  const story = useFacts(({ story, result }) => (story?.result === result?.result ? story : null));
  return story === null ? null : <Story key={story.count} story={story} />;
}

function Story({ story }: { readonly story: StoryFacts }) {
  const { words, formats, language } = useSpeech();
  const actions = useActions();
  const root = useRef<HTMLElement>(null);
  const { finding } = story;
  const { trace } = story.result;
  useEffect(() => {
    // Whoever asked is led to the answer.
    root.current?.focus();
  }, []);
  if (trace === null) return null;
  const [, written, stale] = finding.events;
  const title = words.storyOf(placeOf(trace, written));
  const notes = new Map([
    [stale, words.storyStale],
    [written, words.storyGone],
  ]);
  return (
    <section ref={root} className={classes.story} tabIndex={-1} aria-label={title} data-story>
      <h2 className={classes.findingHead}>{title}</h2>
      <p>{describeFinding(finding, trace, language)}</p>
      <ol className={classes.storySteps}>
        {[...new Set(finding.events)]
          .toSorted((a, b) => a - b)
          .map((seq) => (
            <li key={seq}>
              <button
                type="button"
                className={classes.event}
                title={words.goToEvent(formats.number(seq + 1))}
                onClick={() => void actions.reveal(seq)}
              >
                {describeEvent(trace, seq, language)}
              </button>{" "}
              {notes.has(seq) && <b className={classes.storyNote}>{notes.get(seq)}</b>}
            </li>
          ))}
      </ol>
      <div className={classes.buttons}>
        <StepThrough finding={finding} title={title} />
        <button type="button" className={`button ${classes.small}`} onClick={() => actions.closeStory()}>
          {words.letEventGo}
        </button>
      </div>
    </section>
  );
}
