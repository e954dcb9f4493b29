/** How a wrong value came about: the lost update behind it, brought into view on the lanes and told beside them. */
import type { Finding, RunReport } from "../../engine/program/report.ts";
import type { Seq } from "../../engine/base/ids.ts";
import { placeOf } from "../../engine/trace/names.ts";
import type { RunResult } from "../../workers/contract.ts";
import type { Desk } from "./desk.ts";
import type { LookingBack } from "./looking-back.ts";

export interface ValueStory {
  /** Tells how a value came about by the lost update that made it. */
  tellValue(finding: Finding): Promise<void>;
  closeStory(): void;
}

export function createValueStory({ facts }: Desk, reveal: LookingBack["reveal"]): ValueStory {
  return {
    async tellValue(finding) {
      const result = facts.getState().result?.result;
      if (result === undefined) return;
      facts.setState(({ story }) => ({ story: { result, finding, count: (story?.count ?? 0) + 1 } }));
      await reveal(Math.max(...finding.events));
    },
    closeStory: () => facts.setState({ story: null }),
  };
}

/**
 * The lost update that a place's value goes back to: the last one that was complete at the playhead; null where the place had lost none by then.
 * @param place as the listing writes it: `count`, `counts[2]`
 */
export function lostUpdateOf(
  { report, trace }: Pick<RunResult, "report" | "trace">,
  place: string,
  playhead: Seq,
): Finding | null {
  if (trace === null) return null;
  const own = lostUpdates(report).filter(({ events }) => placeOf(trace, events[1]) === place);
  return own.findLast(({ events }) => events[3] <= playhead) ?? null;
}

/**
 * The lost update behind a value of the outcome: of the place that is called so, or, where that is wrong and named otherwise, the first of the run.
 * @param key of the outcome
 */
export function lostUpdateBehind(result: Pick<RunResult, "report" | "trace">, key: string): Finding | null {
  const { report, trace } = result;
  const isWrong =
    report.expected !== null &&
    key in report.expected &&
    JSON.stringify(report.outcome[key]) !== JSON.stringify(report.expected[key]);
  if (trace === null || (report.expected !== null && !isWrong)) return null;
  return lostUpdateOf(result, key, trace.count - 1) ?? (isWrong ? (lostUpdates(report)[0] ?? null) : null);
}

/** By their first evidence. */
function lostUpdates({ findings }: RunReport): readonly Finding[] {
  const lost = findings.filter(({ kind, events }) => kind === "lost-update" && events.length === 4);
  return lost.toSorted((a, b) => Math.min(...a.events) - Math.min(...b.events));
}
