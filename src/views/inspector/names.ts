/** Names of a result's threads and objects, as the listing calls them. */
import type { ObjectId, ThreadId } from "../../engine/base/ids.ts";
import { objectName, threadName } from "../../engine/trace/names.ts";
import { LOCK_KINDS } from "../../engine/trace/ops.ts";
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

export function namesOf({ report, trace }: RunResult): Names {
  const objects = trace?.objects ?? [];
  return {
    thread: (id) => threadName(report, id),
    object: (id) => objectName({ objects }, id),
    badge: (id) => badgeOf(trace, id),
    isLock: (id) => id in objects && LOCK_KINDS.has(objects[id].kind),
  };
}
