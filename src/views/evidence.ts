/**
 * What findings add to the lanes: rings around their events, arrows between them, brackets over the stretches that they are about. Rule: what
 * happened is always drawn (a wait from the moment when it begins, so that a circle closes before one's eyes); what nothing ordered, or could have
 * happened, only while one of its events is looked at.
 */
import type { Seq } from "../engine/base/ids.ts";
import type { Finding } from "../engine/program/report.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { arrowsOf } from "./evidence-arrows.ts";
import { bracketsOf } from "./evidence-brackets.ts";
import type { Words } from "./shared/words-en.ts";
import type { KeptEvent } from "./state/facts.ts";
import type { EventMark, TimelineArrow, TimelineBracket } from "./timeline/timeline-props.ts";

/** Findings that are drawn; the list beside the lanes has all. */
const MOST_DRAWN = 50;

/** When something is drawn. */
interface Occasion {
  /** The playhead has to be at this event or behind it. */
  readonly since: Seq;
  /** Events of the finding, one of which has to be selected; always drawn where there are none. */
  readonly of: readonly Seq[];
}

/** An arrow that is drawn from some moment on, or only while the finding is looked at. */
export type EvidenceArrow = TimelineArrow & Occasion;
export type EvidenceBracket = TimelineBracket & Occasion;

export interface Evidence {
  readonly arrows: readonly EvidenceArrow[];
  readonly brackets: readonly EvidenceBracket[];
  readonly marks: readonly EventMark[];
}

/** Words beside arrows, brackets and marks. */
export type EvidenceWords = Words["evidence"];

/** Pure. Which events a kind of finding has: docs/findings.md. */
export function evidenceOf(findings: readonly Finding[], trace: Trace, words: EvidenceWords): Evidence {
  const drawn = findings.slice(0, MOST_DRAWN);
  return {
    arrows: drawn.flatMap((finding) => arrowsOf(finding, trace, words)),
    brackets: drawn.flatMap((finding) => bracketsOf(finding, trace, words)),
    marks: drawn.flatMap((finding) => marksOf(finding, words)),
  };
}

/** Those to draw with the playhead and the selection where they are. */
export function shownNow<Drawn extends Occasion>(
  drawn: readonly Drawn[],
  playhead: Seq,
  selection: Seq | null,
): readonly Drawn[] {
  return drawn.filter(
    ({ since, of }) => since <= playhead && (of.length === 0 || (selection !== null && of.includes(selection))),
  );
}

/** The chain that orders two events as arrows between threads; a dotted line between two that nothing orders. */
export function relationArrows(kept: KeptEvent | null, trace: Trace, words: EvidenceWords): readonly TimelineArrow[] {
  if (kept === null || kept.other === null || kept.relation === null) return [];
  const { seq, other, relation } = kept;
  if (!relation.ordered)
    return [{ from: Math.min(seq, other), to: Math.max(seq, other), kind: "race", label: words.notOrdered }];
  return relation.chain
    .slice(1)
    .map((to, i): TimelineArrow => ({ from: relation.chain[i], to, kind: "handover" }))
    .filter(({ from, to }) => trace.thread[from] !== trace.thread[to]);
}

function marksOf({ kind, events }: Finding, words: EvidenceWords): EventMark[] {
  const isStale = (at: number): boolean => kind === "lost-update" && events.length === 4 && at === 2;
  return events.map((seq, at) => (isStale(at) ? { seq, label: words.staleRead } : { seq }));
}
