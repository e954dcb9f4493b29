/** All scenarios as cards, with the summary of each as its text arrives. */
import { useEffect, useState } from "react";
import { CHAPTERS } from "../../engine/program/scenario.ts";
import type { Scenario } from "../../engine/program/scenario.ts";
import { chapterTitles } from "../../engine/scenarios/outline.ts";
import { Prose } from "../shared/Prose.tsx";
import { Sign } from "../shared/Sign.tsx";
import { useSpeech } from "../shared/use-words.ts";
import type { OutlineEntry } from "../state/desk.ts";
import { useActions, useCourse, useFacts } from "../state/use-facts.ts";
import { isShown, LITMUS_CHAPTER } from "./chapters.ts";
import { LitmusLink } from "./LitmusLink.tsx";
import classes from "./catalogue.module.css";

export function CataloguePage() {
  const { words, language } = useSpeech();
  const { outline } = useCourse();
  return (
    <div className={classes.cards}>
      <header>
        <h1>{words.allScenarios}</h1>
        <p className="lede">{words.catalogueLede}</p>
      </header>
      <div className={classes.board}>
        {CHAPTERS.filter((chapter) => isShown(chapter, outline)).map((chapter) => (
          <section key={chapter}>
            <h2 className="label">{chapterTitles[chapter][language]}</h2>
            <ul className={classes.grid}>
              {outline
                .filter((one) => one.chapter === chapter)
                .map((entry) => (
                  <li key={entry.id}>
                    <ScenarioCard entry={entry} />
                  </li>
                ))}
              {chapter === LITMUS_CHAPTER && (
                <li>
                  <LitmusLink className={classes.card}>
                    <span className={classes.cardTitle}>{words.litmus}</span>
                    <span className={classes.cardText}>{words.litmusSummary}</span>
                  </LitmusLink>
                </li>
              )}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function ScenarioCard({ entry }: { readonly entry: OutlineEntry }) {
  const { language, words } = useSpeech();
  const actions = useActions();
  const scenario = useScenario(entry.id);
  const visited = useFacts((facts) => facts.visited.includes(entry.id));
  return (
    <a
      href={`?scenario=${entry.id}`}
      className={classes.card}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void actions.chooseScenario(entry.id);
      }}
    >
      <span className={classes.cardTitle}>
        {entry.title[language]}
        {visited && <Sign className={classes.tick} sign="✓" word={words.visited} />}
      </span>
      <span className={classes.cardText}>{scenario !== null && <Prose text={scenario.texts[language].summary} />}</span>
    </a>
  );
}

/** The scenario once it is loaded; null before, and where loading failed (its page then says why). */
function useScenario(id: string): Scenario | null {
  const course = useCourse();
  const [scenario, setScenario] = useState<Scenario | null>(null);
  useEffect(() => {
    let wanted = true;
    course.load(id).then(
      (loaded) => wanted && setScenario(loaded),
      () => wanted && setScenario(null),
    );
    return () => {
      wanted = false;
    };
  }, [course, id]);
  return scenario;
}
