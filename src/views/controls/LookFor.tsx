/** What to look for, in the order of looking. */
import { Prose } from "../shared/Prose.tsx";
import { useSpeech } from "../shared/use-words.ts";
import classes from "./stage.module.css";

export function LookFor({ sentences }: { readonly sentences: readonly string[] }) {
  const { words } = useSpeech();
  return (
    <section className={classes.lookFor}>
      <h2 className="label">{words.lookFor}</h2>
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
