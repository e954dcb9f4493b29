/**
 * Within which numbers an event of a real run happened. Plain accesses are numbered beside the access: the thread did it after its event before
 * and before it took this number. Whatever a primitive tells is numbered at its very moment.
 */
import type { Seq } from "../base/ids.ts";
import { laneHosts } from "./lane-hosts.ts";
import { OP, type OpCode } from "./ops.ts";
import type { Trace } from "./trace.ts";

/** By row: the integer that an atomic update found there and returned, where that is known. */
export type ReturnedValues = ReadonlyMap<Seq, number>;

/** Whether an op may have happened earlier than its number says. */
export function isPlainOp(op: OpCode): boolean {
  return op === OP.read || op === OP.write || op === OP.update || op === OP["compare-exchange"];
}

/** By row: the number behind which it happened (it did so up to its own); −1 where that may be the beginning. */
export function earliestOf(trace: Trace): Int32Array {
  const earliest = new Int32Array(trace.count);
  const runs = laneHosts(trace.threads);
  const last = new Int32Array(runs.length).fill(-1);
  for (let row: Seq = 0; row < trace.count; row++) {
    const thread = runs[trace.thread[row]];
    earliest[row] = isPlainOp(trace.op[row]) ? last[thread] : row - 1;
    last[thread] = row;
  }
  return earliest;
}
