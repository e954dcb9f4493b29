/** What it costs to make four million events ready to be drawn: time and memory of the index. */
import { buildIndex } from "../../src/engine/trace/lanes.ts";
import type { TraceIndex } from "../../src/engine/trace/index-types.ts";
import { race } from "../../src/views/timeline/dev/synthetic-traces.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";

const EVENTS = 4_000_000;
/** Columns of the trace itself, an event. */
const TRACE_BYTES = 26;

function bytesOf({ lanes, handovers }: TraceIndex): number {
  let bytes = handovers.from.byteLength + handovers.to.byteLength;
  for (const { events, spans, holdings } of lanes) {
    // `start` and `end` are views of one column.
    bytes +=
      events.byteLength +
      spans.start.buffer.byteLength +
      spans.state.byteLength +
      spans.seq.byteLength +
      spans.sums.byteLength;
    for (const held of holdings) bytes += held.acquire.byteLength + held.release.byteLength + held.sums.byteLength;
  }
  return bytes;
}

async function build(context: KernelContext): Promise<number> {
  const { trace } = await context.keep("race with a lock", () => race(EVENTS, true));
  const before = context.now();
  const index = buildIndex(trace, { shared: true });
  const took = context.now() - before;
  const indexed = index.lanes.reduce((sum, { events }) => sum + events.length, 0);
  if (indexed !== trace.count) throw new Error(`${indexed} of ${trace.count} events are in the index`);
  return took;
}

async function weigh(context: KernelContext): Promise<number> {
  const { trace } = await context.keep("race with a lock", () => race(EVENTS, true));
  return TRACE_BYTES + bytesOf(buildIndex(trace)) / trace.count;
}

export const kernels: readonly Kernel[] = [
  { name: "timeline-index", unit: "ms", against: "nothing", goal: { value: { max: 1000 } }, rounds: 3, subject: build },
  {
    name: "timeline-memory",
    unit: "bytes/event",
    against: "nothing",
    goal: { value: { max: 48 } },
    rounds: 1,
    subject: weigh,
  },
];
