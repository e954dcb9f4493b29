/** Which thread really runs each lane: a task, a generator or a greenlet has no thread of its own. */
import type { ThreadId } from "../base/ids.ts";
import { FIRST_LANE } from "../memory/layout.ts";
import type { ThreadKind, TraceThread } from "./trace.ts";

const INSIDE: ReadonlySet<ThreadKind> = new Set(["task", "loop", "generator", "greenlet"]);

/** By id: the thread itself, or the one that runs the lane. A trace of another tool may not say; then its process's main thread. */
export function laneHosts(threads: readonly TraceThread[], size = sizeOf(threads)): Uint16Array {
  const hosts = Uint16Array.from({ length: size }, (_, id) => id);
  for (const { id, kind, process, parent } of threads) {
    if (!INSIDE.has(kind)) continue;
    if (parent !== undefined) {
      // A lane is told after the one inside which it runs.
      hosts[id] = hosts[parent];
      continue;
    }
    const host = threads.find((one) => one.process === process && (one.kind === "main" || one.kind === "process"));
    if (host !== undefined) hosts[id] = host.id;
  }
  return hosts;
}

/** The number by which a world knows a thread or lane of its trace: lanes are counted on behind the threads. */
export function worldLaneOf(threads: readonly TraceThread[], id: ThreadId): number {
  const first = threads.findIndex(({ kind }) => INSIDE.has(kind));
  return first < 0 || id < first ? id : FIRST_LANE + id - first;
}

/** One more than the highest id. */
function sizeOf(threads: readonly TraceThread[]): number {
  return threads.reduce((most, { id }: { id: ThreadId }) => Math.max(most, id + 1), 0);
}
