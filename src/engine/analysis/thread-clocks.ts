/**
 * A vector clock for each thread, moved forward by the edges of happens-before (Mattern 1989; Flanagan and Freund, FastTrack, 2009: C_t, L_m).
 * `clock[u]` is the time of thread u up to which this thread has heard of it; its own time goes up whenever it gives.
 * Rule: tasks, generators and greenlets share the clock of the thread that runs them, since that never runs two of them at once.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { laneHosts } from "../trace/lane-hosts.ts";
import type { Trace } from "../trace/trace.ts";
import type { Channel, EdgeSink } from "./edges.ts";

/** The times of all threads, as far as somebody knows. */
export type Clock = Int32Array;

export class ThreadClocks implements EdgeSink {
  /** By thread id: whose clock it has. */
  readonly hosts: Uint16Array;
  /** By host: goes up whenever what it knows may have changed. */
  readonly changes: Int32Array;
  readonly #threadOf: Uint16Array;
  readonly #clocks: (Clock | undefined)[] = [];
  readonly #channels: (Clock | undefined)[] = [];
  /** Arrays of channels that were forgotten, to be used again. */
  readonly #spare: Clock[] = [];
  readonly #size: number;

  constructor(trace: Trace) {
    this.#threadOf = trace.thread;
    this.#size = trace.threads.reduce((most, { id }) => Math.max(most, id + 1), 1);
    this.hosts = laneHosts(trace.threads, this.#size);
    this.changes = new Int32Array(this.#size);
  }

  /** What a host knows now; the array changes as the walk goes on. */
  of(host: ThreadId): Clock {
    return this.#clocks[host] ?? this.#begin(host);
  }

  take(seq: Seq, channel: Channel): void {
    const given = this.#channels[channel];
    if (given === undefined) return;
    const host = this.hosts[this.#threadOf[seq]];
    joinInto(this.of(host), given);
    this.changes[host]++;
  }

  give(seq: Seq, channel: Channel): void {
    const host = this.hosts[this.#threadOf[seq]];
    const clock = this.of(host);
    const given = this.#channels[channel];
    if (given === undefined) this.#channels[channel] = this.#copy(clock);
    else joinInto(given, clock);
    clock[host]++;
    this.changes[host]++;
  }

  meet(seq: Seq, thread: ThreadId): void {
    const other = this.hosts[thread];
    const host = this.hosts[this.#threadOf[seq]];
    const clock = this.of(other);
    joinInto(this.of(host), clock);
    clock[other]++;
    this.changes[host]++;
    this.changes[other]++;
  }

  forget(channel: Channel): void {
    const given = this.#channels[channel];
    if (given === undefined) return;
    this.#spare.push(given);
    this.#channels[channel] = undefined;
  }

  #copy(clock: Clock): Clock {
    const spare = this.#spare.pop();
    if (spare === undefined) return clock.slice();
    // Clocks are short: a loop copies one in a fraction of what `set` takes.
    for (let i = 0; i < clock.length; i++) spare[i] = clock[i];
    return spare;
  }

  #begin(host: ThreadId): Clock {
    const clock = new Int32Array(this.#size);
    clock[host] = 1;
    this.#clocks[host] = clock;
    return clock;
  }
}

function joinInto(clock: Clock, other: Clock): void {
  for (let i = 0; i < clock.length; i++) if (other[i] > clock[i]) clock[i] = other[i];
}
