/** Threads that wait, in words and in their colours; nothing where there are none. */
import type { ThreadId } from "../../engine/base/ids.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { Names } from "./names.ts";
import classes from "./inspector.module.css";

interface Props {
  readonly threads: readonly ThreadId[];
  readonly names: Names;
  /** Makes the sentence of the joined names. */
  readonly says: (names: string) => string;
}

export function ThreadNames({ threads, names, says }: Props) {
  const { formats } = useSpeech();
  if (threads.length === 0) return null;
  return (
    <p className={classes.waiters} title={threads.map(names.thread).join(", ")}>
      {says(formats.list(threads.map(names.badge)))}
    </p>
  );
}
