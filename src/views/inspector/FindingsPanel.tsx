/** What the analyses found, each with its threads, lines and evidence; a press goes to the event that shows it. */
import { useMemo } from "react";
import { coffmanConditions } from "../../engine/analysis/coffman.ts";
import { type FindingGroup, groupFindings } from "../../engine/analysis/finding-groups.ts";
import { describeFinding } from "../../engine/analysis/finding-sentences.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
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
import { RelationCard } from "./RelationCard.tsx";
import { StepThrough } from "./StepThrough.tsx";
import { StoryCard } from "./StoryCard.tsx";

export function FindingsPanel() {
  const { words } = useSpeech();
  const result = useFacts((facts) => facts.result?.result ?? null);
  const isKept = useFacts((facts) => facts.kept !== null);
  if (result === null) return <p className={classes.empty}>{words.nothingYet}</p>;
  return (
    <>
      <StoryCard />
      {isKept && <RelationCard />}
      <FindingList result={result} />
      {!isKept && <RelationCard />}
    </>
  );
}

function FindingList({ result }: { readonly result: RunResult }) {
  const { words } = useSpeech();
  const groups = useMemo(() => groupFindings(result.report.findings), [result]);
  if (groups.length === 0) return <p className={classes.empty}>{words.noFindings}</p>;
  return (
    <ol className={classes.findings}>
      {groups.map((group, index) => (
        <li key={index} className={classes.finding} data-finding={group.whole.kind}>
          <GroupView group={group} result={result} />
        </li>
      ))}
    </ol>
  );
}

interface GroupProps {
  readonly group: FindingGroup;
  readonly result: RunResult;
}

function GroupView({ group, result }: GroupProps) {
  const speech = useSpeech();
  const { words, formats } = speech;
  const names = namesOf(result);
  const { whole } = group;
  const leading = group.byLines.find(({ events }) => events === whole.events) ?? whole;
  const { trace } = result;
  return (
    <>
      <h2 className={classes.findingHead}>
        {titleOf(speech, whole, names)}
        {whole.threads.map((id) => (
          <ThreadBadge key={id} id={id} name={names.thread(id)} />
        ))}
        {whole.count > 1 && <span className="soft">{words.times(formats.number(whole.count))}</span>}
      </h2>
      <p>
        {withoutHead(trace === null ? whole.message : describeFinding(whole, trace, speech.language), [
          titleOf(speech, whole, names),
          words.findingKinds[whole.kind],
        ])}
      </p>
      <Conditions finding={whole} result={result} />
      <Evidence finding={whole} result={result} />
      <StepThrough finding={leading} title={titleOf(speech, whole, names)} />
      {group.byLines.length > 1 && trace !== null && <LinePairs group={group} trace={trace} />}
    </>
  );
}

/** A sentence that begins with what stands above it already begins behind that. */
function withoutHead(sentence: string, heads: readonly string[]): string {
  const head = heads.flatMap((one) => [`${one}: `, `${one}：`]).find((one) => sentence.startsWith(one));
  return sentence.slice(head?.length ?? 0);
}

/** Coffman's four conditions, each with what fulfilled it. */
function Conditions({ finding, result: { trace } }: { readonly finding: Finding; readonly result: RunResult }) {
  const { words, language } = useSpeech();
  const conditions = trace === null ? [] : coffmanConditions(finding, trace, language);
  if (conditions.length === 0) return null;
  return (
    <div className={classes.conditions} data-conditions>
      <p>{words.fourConditions}</p>
      <dl>
        {conditions.map(({ name, because, fix }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {because}
              <span className={classes.fix} data-fix>
                {words.fixes(fix)}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p>{words.breakOne}</p>
    </div>
  );
}

/** What a group is made of: its sets of lines, each with its count, leading to the first evidence. */
function LinePairs({ group: { byLines }, trace }: Pick<GroupProps, "group"> & { readonly trace: Trace }) {
  const speech = useSpeech();
  const { words, formats } = speech;
  const actions = useActions();
  return (
    <details className={classes.linePairs}>
      <summary>{words.findingLines(formats.number(byLines.length))}</summary>
      <ul className={classes.evidence}>
        {byLines.map((one) => (
          <li key={one.events.join()}>
            <button
              type="button"
              className={classes.event}
              onClick={() => void actions.reveal(one.events[one.events.length - 1])}
            >
              {accessesOf(speech, one, trace)}
            </button>{" "}
            {one.count > 1 && <span className="soft">{words.times(formats.number(one.count))}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The two accesses that race, or the two writes of a lost update, by their lines. */
function accessesOf({ words, formats }: Speech, { kind, events }: Finding, trace: Trace): string {
  const two = kind === "lost-update" ? [events[1], events[3]] : events;
  return formats.list(two.map((seq) => words.accessAt(trace.op[seq] !== OP.read, formats.number(trace.line[seq]))));
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
  return objects.length === 0
    ? words.findingKinds[kind]
    : words.findingOn[kind](formats.list(objects.map(names.object)));
}
