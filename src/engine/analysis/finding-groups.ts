/**
 * Findings that tell the same of different lines and threads, put together for the reader: lost updates and data races of one object.
 * Rule: nothing is lost; a group has the earliest evidence of all, their threads, their lines, and the sum of their counts.
 */
import type { Finding, FindingKind } from "../program/report.ts";

export interface FindingGroup {
  /** All of them as one. */
  readonly whole: Finding;
  /** One for each set of lines, in the order in which they were found; a group of its own has itself alone. */
  readonly byLines: readonly Finding[];
}

/** Those that come by lines and threads; of all others each is a story of its own. */
const GROUPED: ReadonlySet<FindingKind> = new Set(["lost-update", "data-race"]);

/** In the order of their first findings. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = gather(findings, (finding, i) =>
    GROUPED.has(finding.kind) ? `${finding.kind} ${finding.objects.join()}` : `${i}`,
  );
  return groups.map((members) => ({
    whole: merge(members),
    byLines: gather(members, linesOf).map(merge),
  }));
}

function gather(findings: readonly Finding[], nameOf: (finding: Finding, index: number) => string): Finding[][] {
  const groups = new Map<string, Finding[]>();
  findings.forEach((finding, i) => {
    const name = nameOf(finding, i);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [finding]);
    else known.push(finding);
  });
  return [...groups.values()];
}

function linesOf({ lines }: Finding): string {
  return lines.toSorted((a, b) => a - b).join();
}

function merge(findings: readonly Finding[]): Finding {
  if (findings.length === 1) return findings[0];
  const first = findings.reduce((best, one) => (startOf(one) < startOf(best) ? one : best));
  return {
    ...first,
    threads: sortedUnion(findings.map(({ threads }) => threads)),
    lines: sortedUnion(findings.map(({ lines }) => lines)),
    count: findings.reduce((sum, { count }) => sum + count, 0),
  };
}

function startOf({ events }: Finding): number {
  return events.length === 0 ? Infinity : Math.min(...events);
}

function sortedUnion(lists: readonly (readonly number[])[]): number[] {
  return [...new Set(lists.flat())].toSorted((a, b) => a - b);
}
