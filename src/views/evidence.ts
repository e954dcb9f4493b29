/** What findings add to the lanes: rings around their events, and for a lost update an arrow to the write that vanished. */
import type { Finding } from "../engine/program/report.ts";
import type { Words } from "./shared/words-en.ts";
import type { EventMark, TimelineArrow } from "./timeline/timeline-props.ts";

/** Findings that are drawn; the list beside the lanes has all. */
const MOST_DRAWN = 50;

export interface Evidence {
  readonly arrows: readonly TimelineArrow[];
  readonly marks: readonly EventMark[];
}

/** Pure; a lost update's events are the lost read and write, then the read and write that came over it. */
export function evidenceOf(findings: readonly Finding[], words: Pick<Words, "overwrites" | "staleRead">): Evidence {
  const drawn = findings.slice(0, MOST_DRAWN);
  const lost = drawn.filter(({ kind, events }) => kind === "lost-update" && events.length === 4);
  return {
    arrows: lost.map(({ events }) => ({ from: events[3], to: events[1], kind: "lost", label: words.overwrites })),
    marks: drawn.flatMap((finding) =>
      finding.events.map((seq, at) => (lost.includes(finding) && at === 2 ? { seq, label: words.staleRead } : { seq })),
    ),
  };
}
