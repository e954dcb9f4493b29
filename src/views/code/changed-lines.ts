/**
 * Lines of one text that another lacks, by their longest common subsequence: small listings only, since it takes time
 * and room of one length times the other.
 */
import type { Line } from "../../engine/base/ids.ts";

/** Lines of `after`, from 1, that are not in `before` at their place. */
export function changedLines(before: string, after: string): ReadonlySet<Line> {
  const old = before.split("\n");
  const now = after.split("\n");
  const common = commonLengths(old, now);
  const changed = new Set<Line>();
  for (let i = 0, j = 0; j < now.length; ) {
    if (i < old.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (i < old.length && common[i + 1][j] >= common[i][j + 1]) i++;
    else changed.add(++j);
  }
  return changed;
}

/** `table[i][j]`: how many lines `old` from i and `now` from j have in common, in order. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: old.length + 1 }, () => now.concat("").map(() => 0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      table[i][j] = old[i] === now[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}
