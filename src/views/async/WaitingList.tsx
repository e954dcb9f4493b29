/** Tasks that wait, each with what for. */
import { objectName } from "../../engine/trace/names.ts";
import type { LoopTaskSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import classes from "./async.module.css";
import { Chip } from "./Chip.tsx";
import type { AsyncSpeech } from "./use-async-words.ts";
import { nameOfTask } from "../shared/lane-names.ts";
import { useAsyncWords } from "./use-async-words.ts";

const MOST = 12;

export function WaitingList({ tasks, trace }: { readonly tasks: readonly LoopTaskSnapshot[]; readonly trace: Trace }) {
  const speech = useAsyncWords();
  const { loop: words, formats } = speech;
  const waiting = tasks.filter(({ state }) => state === "waiting");
  return (
    <section className={classes.box} aria-label={words.waiting}>
      <h3>
        {words.waiting} <span className="soft">{formats.number(waiting.length)}</span>
      </h3>
      <ul className={classes.waiting}>
        {waiting.slice(0, MOST).map((task) => (
          <li key={task.id}>
            <Chip task={task.id} name={task.name} trace={trace} />{" "}
            <span className="soft">{describeWait(speech, trace, task)}</span>
          </li>
        ))}
        {waiting.length === 0 && <li className="soft">{words.nobodyWaits}</li>}
        {waiting.length > MOST && <li className="soft">{words.more(formats.number(waiting.length - MOST))}</li>}
      </ul>
    </section>
  );
}

function describeWait({ loop }: AsyncSpeech, trace: Trace, task: LoopTaskSnapshot): string {
  const { timer, waitsForTask, waitsFor } = task;
  if (waitsForTask !== null) return loop.awaits(nameOfTask(trace, waitsForTask));
  if (waitsFor !== null) return loop.awaits(objectName(trace, waitsFor));
  return timer === null ? "" : loop.sleeps;
}
