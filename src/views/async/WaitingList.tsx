/** Tasks that wait, each with what for. */
import { objectName } from "../../engine/trace/names.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import classes from "./async.module.css";
import { Chip, nameOfTask } from "./Chip.tsx";
import type { WaitingTask } from "./loop-state.ts";
import type { AsyncSpeech } from "./use-async-words.ts";
import { useAsyncWords } from "./use-async-words.ts";

const MOST = 12;

export function WaitingList({ waiting, trace }: { readonly waiting: readonly WaitingTask[]; readonly trace: Trace }) {
  const speech = useAsyncWords();
  const { loop: words, formats } = speech;
  return (
    <section className={classes.box} aria-label={words.waiting}>
      <h3>
        {words.waiting} <span className="soft">{formats.number(waiting.length)}</span>
      </h3>
      <ul className={classes.waiting}>
        {waiting.slice(0, MOST).map((one) => (
          <li key={one.task}>
            <Chip entry={{ kind: "task", task: one.task }} trace={trace} />{" "}
            <span className="soft">{describeWait(speech, trace, one)}</span>
          </li>
        ))}
        {waiting.length === 0 && <li className="soft">{words.nobodyWaits}</li>}
        {waiting.length > MOST && <li className="soft">{words.more(formats.number(waiting.length - MOST))}</li>}
      </ul>
    </section>
  );
}

function describeWait({ loop, formats }: AsyncSpeech, trace: Trace, { sleepMs, other, object }: WaitingTask): string {
  if (sleepMs !== null) return loop.sleeps(formats.duration(sleepMs));
  if (other >= 0) return loop.awaits(nameOfTask(trace, other));
  return object === null ? "" : loop.awaits(objectName(trace, object));
}
