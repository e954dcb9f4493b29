/** A value. One that an update was lost of is a button, which leads to the reads and writes that made it. */
import type { Finding } from "../../engine/program/report.ts";
import { useActions } from "../state/use-facts.ts";
import { useSpeech } from "./use-words.ts";
import classes from "./wrong-value.module.css";

interface Props {
  /** What the value is called. */
  readonly name: string;
  readonly text: string;
  /** The lost update behind it; null where there is none. */
  readonly lost: Finding | null;
}

export function WrongValue({ name, text, lost }: Props) {
  const { words } = useSpeech();
  const actions = useActions();
  if (lost === null) return text;
  return (
    <button
      type="button"
      className={classes.wrongValue}
      data-action="tell-value"
      aria-label={words.tellValue(name, text)}
      title={words.tellValue(name, text)}
      onClick={() => void actions.tellValue(lost)}
    >
      {text}
    </button>
  );
}
