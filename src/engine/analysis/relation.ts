/**
 * "Ordered or racing?": whether one event happens before another, and by which chain of edges.
 * Rule: what the earlier event's thread knows is followed forward, edge by edge; one pass over the rows up to the later event.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { ArgumentError } from "../base/errors.ts";
import { laneHosts } from "../trace/lane-hosts.ts";
import type { Trace } from "../trace/trace.ts";
import { type Channel, type EdgeSink, EdgeWalker } from "./edges.ts";

export interface Relation {
  /** Whether the one happens before the other in every run that keeps this order of synchronisation. */
  readonly ordered: boolean;
  /** From the earlier to the later event, with both ends of each edge between threads; empty where they race. */
  readonly chain: readonly Seq[];
}

/** A step of knowledge: the event that learned it, and from where. */
interface Step {
  readonly seq: Seq;
  readonly from: Step | null;
}

/** How two events stand to each other. @throws ArgumentError where there is no such event */
export function relation(trace: Trace, a: Seq, b: Seq): Relation {
  for (const [argument, seq] of [
    ["seqA", a],
    ["seqB", b],
  ] as const) {
    if (!Number.isInteger(seq) || seq < 0 || seq >= trace.count) {
      throw new ArgumentError(argument, seq, `an integer from 0 to ${trace.count - 1}`);
    }
  }
  const [early, late] = a < b ? [a, b] : [b, a];
  const known = new Knowledge(trace, early);
  for (let seq = 0; seq <= late; seq++) known.visit(seq);
  const step = known.of(trace.thread[late]);
  if (step === undefined) return { ordered: false, chain: [] };
  return { ordered: true, chain: chainTo(step, late) };
}

class Knowledge implements EdgeSink {
  readonly #trace: Trace;
  readonly #early: Seq;
  readonly #walker: EdgeWalker;
  /** By thread: whose knowledge it has. Tasks of one loop run one after another, so they share that of the thread that runs them. */
  readonly #hosts: Uint16Array;
  readonly #known = new Map<ThreadId, Step>();
  readonly #channels = new Map<Channel, Step>();

  constructor(trace: Trace, early: Seq) {
    this.#trace = trace;
    this.#early = early;
    this.#hosts = laneHosts(trace.threads);
    this.#walker = new EdgeWalker(trace, this);
  }

  of(thread: ThreadId): Step | undefined {
    return this.#known.get(this.#hosts[thread]);
  }

  visit(seq: Seq): void {
    if (seq === this.#early) this.#known.set(this.#hostOf(seq), { seq, from: null });
    this.#walker.visit(seq);
  }

  take(seq: Seq, channel: Channel): void {
    this.#learn(seq, this.#channels.get(channel));
  }

  give(seq: Seq, channel: Channel): void {
    const step = this.#known.get(this.#hostOf(seq));
    if (step !== undefined && !this.#channels.has(channel)) this.#channels.set(channel, { seq, from: step });
  }

  meet(seq: Seq, other: ThreadId): void {
    this.#learn(seq, this.of(other));
  }

  /** What is known first stays: it is the shortest way there. */
  #learn(seq: Seq, from: Step | undefined): void {
    const host = this.#hostOf(seq);
    if (from !== undefined && !this.#known.has(host)) this.#known.set(host, { seq, from });
  }

  #hostOf(seq: Seq): ThreadId {
    return this.#hosts[this.#trace.thread[seq]];
  }

  /** What was given to the channel counts no longer. */
  forget(channel: Channel): void {
    this.#channels.delete(channel);
  }
}

function chainTo(last: Step, late: Seq): Seq[] {
  const chain = [late];
  for (let step: Step | null = last; step !== null; step = step.from)
    if (chain[0] !== step.seq) chain.unshift(step.seq);
  return chain;
}
