/** What came of an exploration, in plain words. Pure. */
import type {
  ExplorationCut,
  ExplorationReport,
  ExploredFinding,
  Outcome,
  RunStatus,
} from "../../engine/program/report.ts";
import { outcomeEntries } from "../shared/outcome-entries.ts";
import type { ExploreSpeech } from "./use-explore-words.ts";

/** What is shown of a listing's printed lines and long values, in characters. */
const LONGEST = 90;

/** `balance −8`, `Deadlocked · finished 0`: how a run ended, short enough for a row. */
export function describeOutcome(
  { words, formats }: ExploreSpeech,
  { outcome, status }: { readonly outcome: Outcome; readonly status: RunStatus },
): string {
  const values = outcomeEntries(outcome).map(([name, value]) =>
    `${name} ${formats.plain(value, words.missing, LONGEST)}`.trim(),
  );
  return [...(status === "finished" ? [] : [words.status[status]]), ...values].join(" · ");
}

/** `70 orders that make a difference, 7 outcomes, 52 fail`. */
export function describeReport(speech: ExploreSpeech, report: ExplorationReport): string {
  const { explore, formats } = speech;
  const { runs, outcomes, failures, deadlocks } = report;
  const counts = [
    countRuns(speech, report),
    explore.outcomes(outcomes.length, formats.number(outcomes.length)),
    failures === 0 ? describeNoFailure(speech, report) : explore.failing(failures, formats.number(failures)),
    ...(deadlocks === 0 ? [] : [explore.deadlocks(deadlocks, formats.number(deadlocks))]),
  ];
  return runs === 0 ? explore.notComplete : counts.join(" · ");
}

function describeNoFailure({ explore }: ExploreSpeech, { outcomes }: ExplorationReport): string {
  return outcomes.every(({ correct }) => correct === true) ? explore.allRight : explore.noneFails;
}

function countRuns({ explore, formats }: ExploreSpeech, { search, reduction, runs }: ExplorationReport): string {
  const text = formats.number(runs);
  if (search !== "exhaustive") return explore.runs(runs, text);
  return reduction === "none" ? explore.orders(runs, text) : explore.ordersReduced(runs, text);
}

/** How an exploration's runs are counted: orders where each is another one, else runs. */
export function describeRuns({ explore, formats }: ExploreSpeech, search: ExplorationReport["search"], runs: number) {
  const text = formats.number(runs);
  return search === "exhaustive" ? explore.orders(runs, text) : explore.runs(runs, text);
}

/** Why something was not covered. */
export function describeCut({ explore, formats }: ExploreSpeech, { by, count }: ExplorationCut, runs: number): string {
  return explore.cuts[by](formats.number(by === "max-runs" ? runs : count));
}

/** In how many runs something was found, and of how many: those looked through; all of them for a livelock. */
export function describeSeen(
  { explore, formats }: ExploreSpeech,
  { runs, lookedThrough }: Pick<ExplorationReport, "runs" | "lookedThrough">,
  finding: Pick<ExploredFinding, "kind" | "runs">,
): string {
  const seen = formats.number(finding.runs);
  return finding.kind === "livelock"
    ? explore.foundInAll(seen, formats.number(runs))
    : explore.foundIn(seen, formats.number(lookedThrough));
}

/** Whether it depends on the order how it ends, and nothing says which end is right. */
export function isOpen({ outcomes, failures }: ExplorationReport): boolean {
  return failures === 0 && outcomes.length > 1 && outcomes.some(({ correct }) => correct !== true);
}

/** Whether the outcome is known to be the same in every order. */
export function isSteady({ complete, outcomes }: ExplorationReport): boolean {
  return complete && outcomes.length === 1;
}
