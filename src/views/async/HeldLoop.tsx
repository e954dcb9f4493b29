/** A task that kept its loop to itself: who, for how long, at which line, and how to mend it. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import classes from "./async.module.css";
import type { Held } from "./held-loop.ts";
import { nameOfTask } from "../shared/lane-names.ts";
import { useAsyncWords } from "./use-async-words.ts";

interface Props {
  readonly held: Held;
  readonly trace: Trace;
  readonly onShow: (seq: Seq) => void;
}

export function HeldLoop({ held, trace, onShow }: Props) {
  const { loop: words, formats } = useAsyncWords();
  const { task, ms, seq, line, by } = held;
  return (
    <div className={classes.held} data-held={line}>
      <p>
        <b>{words.held(nameOfTask(trace, task), formats.duration(ms), formats.number(line))}</b> {words.heldHint}{" "}
        {words.mends[by]}
      </p>
      <button type="button" className="button" data-action="show-held" onClick={() => onShow(seq)}>
        {words.showHeld}
      </button>
    </div>
  );
}
