/** The listing on show as a .py file, with the parameters' values in it. */
import { useSpeech } from "../shared/use-words.ts";
import { getSource } from "../state/selectors.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./lesson.module.css";

export function DownloadLink({ name }: { readonly name: string }) {
  const { words } = useSpeech();
  const source = useFacts(getSource);
  return (
    <p className={classes.download}>
      <a
        className="button"
        download={`${name}.py`}
        href={`data:text/x-python;charset=utf-8,${encodeURIComponent(source)}`}
      >
        <span aria-hidden="true">↓</span> {words.download}
      </a>
      <span className="soft">{words.downloadHint}</span>
    </p>
  );
}
