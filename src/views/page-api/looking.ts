/** Looking back through the page API: the last run's events, the state at the playhead, moving it. */
import type { Relation } from "../../engine/analysis/relation.ts";
import { events } from "../../engine/trace/event.ts";
import { documentHead } from "../../engine/trace/event.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace, TraceEvent } from "../../engine/trace/trace.ts";
import type { Actions } from "../state/actions.ts";
import type { Desk } from "../state/desk.ts";
import { numberOf, optionsOf, refusal } from "./checks.ts";

export type TraceDocument = ReturnType<typeof documentHead> & {
  readonly events: readonly TraceEvent[];
  readonly total: number;
};

export interface LookingApi {
  trace(options?: unknown): Promise<TraceDocument>;
  state(): Promise<StateSnapshot>;
  seek(place: unknown): Promise<void>;
  /** Whether one event happens before the other, and by which chain of edges. */
  relation(seqA: unknown, seqB: unknown): Promise<Relation>;
}

/** Events given at once unless a range is named. */
const EVENTS_UNLESS_TOLD = 100_000;

export function createLookingApi(desk: Desk, actions: Actions): LookingApi {
  async function goToStep(given: Readonly<Record<string, unknown>>): Promise<void> {
    if (given.seq !== undefined) throw refusal("seq", given.seq, "either seq or step, and not both");
    const length = desk.facts.getState().stepping?.view.length;
    if (length === undefined)
      throw refusal("step", given.step, "the seq of an event: nothing is stepped, so there are no steps");
    await actions.stepping.go(numberOf(given, "step", "integer", 0, length) as number);
  }

  return {
    async trace(options) {
      const trace = traceOf(desk);
      const given = optionsOf("options", options, ["from", "to", "threads"]);
      const from = numberOf(given, "from", "integer", 0, trace.count);
      const to = numberOf(given, "to", "integer", 0, trace.count);
      const limit = to === undefined ? EVENTS_UNLESS_TOLD : undefined;
      return {
        ...documentHead(trace),
        events: events(trace, { from, to, threads: threadsOf(trace, given.threads), limit }),
        total: trace.count,
      };
    },
    async state() {
      traceOf(desk);
      const snapshot = await actions.stateNow();
      if (snapshot === null) throw new Error("the state at the playhead is not known; the page says why");
      return snapshot;
    },
    async seek(place) {
      const trace = traceOf(desk);
      const given = optionsOf("place", place, ["seq", "step"]);
      if (given.step !== undefined) return goToStep(given);
      const seq = numberOf(given, "seq", "integer", -1, trace.count - 1);
      if (seq === undefined) throw refusal("seq", given.seq, `an integer from -1 to ${trace.count - 1}`);
      await actions.seek(seq);
    },
    async relation(seqA, seqB) {
      const trace = traceOf(desk);
      const [a, b] = [seqOf(trace, "seqA", seqA), seqOf(trace, "seqB", seqB)];
      return desk.pending.track(desk.laboratory().relation(a, b));
    },
  };
}

function seqOf(trace: Trace, name: string, value: unknown): number {
  const seq = numberOf({ [name]: value }, name, "integer", 0, trace.count - 1);
  if (seq === undefined) throw refusal(name, value, `an integer from 0 to ${trace.count - 1}`);
  return seq;
}

/** The last run's trace. @throws Error where nothing was recorded yet */
export function traceOf(desk: Desk): Trace {
  const trace = desk.facts.getState().result?.result.trace;
  if (!trace) throw new Error("there is no recorded run on show yet: run something first");
  return trace;
}

function threadsOf(trace: Trace, threads: unknown): readonly number[] | undefined {
  if (threads === undefined) return undefined;
  const known = trace.threads.map(({ id }) => id);
  if (!Array.isArray(threads) || !threads.every((id) => known.includes(id as number))) {
    throw refusal("threads", threads, `an array of thread ids out of ${known.join(", ")}`);
  }
  return threads as readonly number[];
}
