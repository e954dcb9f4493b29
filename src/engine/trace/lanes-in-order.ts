/**
 * A run laid out by order: the n-th event at n times `EVENT_US`, whatever time lay between. For runs in which one thread does everything and hands
 * over to itself (generators, greenlets, an event loop): there microseconds say nothing, and who comes after whom is all. Pure.
 * Rule: only where no two lanes ever run at once, so that of any two events it is known which lane ran between them.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { STATE } from "./index-types.ts";
import type { Lane, LaneSpans, TraceIndex } from "./index-types.ts";
import { createRoom } from "./lanes-columns.ts";
import { buildIndex } from "./lanes.ts";
import { sumSpans } from "./lanes-sums.ts";
import { OP } from "./ops.ts";
import type { Trace } from "./trace.ts";

/** Width of an event, in microseconds of the laid-out trace. */
export const EVENT_US = 1000;
/** Events of a run that is laid out by order, at most. */
const MOST_EVENTS = 4000;

/** Whether one thread does everything, in lanes that take turns, and few enough events to be told apart. */
export function canLayOutInOrder({ threads, count }: Pick<Trace, "threads" | "count">): boolean {
  const own = threads.filter(({ kind }) => kind === "main" || kind === "thread" || kind === "process").length;
  return count > 0 && count <= MOST_EVENTS && own === 1 && threads.length > 1;
}

export interface RunInOrder {
  readonly trace: Trace;
  readonly index: TraceIndex;
}

/** The same events by order, and their index. */
export function layOutInOrder(trace: Trace): RunInOrder {
  const time = Float64Array.from({ length: trace.count }, (_, seq) => (seq + 1) * EVENT_US);
  // As in a stepped run: whoever could go on and does not is ready, and that is known.
  const laid: Trace = { ...trace, time, elapsedMs: ((trace.count + 1) * EVENT_US) / 1000, engine: "simulator" };
  const index = buildIndex(laid);
  const turns = whoRuns(trace);
  return { trace: laid, index: { ...index, lanes: index.lanes.map((lane) => withTurns(laid, lane, turns)) } };
}

const GIVES_WAY: ReadonlySet<number> = new Set(
  (["task-suspend", "finish", "yield", "send", "throw", "switch", "call", "return", "select-wait"] as const).map(
    (name) => OP[name],
  ),
);
/** What is told of a lane while another runs. */
const TOLD_OF_OTHERS: ReadonlySet<number> = new Set([OP.wait, OP.sleep, OP["task-wake"]]);

/** Whether a lane gives way with this event and the next one is another's. */
export function isHandOver({ op, thread, count }: Trace, seq: Seq): boolean {
  return seq + 1 < count && GIVES_WAY.has(op[seq]) && thread[seq] !== thread[seq + 1];
}

/** The lane that runs from each event to the next. */
function whoRuns(trace: Trace): Int32Array {
  const turns = new Int32Array(trace.count);
  let current: ThreadId = trace.thread[0] ?? 0;
  for (let seq = 0; seq < trace.count; seq++) {
    if (!TOLD_OF_OTHERS.has(trace.op[seq])) current = trace.thread[seq];
    if (isHandOver(trace, seq)) current = trace.thread[seq + 1];
    turns[seq] = current;
  }
  return turns;
}

/** Where the lane is called ready although it had its turn, it ran; a loop whose task runs waits for it. */
function withTurns({ threads }: Trace, lane: Lane, turns: Int32Array): Lane {
  const isLoop = threads[lane.thread]?.kind === "loop";
  const bounds: number[] = [];
  const states: number[] = [];
  const rows: number[] = [];
  const add = (from: number, state: number, row: Seq): void => {
    if (state === STATE.RUNNING && states.at(-1) === state) return;
    bounds.push(from);
    states.push(state);
    rows.push(row);
  };
  const { spans } = lane;
  for (let at = 0; at < spans.count; at++) {
    if (spans.state[at] !== STATE.READY) {
      add(spans.start[at], spans.state[at], spans.seq[at]);
      continue;
    }
    for (let from = spans.start[at]; from < spans.end[at]; from += EVENT_US) {
      const hasTurn = turns[Math.round(from / EVENT_US) - 1] === lane.thread;
      const state = hasTurn ? STATE.RUNNING : isLoop ? STATE.WAITING : STATE.READY;
      if (state !== states.at(-1) || from === spans.start[at]) add(from, state, spans.seq[at]);
    }
  }
  return { ...lane, spans: spansOf(bounds, states, rows, lane.end) };
}

function spansOf(bounds: readonly number[], states: readonly number[], rows: readonly Seq[], end: number): LaneSpans {
  const count = rows.length;
  const both = Float64Array.from([...bounds, end]);
  const start = both.subarray(0, count);
  const ends = both.subarray(1);
  const state = Uint8Array.from(states);
  const sums = sumSpans(count, start, ends, state, createRoom(false));
  return { count, start, end: ends, state, seq: Int32Array.from(rows), sums };
}
