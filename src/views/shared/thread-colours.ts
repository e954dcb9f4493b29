/** The colour and the short name of a thread: the same on lanes, in the gutter, in the inspector and in the console. */
import type { ThreadId } from "../../engine/base/ids.ts";

const COLOURS = 8;

/** Name of the custom property (tokens.css) that holds a thread's colour; canvas code resolves it itself. */
export function threadColourName(id: ThreadId): string {
  return id === 0 ? "--main" : `--t${(id - 1) % COLOURS}`;
}

/** The colour as a CSS value. */
export function threadColour(id: ThreadId): string {
  return `var(${threadColourName(id)})`;
}

/** What fits in a badge: `main` or `T` with the thread's number. */
export function threadBadge(id: ThreadId): string {
  return id === 0 ? "main" : `T${id}`;
}
