/**
 * Many runs of the same program, real ones where memory can be shared: the button, how far they are, and how much of the set they have
 * shown. Rule: what ran in the simulator is never called real.
 */
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { RepeatResult } from "../../workers/contract.ts";
import { MANY_RUNS } from "../state/exploring.ts";
import { canRun } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./explorer.module.css";
import type { OutcomeRows } from "./outcome-rows.ts";
import { useExploreWords } from "./use-explore-words.ts";

interface Props {
  readonly outcomes: OutcomeRows;
  readonly report: ExplorationReport | null;
  readonly repeated: RepeatResult | null;
}

export function RealRuns({ outcomes, report, repeated }: Props) {
  const { explore, formats } = useExploreWords();
  const actions = useActions();
  const shares = useFacts(({ environment }) => environment.sharedMemory);
  const ready = useFacts(canRun);
  const running = useFacts((facts) => facts.running?.repeat ?? null);
  const runs = formats.number(MANY_RUNS);
  return (
    <span className={classes.realRuns}>
      {repeated !== null && running === null && <Seen outcomes={outcomes} report={report} repeated={repeated} />}
      {running !== null && (
        <span className="soft">
          {(shares ? explore.repeating : explore.repeatingSimulated)(
            formats.number(running.done),
            formats.number(running.runs),
          )}
        </span>
      )}
      <button
        type="button"
        className={`button ${classes.small} ${running === null ? "" : "danger"}`}
        data-action={running === null ? "repeat" : "stop-repeating"}
        disabled={!ready && running === null}
        title={shares ? explore.shakenHint : explore.simulatedHint}
        onClick={() => void (running === null ? actions.exploring.repeat() : actions.stop())}
      >
        {running !== null
          ? explore.stop
          : !shares
            ? explore.repeatSimulated(runs)
            : repeated === null
              ? explore.repeat(runs)
              : explore.repeatAgain(runs)}
      </button>
    </span>
  );
}

/** How much of the set real threads have shown, as a meter and in words. */
function Seen({ outcomes: { inSet, seen, outside }, report, repeated }: Props) {
  const { explore, formats } = useExploreWords();
  const shares = useFacts(({ environment }) => environment.sharedMemory);
  const tells = shares ? explore.realTook : explore.simulatedTook;
  const took = tells(formats.number(repeated?.runs ?? 0), formats.duration(repeated?.elapsedMs ?? 0));
  if (report === null || inSet === 0) return <span className="soft">{took}</span>;
  const says = (report.complete ? explore.seen : explore.seenSoFar)(formats.number(seen), formats.number(inSet));
  return (
    <span
      className={classes.seen}
      title={`${took}${shares ? `. ${explore.seenHint}` : ""}`}
      data-seen={`${seen}/${inSet}`}
      data-outside={outside}
    >
      <meter className={classes.meter} aria-label={says} min={0} max={inSet} value={seen} />
      {says}
    </span>
  );
}
