/** Said where the page may not share memory: that everything is simulated, and what to do about it. */
import { useSpeech } from "../shared/use-words.ts";
import classes from "./notices.module.css";

export function NotSharing() {
  const { words, language } = useSpeech();
  return (
    <div className={classes.notice} data-tone="note" data-notice="not-sharing">
      <p>
        <b>{words.noSharing}</b>
        {language === "en" ? " " : ""}
        {words.noSharingHint}
      </p>
    </div>
  );
}
