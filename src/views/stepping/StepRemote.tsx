/**
 * On a narrow page, at the foot of the window: what the last step did, back and forward, and the threads to choose from. Rule: it stays
 * there wherever one scrolls, so that lanes, listing and state can be watched while stepping.
 */
import type { ReactNode } from "react";
import type { SteppingView } from "../../workers/stepping-contract.ts";
import type { IconName } from "../shared/Icon.tsx";
import { Icon } from "../shared/Icon.tsx";
import { useActions } from "../state/use-facts.ts";
import classes from "./stepping.module.css";
import { ThreadChoices } from "./ThreadChoices.tsx";
import { useStepWords } from "./use-step-words.ts";

interface Props {
  readonly view: SteppingView;
  /** The threads' heads. */
  readonly heads: readonly ReactNode[];
  /** The bar that says what happened. */
  readonly children: ReactNode;
}

export function StepRemote({ view: { at, length }, heads, children }: Props) {
  const { step } = useStepWords();
  return (
    <div className={classes.remote} data-remote>
      <div className={classes.remoteSays}>
        <Move label={step.backHint} icon="back" to={at - 1} isOff={at === 0} />
        {children}
        <Move label={step.forwardHint} icon="on" to={at + 1} isOff={at === length} />
      </div>
      <ThreadChoices>{heads}</ThreadChoices>
    </div>
  );
}

interface MoveProps {
  readonly label: string;
  readonly icon: IconName;
  readonly to: number;
  readonly isOff: boolean;
}

function Move({ label, icon, to, isOff }: MoveProps) {
  const { stepping } = useActions();
  return (
    <button
      type="button"
      className={classes.tool}
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      onClick={() => !isOff && void stepping.go(to)}
    >
      <Icon name={icon} />
    </button>
  );
}
