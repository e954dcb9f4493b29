/** In the deck: moves the choice of the step that one stands at, earlier or later. */
import type { SteppingView } from "../../workers/stepping-contract.ts";
import { threadOfChoice } from "../../engine/program/stepping.ts";
import { Icon } from "../shared/Icon.tsx";
import { threadBadge } from "../shared/thread-colours.ts";
import { nextPlace } from "../state/moved-choice.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { isOf } from "../state/what-if.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

export function WhatIfControls({ view }: { readonly view: SteppingView }) {
  const { step, formats } = useStepWords();
  const whatIf = useFacts((facts) => facts.whatIf);
  const { at, path } = view;
  // Where one thread alone takes steps there is nothing to move; where others may, the lanes above shall stay as high as they are.
  if (at === 0 || path.every((choice) => threadOfChoice(choice) === threadOfChoice(path[0])))
    return view.threads.length > 1 ? <Place /> : null;
  const from = at - 1;
  const place = whatIf !== null && isOf(whatIf, view) && whatIf.from === from ? whatIf.to : from;
  return (
    <span className={classes.group} title={step.whatIfHint}>
      <span className="soft">{step.whatIf(formats.number(at), threadBadge(threadOfChoice(path[from])))}</span>
      <Move step={at} by={-1} isOff={nextPlace(path, from, place, -1) === null} />
      <Move step={at} by={1} isOff={nextPlace(path, from, place, 1) === null} />
    </span>
  );
}

/** As wide and as high as the controls, and nothing to see or to reach. */
function Place() {
  const { step, formats } = useStepWords();
  return (
    <span className={`${classes.group} ${classes.kept}`} aria-hidden="true">
      <span>{step.whatIf(formats.number(1), threadBadge(1))}</span>
      <button type="button" className={`button ${classes.small}`} tabIndex={-1}>
        <Icon name="back" /> {step.earlier}
      </button>
      <button type="button" className={`button ${classes.small}`} tabIndex={-1}>
        {step.later} <Icon name="on" />
      </button>
    </span>
  );
}

function Move({ step: at, by, isOff }: { readonly step: number; readonly by: 1 | -1; readonly isOff: boolean }) {
  const { step } = useStepWords();
  const { whatIf } = useActions();
  return (
    <button
      type="button"
      className={`button ${classes.small}`}
      data-action={by === 1 ? "move-later" : "move-earlier"}
      aria-disabled={isOff}
      onClick={() => !isOff && void whatIf.moveChoice(at, by)}
    >
      {by === -1 && <Icon name="back" />} {by === 1 ? step.later : step.earlier} {by === 1 && <Icon name="on" />}
    </button>
  );
}
