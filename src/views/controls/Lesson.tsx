/** What a scenario teaches, below the lanes: what to look for, what happened, then and now, figures, the file to take home. */
import type { Scenario } from "../../engine/program/scenario.ts";
import { Prose } from "../shared/Prose.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { useFacts } from "../state/use-facts.ts";
import { DownloadLink } from "./DownloadLink.tsx";
import { LookFor } from "./LookFor.tsx";
import classes from "./lesson.module.css";

export function Lesson({ scenario }: { readonly scenario: Scenario }) {
  const { words, language } = useSpeech();
  const texts = scenario.texts[language];
  const hasRun = useFacts(({ result }) => result !== null);
  return (
    <section className={classes.lesson} aria-label={words.explanation}>
      {hasRun && <LookFor sentences={texts.lookFor} />}
      <Paragraphs title={words.explanation} texts={texts.explanation} />
      <Paragraphs title={words.thenAndNow} texts={texts.thenAndNow} />
      <section>
        <h2 className="label">{words.figures}</h2>
        <ul className={classes.figures}>
          {scenario.figures.map((figure, index) => (
            <li key={index}>
              <span className={classes.certainty} data-certainty={figure.certainty}>
                {words.certainty[figure.certainty]}
              </span>
              <span>
                <Prose text={figure.text[language]} />
              </span>
            </li>
          ))}
        </ul>
      </section>
      <DownloadLink name={scenario.id} />
    </section>
  );
}

function Paragraphs({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <section>
      <h2 className="label">{title}</h2>
      {texts.map((text, index) => (
        <p key={index}>
          <Prose text={text} />
        </p>
      ))}
    </section>
  );
}
