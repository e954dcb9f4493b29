/** Title and one-sentence summary of what is on show. */
import { Prose } from "../shared/Prose.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { getPlace } from "../state/query.ts";
import { useCourse, useFacts } from "../state/use-facts.ts";
import classes from "./stage.module.css";

export function ScenarioHead() {
  const { words, language } = useSpeech();
  const { outline } = useCourse();
  const place = useFacts(({ query }) => getPlace(query));
  const id = useFacts(({ query }) => query.scenario);
  const texts = useFacts(({ scenario }) => scenario?.texts ?? null)?.[language];
  const title = place === "own" ? words.own : (texts?.title ?? outline.find((one) => one.id === id)?.title[language]);
  const summary = place === "own" ? words.ownSummary : texts?.summary;
  return (
    <div className={classes.head}>
      <h1>{title}</h1>
      <p className="lede">{summary === undefined ? " " : <Prose text={summary} />}</p>
    </div>
  );
}
