/** What came of looking for the order of a real run: a schedule to step through, the part that no order explains, or neither in time. */
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { PinResult } from "../../workers/pin-contract.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { PinningFacts } from "../state/facts.ts";
import { useActions } from "../state/use-facts.ts";
import classes from "./stage.module.css";

export function PinBar({ facts: { result, pin } }: { readonly facts: PinningFacts }) {
  const { words, language } = useSpeech();
  const actions = useActions();
  const { trace } = result;
  return (
    <section
      className={classes.outcome}
      aria-label={words.pin}
      data-pinned={pin === null ? "searching" : String(pin.explained)}
    >
      <output className={classes.pinSays}>
        {pin === null ? `${words.pinned.searching}…` : words.pinned[saysOf(pin)]}
      </output>
      {pin !== null && pin.schedule !== null && (
        <button type="button" className="button" data-action="step-pinned" onClick={() => void actions.stepPinned()}>
          {words.stepPinned}
        </button>
      )}
      {pin !== null && pin.part.length > 0 && trace !== null && (
        <ol className={classes.pinPart}>
          {pin.part.map((seq) => (
            <li key={seq}>
              <button type="button" onClick={() => void actions.reveal(seq)}>
                {describeEvent(trace, seq, language)}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function saysOf({ explained }: PinResult): "explained" | "weak" | "undecided" {
  if (explained === "undecided") return "undecided";
  return explained ? "explained" : "weak";
}
