/** Right or not, by colour, sign and word. */
import { useSpeech } from "../shared/use-words.ts";
import classes from "./stage.module.css";

export function Verdict({ right }: { readonly right: boolean }) {
  const { words } = useSpeech();
  return (
    <span className={right ? classes.right : classes.wrong} role="img" aria-label={right ? words.right : words.wrong}>
      {right ? "✓ " : "✗ "}
    </span>
  );
}
