/** Generators and greenlets at the playhead: who has its thread's turn, and where all others stopped. */
import type { StateSnapshot, ThreadSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import classes from "./async.module.css";
import { Chip } from "./Chip.tsx";
import { Stack } from "./Stack.tsx";
import { useAsyncWords } from "./use-async-words.ts";

const MOST = 24;

export function Turns({ snapshot, trace }: { readonly snapshot: StateSnapshot; readonly trace: Trace }) {
  const { loop: words, formats } = useAsyncWords();
  const running = snapshot.threads.filter(({ state }) => state === "running");
  const paused = snapshot.threads.filter(({ state, id }) => id !== 0 && (state === "blocked" || state === "sleeping"));
  return (
    <div className={classes.loop} data-turns>
      <section className={classes.box} aria-label={words.current} data-running={running.length > 0}>
        <h3>{words.current}</h3>
        {running.map(({ id, frames }) => (
          <div key={id}>
            <Chip task={id} name="" trace={trace} isLarge />
            <Stack frames={frames ?? []} />
          </div>
        ))}
        {running.length === 0 && <p className="soft">{words.nobody}</p>}
      </section>
      <section className={classes.box} aria-label={words.paused} data-wide>
        <h3>
          {words.paused} <span className="soft">{formats.number(paused.length)}</span>
        </h3>
        <ul className={classes.waiting}>
          {paused.slice(0, MOST).map((lane) => (
            <li key={lane.id}>
              <Chip task={lane.id} name="" trace={trace} /> <span className="soft">{describePlace(lane)}</span>
            </li>
          ))}
          {paused.length === 0 && <li className="soft">{words.nobodyPaused}</li>}
          {paused.length > MOST && <li className="soft">{words.more(formats.number(paused.length - MOST))}</li>}
        </ul>
      </section>
    </div>
  );

  function describePlace({ line }: ThreadSnapshot): string {
    return line > 0 ? words.pausedAt(formats.number(line)) : words.notBegun;
  }
}
