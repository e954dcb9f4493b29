/** What the analyses found, each with its threads, lines and evidence; a press goes to the event that shows it. */
import { describeFinding } from "../../engine/analysis/finding-sentences.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { Finding } from "../../engine/program/report.ts";
import type { RunResult } from "../../workers/contract.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./inspector.module.css";
import type { Names } from "./names.ts";
import { namesOf } from "./names.ts";

export function FindingsPanel() {
  const { words } = useSpeech();
  const result = useFacts((facts) => facts.result?.result ?? null);
  if (result === null) return <p className={classes.empty}>{words.nothingYet}</p>;
  if (result.report.findings.length === 0) return <p className={classes.empty}>{words.noFindings}</p>;
  return (
    <ol className={classes.findings}>
      {result.report.findings.map((finding, index) => (
        <li key={index} className={classes.finding} data-finding={finding.kind}>
          <FindingView finding={finding} result={result} />
        </li>
      ))}
    </ol>
  );
}

function FindingView({ finding, result }: { readonly finding: Finding; readonly result: RunResult }) {
  const speech = useSpeech();
  const { words, formats } = speech;
  const names = namesOf(result);
  const { trace } = result;
  return (
    <>
      <h2 className={classes.findingHead}>
        {titleOf(speech, finding, names)}
        {finding.threads.map((id) => (
          <ThreadBadge key={id} id={id} name={names.thread(id)} />
        ))}
        {finding.count > 1 && <span className="soft">{words.times(formats.number(finding.count))}</span>}
      </h2>
      <p>{trace === null ? finding.message : describeFinding(finding, trace, speech.language)}</p>
      <Evidence finding={finding} result={result} />
    </>
  );
}

/** The events behind a finding, each as a sentence that leads to it. */
function Evidence({ finding, result }: { readonly finding: Finding; readonly result: RunResult }) {
  const { words, formats, language } = useSpeech();
  const actions = useActions();
  const { trace } = result;
  if (trace === null || finding.events.length === 0) return null;
  return (
    <ol className={classes.evidence}>
      {finding.events.slice(0, 6).map((seq) => (
        <li key={seq}>
          <button
            type="button"
            className={classes.event}
            title={words.goToEvent(formats.number(seq + 1))}
            onClick={() => void actions.reveal(seq)}
          >
            {describeEvent(trace, seq, language)}
          </button>
        </li>
      ))}
    </ol>
  );
}

function titleOf({ words, formats }: Speech, { kind, objects }: Finding, names: Names): string {
  const title = words.findingKinds[kind];
  return objects.length === 0 ? title : words.findingOn(title, formats.list(objects.map(names.object)));
}
