/** The listing on show as a file, with the parameters' values in it. */
import { useSpeech } from "../shared/use-words.ts";
import { getListingLanguage, getSource } from "../state/selectors.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./lesson.module.css";

export function DownloadLink({ name }: { readonly name: string }) {
  const { words } = useSpeech();
  const source = useFacts(getSource);
  const isPython = useFacts(getListingLanguage) === "python";
  return (
    <p className={classes.download}>
      <a
        className="button"
        download={`${name}.${isPython ? "py" : "js"}`}
        href={`data:text/${isPython ? "x-python" : "javascript"};charset=utf-8,${encodeURIComponent(source)}`}
      >
        <span aria-hidden="true">↓</span> {words.download(isPython ? ".py" : ".js")}
      </a>
      <span className="soft">{isPython ? words.downloadHint : words.downloadScriptHint}</span>
    </p>
  );
}
