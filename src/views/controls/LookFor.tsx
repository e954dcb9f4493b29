/** What to look for, in the order of looking. */
import { Prose } from "../shared/Prose.tsx";
import { useSpeech } from "../shared/use-words.ts";
import classes from "./stage.module.css";

interface Props {
  readonly sentences: readonly string[];
  /** “What to look for” unless told. */
  readonly title?: string;
}

export function LookFor({ sentences, title }: Props) {
  const { words } = useSpeech();
  return (
    <section className={classes.lookFor}>
      <h2 className="label">{title ?? words.lookFor}</h2>
      <ol>
        {sentences.map((sentence, index) => (
          <li key={index}>
            <Prose text={sentence} />
          </li>
        ))}
      </ol>
    </section>
  );
}
