/** Where the lanes will be while nothing is stepped: it is being opened, has errors first, or waits for the reader's word. */
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

export function BeginStepping({ broken }: { readonly broken: boolean }) {
  const { step } = useStepWords();
  const { stepping } = useActions();
  // What the page opens by itself is open in a moment; a listing from an address, and what failed, wait for the reader.
  const waits = useFacts(
    ({ query, notices }) =>
      query.program !== null || notices.some((one) => one.kind === "fault" && one.during === "step"),
  );
  return (
    <div className={classes.begin}>
      <p className={classes.beginTitle}>{step.beginTitle}</p>
      <p className="soft">{broken ? step.errorsFirst : waits ? step.beginText : `${step.opening}…`}</p>
      {!broken && waits && (
        <button type="button" className="button primary" data-action="begin" onClick={() => void stepping.begin()}>
          {step.begin}
        </button>
      )}
    </div>
  );
}
