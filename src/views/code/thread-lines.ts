/**
 * Which thread stands at which line: what gutter badges and line tints are drawn from. Rule: pure; a finished thread
 * stands nowhere.
 */
import type { Line, ThreadId } from "../../engine/base/ids.ts";
import type { ThreadPreview } from "../../engine/program/stepping.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import { threadBadge } from "../shared/thread-colours.ts";

export type ThreadLines = ReadonlyMap<Line, readonly ThreadId[]>;

const GONE: ReadonlySet<string> = new Set(["new", "finished"]);

/** Lines with the threads at them, lowest thread first. */
export function threadLinesOf(snapshot: StateSnapshot | null): ThreadLines {
  const lines = new Map<Line, ThreadId[]>();
  for (const { id, line, state } of snapshot?.threads ?? []) {
    if (line < 1 || GONE.has(state)) continue;
    lines.set(line, [...(lines.get(line) ?? []), id]);
  }
  return lines;
}

/** Lines at which threads take their next steps, or wait for them. */
export function nextLinesOf(threads: readonly ThreadPreview[]): ThreadLines {
  const lines = new Map<Line, ThreadId[]>();
  for (const { thread, line } of threads) if (line > 0) lines.set(line, [...(lines.get(line) ?? []), thread]);
  return lines;
}

/** A part of a line that a thread's next step begins with; columns from 1, the end behind the last. */
export interface NextPart {
  readonly thread: ThreadId;
  readonly line: Line;
  readonly column: number;
  readonly endColumn: number;
}

/** The parts that are next, of threads that can go before those that cannot. */
export function nextPartsOf(threads: readonly ThreadPreview[]): readonly NextPart[] {
  return threads
    .toSorted((a, b) => b.choices.length - a.choices.length)
    .flatMap(({ thread, place }) =>
      place === null || place.column < 1 || place.endColumn <= place.column
        ? []
        : [{ thread, line: place.line, column: place.column, endColumn: place.endColumn }],
    );
}

/** Two badges of so many letters fit side by side. */
const SHORT = 3;

/** The threads whose badges fit beside a line number, and how many more there are. @param badge what a thread's badge says */
export function fitting(
  threads: readonly ThreadId[],
  badge: (thread: ThreadId) => string = threadBadge,
): { readonly shown: readonly ThreadId[]; readonly more: number } {
  const areShort = threads.length === 2 && threads.every((thread) => badge(thread).length <= SHORT);
  if (threads.length < 2 || areShort) return { shown: threads, more: 0 };
  return { shown: threads.slice(0, 1), more: threads.length - 1 };
}
