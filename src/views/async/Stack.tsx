/** The calls that a task is in, innermost first. */
import type { FrameSnapshot } from "../../engine/trace/snapshot.ts";
import classes from "./async.module.css";
import { useAsyncWords } from "./use-async-words.ts";

export function Stack({ frames }: { readonly frames: readonly FrameSnapshot[] }) {
  const { words, loop, formats } = useAsyncWords();
  if (frames.length === 0) return null;
  return (
    <ol className={classes.stack} aria-label={loop.stack}>
      {frames.toReversed().map(({ name, line }, index) => (
        <li key={index}>
          <code>{name}</code> <span className="soft">{words.atLine(formats.number(line))}</span>
        </li>
      ))}
    </ol>
  );
}
