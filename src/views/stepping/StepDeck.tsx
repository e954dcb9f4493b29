/** Below the history's controls: letting chance choose at a pace, and running to something. */
import { useState } from "react";
import { Icon } from "../shared/Icon.tsx";
import type { SteppingFacts } from "../state/facts.ts";
import { isOver as hasEnded } from "../state/stepping.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import type { TargetName } from "./run-targets.ts";
import { TARGETS, toTarget } from "./run-targets.ts";
import classes from "./stepping.module.css";
import { WhatIfControls } from "./WhatIfControls.tsx";
import { useStepWords } from "./use-step-words.ts";

const SPEEDS = [0.5, 1, 2, 5, 20] as const;

export function StepDeck({ facts }: { readonly facts: SteppingFacts }) {
  return (
    <div className={classes.deck}>
      <Playing facts={facts} />
      <RunTo />
      <WhatIfControls view={facts.view} />
    </div>
  );
}

function Playing({ facts: { playing, view } }: { readonly facts: SteppingFacts }) {
  const { step, formats } = useStepWords();
  const { stepping } = useActions();
  const pace = useFacts((facts) => facts.pace);
  const isOver = hasEnded(view);
  return (
    <span className={classes.group}>
      <button
        type="button"
        className={`button ${classes.play}`}
        data-action={playing ? "pause" : "play"}
        title={step.playHint}
        aria-disabled={isOver && !playing}
        onClick={() => (playing ? stepping.pause() : void stepping.play())}
      >
        <Icon name={playing ? "pause" : "play"} /> {playing ? step.pause : step.play}
      </button>
      <select
        className={classes.select}
        aria-label={step.speed}
        value={pace.stepsPerSecond}
        onChange={(event) => stepping.setPace({ stepsPerSecond: Number(event.currentTarget.value) })}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {step.perSecond(formats.number(speed, 1))}
          </option>
        ))}
      </select>
      <button
        type="button"
        className={`button ${classes.small}`}
        title={`${step.seedHint}. ${step.anotherSeed}`}
        data-action="seed"
        onClick={() => stepping.setPace({ seed: pace.seed + 1 })}
      >
        <Icon name="chance" /> {step.seed} {formats.number(pace.seed)}
      </button>
    </span>
  );
}

function RunTo() {
  const { step } = useStepWords();
  const { stepping } = useActions();
  const [target, setTarget] = useState<TargetName>("end");
  const [line, setLine] = useState(1);
  return (
    <form
      className={classes.group}
      onSubmit={(event) => {
        event.preventDefault();
        void stepping.runTo(toTarget(target, line));
      }}
    >
      <label className={classes.group}>
        <span className="soft">{step.runTo}</span>
        <select
          className={classes.select}
          value={target}
          onChange={(event) => setTarget(event.currentTarget.value as TargetName)}
        >
          {TARGETS.map((name) => (
            <option key={name} value={name}>
              {step.targets[name]}
            </option>
          ))}
        </select>
      </label>
      {target === "line" && (
        <input
          type="number"
          className={classes.lineInput}
          aria-label={step.lineNumber}
          title={step.lineHint}
          min={1}
          value={line}
          onChange={(event) => setLine(Math.max(1, Math.round(event.currentTarget.valueAsNumber || 1)))}
        />
      )}
      <button type="submit" className={`button ${classes.small}`} data-action="run-to">
        {step.runToGo}
      </button>
    </form>
  );
}
