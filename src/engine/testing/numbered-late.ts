/** A record as real threads make it: an access is numbered beside it, and others may have come in between. */
import type { Random } from "../base/random.ts";
import { laneHosts } from "../trace/lane-hosts.ts";
import { isPlainOp } from "../trace/overlap.ts";
import type { Trace } from "../trace/trace.ts";

/** The same events with plain accesses numbered late: after others', but before the next of the thread, whichever of its lanes that is in. */
export function numberedLate(trace: Trace, random: Random): Trace {
  const rows = Array.from({ length: trace.count }, (_, row) => row);
  const hosts = laneHosts(trace.threads);
  const next = new Map<number, number>();
  const numbers = new Float64Array(trace.count);
  for (const row of rows.toReversed()) {
    const host = hosts[trace.thread[row]];
    const end = next.get(host) ?? trace.count;
    const isFree = isPlainOp(trace.op[row]) && random.below(2) === 0;
    numbers[row] = isFree ? row + random.fraction() * Math.min(8, end - row) : row;
    next.set(host, row);
  }
  const order = rows.sort((a, b) => numbers[a] - numbers[b]);
  const { thread, op, ok, line, object, key, value } = trace;
  const moved = (column: Uint8Array | Uint16Array | Int32Array) => {
    const copy = column.slice();
    order.forEach((from, to) => {
      copy[to] = column[from];
    });
    return copy;
  };
  return {
    ...trace,
    thread: moved(thread) as Trace["thread"],
    op: moved(op) as Trace["op"],
    ok: moved(ok) as Trace["ok"],
    line: moved(line) as Trace["line"],
    object: moved(object) as Trace["object"],
    key: moved(key) as Trace["key"],
    value: moved(value) as Trace["value"],
  };
}
