/**
 * Which thread stands at which line: what gutter badges and line tints are drawn from. Rule: pure; a finished thread
 * stands nowhere.
 */
import type { Line, ThreadId } from "../../engine/base/ids.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";

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

/** The threads whose badges fit beside a line number, and how many more there are. */
export function fitting(threads: readonly ThreadId[]): { readonly shown: readonly ThreadId[]; readonly more: number } {
  if (threads.length <= 2 && !(threads.length === 2 && threads.includes(0))) return { shown: threads, more: 0 };
  return { shown: threads.slice(0, 1), more: threads.length - 1 };
}
