/** The scenarios by chapters, with a tick at those that were run here; a drawer where the page is narrow. */
import { CHAPTERS } from "../../engine/program/scenario.ts";
import { chapterTitles } from "../../engine/scenarios/outline.ts";
import { useSpeech } from "../shared/use-words.ts";
import { getPlace } from "../state/query.ts";
import { useActions, useCourse, useFacts } from "../state/use-facts.ts";
import { isShown, LITMUS_CHAPTER } from "./chapters.ts";
import { LitmusLink } from "./LitmusLink.tsx";
import { ScenarioLink } from "./ScenarioLink.tsx";
import classes from "./catalogue.module.css";

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function CatalogueNav({ open, onClose }: Props) {
  const { words, formats, language } = useSpeech();
  const { outline } = useCourse();
  const actions = useActions();
  const place = useFacts(({ query }) => getPlace(query));
  const shown = useFacts(({ query }) => query.scenario);
  const visited = useFacts((facts) => facts.visited);
  const done = outline.filter(({ id }) => visited.includes(id)).length;
  return (
    <>
      {open && (
        <button type="button" className={classes.veil} aria-label={words.closeMenu} tabIndex={-1} onClick={onClose} />
      )}
      <nav id="catalogue" aria-label={words.catalogue} className={classes.nav} data-open={open}>
        {CHAPTERS.filter((chapter) => isShown(chapter, outline)).map((chapter) => (
          <section key={chapter}>
            <h2 className={`label ${classes.chapter}`}>{chapterTitles[chapter][language]}</h2>
            <ul className={classes.list}>
              {outline
                .filter((one) => one.chapter === chapter)
                .map((entry) => (
                  <li key={entry.id}>
                    <ScenarioLink
                      entry={entry}
                      current={entry.id === shown}
                      visited={visited.includes(entry.id)}
                      onChosen={onClose}
                    />
                  </li>
                ))}
              {chapter === LITMUS_CHAPTER && (
                <li>
                  <LitmusLink className={`link ${classes.link}`} current={place === "litmus"} onChosen={onClose}>
                    {words.litmus}
                  </LitmusLink>
                </li>
              )}
            </ul>
          </section>
        ))}
        <div className={classes.foot}>
          <button
            type="button"
            data-action="write-own"
            className={`button ${classes.own}`}
            aria-current={place === "own" ? "page" : undefined}
            onClick={() => {
              onClose();
              void actions.writeOwn("");
            }}
          >
            <span aria-hidden="true">✎</span> {words.own}
          </button>
          <p className={classes.progress}>{words.progress(formats.number(done), formats.number(outline.length))}</p>
        </div>
      </nav>
    </>
  );
}
