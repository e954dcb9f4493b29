/** What the driver of the real primitives and its worker threads agree on. */
import type { ThreadId } from "../base/ids.ts";
import { CONTROL } from "../memory/layout.ts";
import type { Operation } from "../program/operation.ts";

/** Words of the test's own: how often each thread went to sleep. */
export const PARKS_AT = CONTROL.RUNTIME;

/** What a worker is given. */
export interface RealDriverStart {
  readonly memory: SharedArrayBuffer;
  readonly thread: ThreadId;
}

/** What meets the thread at the very moment it is woken: nothing, the end of its time, or a stop. */
export type OnWaking = "go" | "late" | "stop";

/** One order to a worker. */
export interface RealOrder {
  readonly operation: Operation;
  readonly onWaking: OnWaking;
}

/** The status of an operation that ended with a StopSignal. */
export const STOPPED = -1;
