/** Below the outcomes: the shortest way to fail, what the exploration did not cover, and what it found on the way. */
import { useState } from "react";
import type { ExplorationReport, ShortestFailure } from "../../engine/program/report.ts";
import { Prose } from "../shared/Prose.tsx";
import { useActions } from "../state/use-facts.ts";
import { describeCut, describeSeen } from "./explore-words.ts";
import classes from "./explorer.module.css";
import { useExploreWords } from "./use-explore-words.ts";

/** Findings before the reader asks for more: the same race may be there for every pair of lines. */
const MOST_FINDINGS = 4;

export function Aftermath({ report }: { readonly report: ExplorationReport }) {
  const { explore } = useExploreWords();
  const { shortest, cuts, findings } = report;
  if (shortest === null && cuts.length === 0 && findings.length === 0) return null;
  return (
    <div className={classes.aftermath}>
      {shortest !== null && <Shortest shortest={shortest} />}
      {cuts.length > 0 && (
        <section className={classes.card} aria-label={explore.uncoveredTitle}>
          <h2 className="label">{explore.uncoveredTitle}</h2>
          <Cuts report={report} />
        </section>
      )}
      {findings.length > 0 && <Findings report={report} />}
    </div>
  );
}

function Shortest({ shortest }: { readonly shortest: ShortestFailure }) {
  const { explore, formats } = useExploreWords();
  const actions = useActions();
  const { steps, preemptions, proven, schedule, livelock = false } = shortest;
  return (
    <section className={classes.card} aria-label={explore.shortestTitle} data-shortest={steps}>
      <h2 className="label">{explore.shortestTitle}</h2>
      <p className={classes.figure}>
        {explore.shortest(
          explore.steps(steps, formats.number(steps)),
          explore.preemptions(preemptions, formats.number(preemptions)),
        )}
      </p>
      {livelock && <p>{explore.livelock}</p>}
      <p className="soft">{proven ? explore.proven : explore.notProven}</p>
      <button
        type="button"
        className={`button ${classes.small}`}
        data-action="show-shortest"
        onClick={() => void actions.setMode("step", { schedule, step: 0 })}
      >
        {explore.showOrder}
      </button>
    </section>
  );
}

function Cuts({ report: { cuts, runs } }: { readonly report: ExplorationReport }) {
  const speech = useExploreWords();
  return (
    <ul className={classes.list}>
      {cuts.map((cut) => (
        <li key={cut.by} data-cut={cut.by}>
          {describeCut(speech, cut, runs)}
        </li>
      ))}
    </ul>
  );
}

/** A sentence that does not name its kind has it before it. */
function Told({ kind, sentence }: { readonly kind: string; readonly sentence: string }) {
  if (sentence.toLowerCase().includes(kind.toLowerCase())) return <Prose text={sentence} />;
  return (
    <>
      <b>{kind}</b> <Prose text={sentence} />
    </>
  );
}

function Findings({ report }: { readonly report: ExplorationReport }) {
  const { findings } = report;
  const speech = useExploreWords();
  const { explore, words, formats, language } = speech;
  const actions = useActions();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? findings : findings.slice(0, MOST_FINDINGS);
  return (
    <section className={classes.card} aria-label={explore.findingsTitle} data-refuge tabIndex={-1}>
      <h2 className="label">{explore.findingsTitle}</h2>
      <ul className={classes.list}>
        {shown.map((finding, index) => (
          <li key={index} data-finding={finding.kind}>
            <Told kind={words.findingKinds[finding.kind]} sentence={finding.sentences[language]} />{" "}
            <span className="soft">{describeSeen(speech, report, finding)}</span>{" "}
            <button
              type="button"
              className={classes.show}
              data-action="step-finding"
              onClick={() => void actions.stepThrough(finding)}
            >
              {explore.showOrder}
            </button>
          </li>
        ))}
      </ul>
      {shown.length < findings.length && (
        <button type="button" className={classes.more} onClick={() => setShowsAll(true)}>
          {explore.moreFindings(formats.number(findings.length - shown.length))} · {explore.showAll}
        </button>
      )}
    </section>
  );
}
