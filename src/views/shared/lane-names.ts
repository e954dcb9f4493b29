/** Short names of lanes, for places with little room. Pure. */
import type { ThreadId } from "../../engine/base/ids.ts";
import { threadName } from "../../engine/trace/names.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { threadBadge } from "./thread-colours.ts";

type Named = Pick<Trace, "threads">;

/** `a` of `Task-2 (a)`; where others are called so before it, `a #2`. */
export function nameOfTask(trace: Named, task: ThreadId): string {
  return shortNames(trace).get(task) ?? threadName(trace, task);
}

/** By trace, since a run may have thousands of tasks. */
const known = new WeakMap<Named["threads"], ReadonlyMap<ThreadId, string>>();

/** Of all lanes inside threads. */
function shortNames({ threads }: Named): ReadonlyMap<ThreadId, string> {
  const before = known.get(threads);
  if (before !== undefined) return before;
  const times = new Map<string, number>();
  const names = new Map<ThreadId, string>();
  for (const { id, name, parent } of threads) {
    if (parent === undefined) continue;
    const short = shortName(name);
    const time = (times.get(short) ?? 0) + 1;
    times.set(short, time);
    names.set(id, time === 1 ? short : `${short} #${time}`);
  }
  known.set(threads, names);
  return names;
}

/** What a badge says: `main`, `T1`; of a lane inside a thread its short name, which `T2` would not tell. */
export function badgeOf(trace: Named | null, id: ThreadId): string {
  const name = trace === null ? undefined : shortNames(trace).get(id);
  if (name === undefined) return trace?.threads[id]?.name === SCRIPT ? SCRIPT : threadBadge(id);
  // The badge of the main thread says main too.
  if (name === threadBadge(0)) return `${name}()`;
  return name.length > LONGEST_BADGE ? `${name.slice(0, LONGEST_BADGE - 1)}…` : name;
}

/** The main lane of a run on the browser's own loop. */
const SCRIPT = "script";
const LONGEST_BADGE = 16;

function shortName(name: string): string {
  return /^Task-\d+ \((.+)\)$/.exec(name)?.[1] ?? name;
}
