/** What `import … from "interleave"` gives in Node. Rule: the built thread worker lies beside it. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Interleave, openInterleaveWith } from "./interleave.ts";

export type { Interleave } from "./interleave.ts";
export { main } from "./command.ts";

/** Opens the engine. Close it at the end, so that its threads do. */
export function openInterleave(): Interleave {
  return openInterleaveWith(join(dirname(fileURLToPath(import.meta.url)), "thread-node.worker.js"));
}
