/** A few listings to start one's own from. */
import { useSpeech } from "../shared/use-words.ts";
import { useActions } from "../state/use-facts.ts";
import { OWN_STARTS } from "./own-starts.ts";
import classes from "./stage.module.css";

export function OwnStarts() {
  const { words } = useSpeech();
  const actions = useActions();
  return (
    <section className={classes.starts}>
      <h2 className="label">{words.startFrom}</h2>
      <ul>
        {OWN_STARTS.map(({ name, source }) => (
          <li key={name}>
            <button type="button" className={classes.start} data-start={name} onClick={() => void actions.edit(source)}>
              <b>{words.starts[name]}</b>
              {source !== "" && <code>{telling(source)}</code>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The line that says most: the first call at the module level. */
function telling(source: string): string {
  return source.split("\n").find((line) => /^\w.*\(.*\)$/.test(line)) ?? source;
}
