/** What stood here before the step, struck out, in front of what stands here now. */
import { useSpeech } from "../shared/use-words.ts";
import classes from "./inspector.module.css";

export function Was({ text }: { readonly text: string }) {
  const { words } = useSpeech();
  return (
    <>
      <span className="seen-by-readers-only">{words.wasBefore(text)} </span>
      <span aria-hidden="true">
        <s className={classes.was}>{text}</s> →{" "}
      </span>
    </>
  );
}
