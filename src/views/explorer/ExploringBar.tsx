/** Where the exploration stands: how far it is while it goes on, then what came of it and whether anything was left out. */
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { ExplorationProgress } from "../../workers/contract.ts";
import type { ExploringFacts, Limits } from "../state/facts.ts";
import { useFacts } from "../state/use-facts.ts";
import { describeReport, isOpen, isSteady } from "./explore-words.ts";
import classes from "./explorer.module.css";
import { useExploreWords } from "./use-explore-words.ts";

export function ExploringBar({ facts }: { readonly facts: ExploringFacts | null }) {
  const { explore } = useExploreWords();
  if (facts === null)
    return (
      <div className={classes.bar} data-exploring="no" data-tone="plain">
        <b>{explore.noReport}</b>
        <span className="soft">{explore.noReportText}</span>
      </div>
    );
  if (facts.report !== null) return <Result report={facts.report} />;
  return <Progress facts={facts} />;
}

function Progress({ facts: { paused, progress, way } }: { readonly facts: ExploringFacts }) {
  const { explore } = useExploreWords();
  const limits = useFacts((facts) => facts.limits);
  const share = progress === null ? 0 : shareOf(progress, limits);
  return (
    <div className={classes.bar} data-exploring={paused ? "paused" : "yes"}>
      <b>
        {paused ? explore.paused : explore.exploring} · {explore.ways[way]}
      </b>
      <progress
        className={classes.progress}
        aria-label={explore.progress}
        max={1}
        value={share ?? undefined}
        title={explore.estimateHint}
      />
      <Counts progress={progress} share={share} />
    </div>
  );
}

function Counts({ progress, share }: { readonly progress: ExplorationProgress | null; readonly share: number | null }) {
  const { explore, formats } = useExploreWords();
  if (progress === null) return <span className="soft">…</span>;
  const { runs, steps, outcomes, failures, deadlocks, elapsedMs, estimatedLeftMs } = progress;
  const parts = [
    explore.runs(runs, formats.number(runs)),
    explore.steps(steps, formats.number(steps)),
    explore.outcomesSoFar(outcomes, formats.number(outcomes)),
    explore.failing(failures, formats.number(failures)),
    deadlocks > 0 && explore.deadlocks(deadlocks, formats.number(deadlocks)),
    share !== null && explore.about(formats.percent(share)),
    formats.duration(elapsedMs),
    estimatedLeftMs !== null && explore.left(formats.duration(estimatedLeftMs)),
  ];
  return (
    <span className={`soft ${classes.counts}`} title={explore.estimateHint}>
      {parts.filter(Boolean).join(" · ")}
    </span>
  );
}

/** Of a random search: of the runs that it is to make. */
function shareOf({ share, runs }: ExplorationProgress, { maxRuns }: Limits): number | null {
  if (share !== null) return share;
  return maxRuns === null ? null : Math.min(1, runs / maxRuns);
}

function Result({ report }: { readonly report: ExplorationReport }) {
  const speech = useExploreWords();
  const { explore, formats } = speech;
  const { complete, firstFailure, search, redundant } = report;
  const notes = [
    complete ? explore.complete : explore.notComplete,
    isSteady(report) && (report.runs === 1 && complete ? explore.oneOrder : explore.steady),
    isOpen(report) && explore.varies,
    search !== "exhaustive" && firstFailure !== null && explore.firstFailure(formats.number(firstFailure)),
    redundant > 0 && explore.redundant(formats.number(redundant)),
  ];
  return (
    <div className={classes.bar} data-exploring="done" data-complete={complete} data-tone={toneOf(report)}>
      <b>{describeReport(speech, report)}</b>
      <span className="soft">
        {notes.filter(Boolean).join(speech.language === "en" ? " " : "")}{" "}
        {explore.steps(report.steps, formats.number(report.steps))}
        {" · "}
        {formats.duration(report.elapsedMs)}
      </span>
    </div>
  );
}

/** Green only for what is known of every order. */
function toneOf(report: ExplorationReport): "good" | "bad" | "plain" {
  const { failures, complete, runs } = report;
  if (failures > 0) return "bad";
  return complete && runs > 0 && !isOpen(report) ? "good" : "plain";
}
