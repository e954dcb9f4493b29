/** Short names of lanes, for places with little room. Pure. */
import type { ThreadId } from "../../engine/base/ids.ts";
import { threadName } from "../../engine/trace/names.ts";
import type { Trace } from "../../engine/trace/trace.ts";

/** `a` of `Task-2 (a)`, as long as no other lane is called so; else the whole name. */
export function nameOfTask(trace: Pick<Trace, "threads">, task: ThreadId): string {
  const name = threadName(trace, task);
  const short = shortName(name);
  if (short === name) return name;
  const hasNamesake = trace.threads.some(({ id, name: other }) => id !== task && shortName(other) === short);
  return hasNamesake ? name : short;
}

function shortName(name: string): string {
  return /^Task-\d+ \((.+)\)$/.exec(name)?.[1] ?? name;
}
