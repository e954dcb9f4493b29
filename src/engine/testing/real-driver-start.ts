/** What the driver of the real primitives and its worker threads agree on. */
import type { ThreadId } from "../base/ids.ts";
import { CONTROL } from "../memory/layout.ts";

/** Words of the test's own: how often each thread went to sleep. */
export const PARKS_AT = CONTROL.RUNTIME;

/** What a worker is given. */
export interface RealDriverStart {
  readonly memory: SharedArrayBuffer;
  readonly thread: ThreadId;
}
