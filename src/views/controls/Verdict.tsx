/** Right or not, by colour, sign and word. */
import { Sign } from "../shared/Sign.tsx";
import { useSpeech } from "../shared/use-words.ts";
import classes from "./stage.module.css";

export function Verdict({ right }: { readonly right: boolean }) {
  const { words } = useSpeech();
  return (
    <Sign
      className={right ? classes.right : classes.wrong}
      sign={right ? "✓ " : "✗ "}
      word={right ? words.right : words.wrong}
    />
  );
}
