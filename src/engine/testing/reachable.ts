/** For tests: a listing whose module names all may be used by other threads, so that everything behind them is shared. */
import { compile } from "../python/index.ts";

/** The listing with a function behind it that uses each of its names, and that nobody calls; as it is where it has errors. */
export function allReachable(source: string): string {
  const names = compile(source).program?.slots.map(({ name }) => name) ?? [];
  if (names.length === 0) return source;
  return `${source}\ndef use_all():\n    return (${names.join(", ")},)\n`;
}
