/** Back, forward, and to any step at once: buttons and a slider, in the toolbar of the lanes. */
import type { SteppingView } from "../../workers/stepping-contract.ts";
import type { IconName } from "../shared/Icon.tsx";
import { Icon } from "../shared/Icon.tsx";
import { useActions } from "../state/use-facts.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

export function StepControls({ view }: { readonly view: SteppingView }) {
  const { step, formats } = useStepWords();
  const { stepping } = useActions();
  const { at, length } = view;
  const position = step.position(formats.number(at), formats.number(length));
  const button = (label: string, icon: IconName, to: number, isOff: boolean, word?: string) => (
    <button
      type="button"
      className={classes.tool}
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      onClick={() => !isOff && void stepping.go(to)}
    >
      {icon !== "on" && <Icon name={icon} />}
      {word !== undefined && <span className={classes.toolWord}>{word}</span>}
      {icon === "on" && <Icon name={icon} />}
    </button>
  );
  return (
    <fieldset className={classes.controls} aria-label={step.controls}>
      <span className={classes.tools}>
        {button(step.toStart, "first", 0, at === 0)}
        {button(step.backHint, "back", at - 1, at === 0, step.back)}
        {button(step.forwardHint, "on", at + 1, at === length, step.forward)}
        {button(step.toEnd, "last", length, at === length)}
      </span>
      <input
        type="range"
        className={classes.slider}
        aria-label={step.slider}
        aria-valuetext={position}
        min={0}
        max={length}
        value={at}
        onChange={(event) => void stepping.go(event.currentTarget.valueAsNumber)}
      />
      <span className={classes.position} data-position={`${at}/${length}`}>
        {position}
      </span>
    </fieldset>
  );
}
