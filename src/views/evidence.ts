/**
 * What findings add to the lanes: rings around their events, and arrows. For a lost update one from the write that came over it to the write that
 * vanished; for a deadlock one from each wait to the holding that it waits for, which closes the circle before one's eyes; for what is looked at just
 * now a line between the two accesses that race, the waits that an inversion could have, the notification that a wait missed.
 */
import type { Seq } from "../engine/base/ids.ts";
import type { Finding } from "../engine/program/report.ts";
import { objectName } from "../engine/trace/names.ts";
import { OP } from "../engine/trace/ops.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { Words } from "./shared/words-en.ts";
import type { KeptEvent } from "./state/facts.ts";
import type { EventMark, TimelineArrow } from "./timeline/timeline-props.ts";

/** Findings that are drawn; the list beside the lanes has all. */
const MOST_DRAWN = 50;

/** An arrow that is drawn from some moment on, or only while the finding is looked at. */
export interface EvidenceArrow extends TimelineArrow {
  /** The playhead has to be at this event or behind it. */
  readonly since: Seq;
  /** Events of the finding, one of which has to be selected; always drawn where there are none. */
  readonly of: readonly Seq[];
}

export interface Evidence {
  readonly arrows: readonly EvidenceArrow[];
  readonly marks: readonly EventMark[];
}

type EvidenceWords = Pick<
  Words,
  "overwrites" | "staleRead" | "waitsForIt" | "closesCircle" | "notOrdered" | "wouldWait" | "missedIt"
>;

/** Pure. Which events a kind of finding has: docs/findings.md. */
export function evidenceOf(findings: readonly Finding[], trace: Trace, words: EvidenceWords): Evidence {
  const drawn = findings.slice(0, MOST_DRAWN);
  return {
    arrows: drawn.flatMap((finding) => arrowsOf(finding, trace, words)),
    marks: drawn.flatMap(({ kind, events }) =>
      events.map((seq, at) =>
        kind === "lost-update" && events.length === 4 && at === 2 ? { seq, label: words.staleRead } : { seq },
      ),
    ),
  };
}

/** Those to draw with the playhead and the selection where they are. */
export function arrowsNow(
  arrows: readonly EvidenceArrow[],
  playhead: Seq,
  selection: Seq | null,
): readonly EvidenceArrow[] {
  return arrows.filter(
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

function arrowsOf(finding: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const { kind, events } = finding;
  switch (kind) {
    case "lost-update":
      if (events.length !== 4) return [];
      return [{ from: events[3], to: events[1], kind: "lost", label: words.overwrites, since: -1, of: [] }];
    case "deadlock":
    case "partial-deadlock":
      return waitsOf(finding, trace, words);
    case "data-race":
      return [{ from: events[0], to: events[1], kind: "race", label: words.notOrdered, since: -1, of: events }];
    case "lock-order-inversion":
      return inversionOf(finding, trace, words);
    case "lost-wakeup":
      return [
        { from: events[0], to: events[events.length - 1], kind: "race", label: words.missedIt, since: -1, of: events },
      ];
    case "starvation":
    case "livelock":
    case "misuse":
    case "dead-holder":
    case "blocked-event-loop":
    case "unjoined":
      return [];
  }
}

/** From each wait to the acquire that it waits for the release of; the last of them closes the circle. */
function waitsOf({ threads, events }: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const last = Math.max(...events);
  return events.flatMap((from) => {
    const to = holdingOf(trace, from);
    if (to < 0) return [];
    const name = objectName(trace, trace.object[from]);
    const label = from === last && threads.length > 1 ? words.closesCircle(name) : words.waitsForIt(name);
    return [{ from, to, kind: "wait" as const, label, since: from, of: [] }];
  });
}

/** The acquire by which somebody holds what is waited for; −1 where nobody does. */
function holdingOf({ op, object }: Trace, wait: Seq): Seq {
  for (let seq = wait - 1; seq >= 0; seq--) {
    if (object[seq] !== object[wait]) continue;
    if (op[seq] === OP.acquire) return seq;
    if (op[seq] === OP.release) return -1;
  }
  return -1;
}

/** From where each thread asks to where the next one has what it asks for. */
function inversionOf({ events }: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const count = events.length / 2;
  return Array.from({ length: count }, (_, i): EvidenceArrow => {
    const from = events[2 * i + 1];
    const to = events[(2 * i + 2) % events.length];
    const label = words.wouldWait(objectName(trace, trace.object[from]));
    return { from, to, kind: "race", label, since: -1, of: events };
  });
}
