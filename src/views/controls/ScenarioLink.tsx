/** A scenario in the list: a real link, so that it can be opened in another tab, followed in place by a plain click. */
import { Sign } from "../shared/Sign.tsx";
import { useSpeech } from "../shared/use-words.ts";
import type { OutlineEntry } from "../state/desk.ts";
import { useActions } from "../state/use-facts.ts";
import classes from "./catalogue.module.css";

interface Props {
  readonly entry: OutlineEntry;
  readonly current: boolean;
  readonly visited: boolean;
  readonly onChosen: () => void;
}

export function ScenarioLink({ entry, current, visited, onChosen }: Props) {
  const { words, language } = useSpeech();
  const actions = useActions();
  return (
    <a
      href={`?scenario=${entry.id}`}
      className={`link ${classes.link}`}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onChosen();
        void actions.chooseScenario(entry.id);
      }}
    >
      <span>{entry.title[language]}</span>
      {visited && <Sign className={classes.tick} sign="✓" word={words.visited} />}
    </a>
  );
}
