/** Names of a result's threads and objects, as the listing calls them. */
import type { ObjectId, ThreadId } from "../../engine/base/ids.ts";
import { objectName, threadName } from "../../engine/trace/names.ts";
import { badgeOf } from "../shared/lane-names.ts";
import type { RunResult } from "../../workers/contract.ts";

export interface Names {
  readonly thread: (id: ThreadId) => string;
  readonly object: (id: ObjectId) => string;
  /** What stands in a thread's badge. */
  readonly badge: (id: ThreadId) => string;
  /** Whether who waits for it is held up by its holder. */
  readonly isLock: (id: ObjectId) => boolean;
}

/** The kinds for which the lanes say "blocked" and not "waiting". */
const LOCKS: ReadonlySet<string> = new Set(["lock", "rlock", "semaphore", "rwlock", "gil"]);

export function namesOf({ report, trace }: RunResult): Names {
  const objects = trace?.objects ?? [];
  return {
    thread: (id) => threadName(report, id),
    object: (id) => objectName({ objects }, id),
    badge: (id) => badgeOf(trace, id),
    isLock: (id) => LOCKS.has(objects[id]?.kind ?? ""),
  };
}
