/**
 * "Did you mean: 'colour'?" The nearest of the names that would have been possible, as CPython 3.13 finds it.
 * Method: an edit distance of one row (Wagner and Fischer); a letter put, taken or changed costs 2, its case alone 1, and no more than a third
 * of the letters may differ.
 */
const MOVE = 2;
const CASE = 1;
const LONGEST_NAME = 40;
const MOST_NAMES = 750;

function costOfChange(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? CASE : MOVE;
}

/** Distance of two names; more than `limit` when it is larger than that. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) * MOVE > limit) return limit + 1;
  const row = Array.from({ length: a.length + 1 }, (_, i) => i * MOVE);
  for (let j = 1; j <= b.length; j++) {
    let diagonal = row[0];
    row[0] = j * MOVE;
    for (let i = 1; i <= a.length; i++) {
      const changed = diagonal + costOfChange(a[i - 1], b[j - 1]);
      diagonal = row[i];
      row[i] = Math.min(changed, row[i] + MOVE, row[i - 1] + MOVE);
    }
    if (Math.min(...row) > limit) return limit + 1;
  }
  return row[a.length];
}

/** The best of `names`, the first among equals; null when none is near. */
export function nearestName(wrong: string, names: readonly string[]): string | null {
  if (wrong.length > LONGEST_NAME || names.length > MOST_NAMES) return null;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const name of names) {
    if (name === wrong || name.length > LONGEST_NAME) continue;
    const limit = Math.min(Math.floor(((name.length + wrong.length + 3) * MOVE) / 6), bestDistance - 1);
    const found = distance(wrong, name, limit);
    if (found > limit) continue;
    best = name;
    bestDistance = found;
  }
  return best;
}

/** What CPython adds to the text of a NameError. `isModule`: the name is a module that could be imported. */
export function hintForName(suggestion: string | null, name: string, isModule: boolean): string {
  if (suggestion === null) return isModule ? `. Did you forget to import '${name}'?` : "";
  const meant = `. Did you mean: '${suggestion}'?`;
  return isModule ? `${meant} Or did you forget to import '${name}'?` : meant;
}

/** What CPython adds to the text of an AttributeError. */
export function hintForAttribute(suggestion: string | null): string {
  return suggestion === null ? "" : `. Did you mean: '${suggestion}'?`;
}
