/** Going from one hand-over to the next, by hand or by itself. */
import { useMemo } from "react";
import type { Trace } from "../../engine/trace/trace.ts";
import { Icon } from "../shared/Icon.tsx";
import type { IconName } from "../shared/Icon.tsx";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./async.module.css";
import { handOversOf, stopsOf } from "./hand-over-stops.ts";
import { useAsyncWords } from "./use-async-words.ts";

export function Walk({ trace }: { readonly trace: Trace }) {
  const { loop: words } = useAsyncWords();
  const actions = useActions();
  const playhead = useFacts((facts) => facts.playhead);
  const walking = useFacts((facts) => facts.walking);
  const handOvers = useMemo(() => handOversOf(trace), [trace]);
  if (handOvers.length === 0) return null;
  const previous = handOvers.findLast((seq) => seq < playhead);
  const next = handOvers.find((seq) => seq > playhead);
  const button = (label: string, icon: IconName, action: string, seq: number | undefined) => (
    <button
      type="button"
      className="button"
      title={label}
      aria-label={label}
      data-action={action}
      disabled={seq === undefined}
      onClick={() => seq !== undefined && void actions.seek(seq)}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <span className={classes.walk}>
      {button(words.previousHandOver, "back", "previous-hand-over", previous)}
      <button
        type="button"
        className={`button ${classes.play}`}
        data-action={walking ? "pause-walk" : "walk"}
        title={words.playHint}
        onClick={() => (walking ? actions.stopWalking() : void actions.walk(stopsOf(trace)))}
      >
        <Icon name={walking ? "pause" : "play"} /> {walking ? words.pause : words.play}
      </button>
      {button(words.nextHandOver, "on", "next-hand-over", next)}
    </span>
  );
}
