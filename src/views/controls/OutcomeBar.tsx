/** What came of the run: the value that counts, whether it is right, and what to look at next. */
import type { RunReport } from "../../engine/program/report.ts";
import { outcomeEntries } from "../shared/outcome-entries.ts";
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { ShownResult } from "../state/facts.ts";
import {
  getFindingCount,
  getFirstLostUpdate,
  getLostUpdates,
  getOutcomeKeys,
  getTone,
  isByLuck,
  isResultCurrent,
} from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { OutcomeValues } from "./OutcomeValues.tsx";
import classes from "./stage.module.css";

export function OutcomeBar({ result }: { readonly result: ShownResult }) {
  const speech = useSpeech();
  const actions = useActions();
  const scenario = useFacts((facts) => facts.scenario);
  const current = useFacts(isResultCurrent);
  const pins = useFacts(({ pins, scenario }) => pins && (scenario?.modes.includes("step") ?? true));
  const isPinning = useFacts(({ pinning }) => pinning?.result === result.result);
  const { report } = result.result;
  const lost = getFirstLostUpdate(report);
  const finding = report.findings.find(({ kind, events }) => kind !== "lost-update" && events.length > 0);
  const evidence = lost ?? finding;
  return (
    <section
      aria-label={speech.words.outcome}
      className={classes.outcome}
      data-tone={isByLuck(report) ? "warn" : getTone(report)}
      data-status={report.status}
    >
      <OutcomeValues
        result={result.result}
        keys={getOutcomeKeys(report, result.query.program === null ? scenario : null)}
      />
      <p className={classes.facts}>{describeReport(speech, report)}</p>
      {evidence !== undefined && result.result.trace !== null && (
        <button
          type="button"
          className="button"
          data-action={lost === null ? "show-finding" : "show-lost-update"}
          onClick={() => void actions.reveal(Math.max(...evidence.events))}
        >
          {lost === null ? speech.words.showFinding[evidence.kind] : speech.words.firstLost}
        </button>
      )}
      {pins && current && result.result.trace !== null && report.engine === "threads" && (
        <button
          type="button"
          className="button"
          data-action="pin"
          title={speech.words.pinHint}
          aria-disabled={isPinning}
          onClick={() => !isPinning && void actions.pin()}
        >
          {speech.words.pin}
        </button>
      )}
      {!current && <p className={classes.outdated}>{speech.words.outdated}</p>}
    </section>
  );
}

/** The outcome's values, what was expected, lost updates and findings, as phrases. */
export function describeOutcome({ words, formats }: Speech, report: RunReport): readonly string[] {
  const lost = getLostUpdates(report);
  return [
    ...valuesOf({ words, formats }, report),
    describeExpected({ words, formats }, report),
    lost === null || lost === 0 ? null : words.lostUpdates(lost, formats.number(lost)),
    describeFindings({ words, formats }, report),
  ].filter((part) => part !== null);
}

/** How it ended, where it did not finish, and the outcome's values. */
export function describeValues({ words, formats }: Speech, report: RunReport): readonly string[] {
  const values = valuesOf({ words, formats }, report);
  return report.status === "finished" ? values : [words.status[report.status], ...values];
}

function valuesOf({ words, formats }: Pick<Speech, "words" | "formats">, { outcome }: RunReport): readonly string[] {
  return outcomeEntries(outcome).map(([key, value]) => `${key} ${formats.plain(value, words.missing, 40)}`.trim());
}

/** Expected values, lost updates, findings and time, as one line. */
export function describeReport({ words, formats }: Speech, report: RunReport): string {
  const lost = getLostUpdates(report);
  return [
    report.status === "finished" ? null : words.statusSays[report.status],
    describeExpected({ words, formats }, report),
    lost === null || (lost === 0 && report.expected === null) ? null : words.lostUpdates(lost, formats.number(lost)),
    describeFindings({ words, formats }, report),
    report.dropped === 0 ? null : words.dropped(formats.number(report.dropped)),
    describeTime({ words, formats }, report),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** The simulator's clock goes by steps, and says nothing about time. */
function describeTime({ words, formats }: Pick<Speech, "words" | "formats">, { steps, elapsedMs }: RunReport): string {
  return steps === null ? formats.duration(elapsedMs) : words.simulatedSteps(formats.number(steps));
}

/** How many findings there are, those of one kind and object counting once. */
function describeFindings({ words, formats }: Pick<Speech, "words" | "formats">, report: RunReport): string | null {
  const count = getFindingCount(report);
  return count === 0 ? null : words.findings(count, formats.number(count));
}

function describeExpected({ words, formats }: Pick<Speech, "words" | "formats">, report: RunReport): string | null {
  const { expected, correct } = report;
  if (expected === null || Object.keys(expected).length === 0) return null;
  if (correct === true) return isByLuck(report) ? words.byLuck : words.asExpected;
  const entries = Object.entries(expected);
  const values = entries.map(([key, value]) => {
    const text = formats.plain(value, words.missing, 40);
    return entries.length === 1 ? text : `${key} ${text}`;
  });
  return words.expected(values.join(", "));
}
