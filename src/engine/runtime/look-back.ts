/**
 * Answers what stood in memory after any event of a recorded run, locals and stacks included. Rule: cells, locks and queues are read off
 * the trace; locals are asked of whoever can run the threads again, and are left out where that is not possible.
 */
import type { Line, Seq, ThreadId } from "../base/ids.ts";
import { Allocator } from "../memory/allocator.ts";
import { InternalError } from "../base/errors.ts";
import { linesThatAssign } from "../python/assigned-locals.ts";
import type { Code } from "../python/bytecode.ts";
import type { CompiledProgram } from "../python/index.ts";
import { Heap } from "../python/heap.ts";
import { laneHosts, worldLaneOf } from "../trace/lane-hosts.ts";
import { withStanding } from "../trace/standing.ts";
import type { FrameSnapshot, StaleRead, StandingCell, StateSnapshot, ThreadSnapshot } from "../trace/snapshot.ts";
import { SnapshotIndex } from "../trace/snapshot-index.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf } from "../trace/value-codes.ts";
import { MemoryReader } from "./decode.ts";
import type { RunSettings } from "./parallel/messages.ts";
import type { ProgramRun } from "./parallel/run-program.ts";
import { Replay, type Replayed } from "./replay.ts";
import { StaleReads } from "./stale-reads.ts";

/** One thread's calls just after any event; null before it began. What it gives is good until the next question. */
export interface CallsAt {
  at(seq: Seq): Replayed | null;
}

/** The calls of a thread; null where they cannot be told. @param rows its events, ascending */
export type CallsOf = (thread: ThreadId, rows: Int32Array) => CallsAt | null;

/** One thread's calls at any event, and its reads that somebody else has made stale. */
interface Replays {
  /** The number by which the machine knows the lane. */
  readonly lane: number;
  readonly calls: CallsAt;
  readonly stale: StaleReads;
}

/** A local as it is now: where it may have been assigned, and what it holds. */
interface Held {
  readonly lines: ReadonlySet<Line>;
  readonly seq: Seq;
  readonly depth: number;
  readonly code: Code;
  readonly local: string;
  readonly repr: string;
}

export class LookBack {
  readonly trace: Trace;
  readonly #program: CompiledProgram;
  readonly #callsOf: CallsOf;
  readonly #standing: () => readonly StandingCell[];
  readonly #hosts: Uint16Array;
  #snapshots: SnapshotIndex | null = null;
  readonly #calls = new Map<ThreadId, CallsAt | null>();
  readonly #replays = new Map<ThreadId, Replays | null>();

  /** @param standing cells that the threads share from the start, whether the trace names them or not */
  constructor(
    trace: Trace,
    program: CompiledProgram,
    callsOf: CallsOf,
    standing: () => readonly StandingCell[] = () => [],
  ) {
    this.trace = trace;
    this.#standing = standing;
    this.#program = program;
    this.#callsOf = callsOf;
    this.#hosts = laneHosts(trace.threads);
  }

  /** The same for another record of the same events. */
  withTrace(trace: Trace): LookBack {
    return new LookBack(trace, this.#program, this.#callsOf, this.#standing);
  }

  /** @throws ArgumentError where there is no such event. */
  at(seq: Seq): StateSnapshot {
    const snapshot = this.#index.at(seq);
    const cells = withStanding(snapshot.cells, this.#standing(), this.trace.objects.length);
    return { ...snapshot, cells, threads: snapshot.threads.map((thread) => this.#withFrames(thread, seq)) };
  }

  get #index(): SnapshotIndex {
    return (this.#snapshots ??= new SnapshotIndex(this.trace));
  }

  #withFrames(thread: ThreadSnapshot, seq: Seq): ThreadSnapshot {
    if (thread.state === "new" || thread.state === "finished" || thread.state === "failed")
      return { ...thread, frames: [] };
    const frames = this.#framesOf(thread.id, seq);
    return frames === null ? thread : { ...thread, frames };
  }

  #framesOf(thread: ThreadId, seq: Seq): readonly FrameSnapshot[] | null {
    const replay = this.#replayOf(thread);
    if (replay === null) return null;
    const replayed = replay.calls.at(seq);
    if (replayed === null) return [];
    const reader = this.#readerOf(replayed);
    // All is read before anything else is asked.
    const held = replayed.machine.framesOf(replay.lane).map(({ code, name, line, locals }) => ({
      code,
      name,
      line,
      locals: [...locals].map(([local, value]) => ({
        name: local,
        value: { repr: reader.repr(value), plain: reader.plain(value) },
      })),
    }));
    return held.map(({ code, name, line, locals }, depth) => {
      const assigned = linesThatAssign(code);
      return {
        name,
        line,
        locals: locals.map((local) => {
          const lines = assigned.get(local.name);
          const wanted = lines && { lines, seq, depth, code, local: local.name, repr: local.value.repr };
          const stale = wanted && this.#staleness(replay, wanted);
          return stale === undefined ? local : { ...local, stale };
        }),
      };
    });
  }

  /** What makes a local stale: a stale read just after which it had the value that it has now. */
  #staleness({ lane, calls, stale }: Replays, { lines, seq, depth, code, local, repr }: Held): StaleRead | undefined {
    const row = stale.at(lines, seq);
    if (row === null) return undefined;
    const then = calls.at(row.last);
    const frame = then?.machine.framesOf(lane)[depth];
    const value = frame?.locals.get(local);
    if (then === null || frame?.code !== code || value === undefined) return undefined;
    if (this.#readerOf(then).repr(value) !== repr) return undefined;
    return { read: entryOf(this.trace, this.trace.value[row.read]), writtenAt: row.writtenAt };
  }

  #readerOf({ machine }: Replayed): MemoryReader {
    return new MemoryReader(
      new Heap(machine.world.memory, this.#program, new Allocator(refuseChunk)),
      this.#program,
      () => undefined,
    );
  }

  #replayOf(thread: ThreadId): Replays | null {
    const known = this.#replays.get(thread);
    if (known !== undefined) return known;
    const calls = this.#callsOfHost(this.#hosts[thread]);
    const own = rowsOf(this.trace, (lane) => lane === thread);
    const made = calls && {
      lane: worldLaneOf(this.trace.threads, thread),
      calls,
      stale: new StaleReads(this.trace, own, (read, until) => this.#index.nextWrite(read, until)),
    };
    this.#replays.set(thread, made);
    return made;
  }

  /** Calls of a thread and of all that it runs in turns. */
  #callsOfHost(host: ThreadId): CallsAt | null {
    const known = this.#calls.get(host);
    if (known !== undefined) return known;
    const calls = this.#callsOf(
      host,
      rowsOf(this.trace, (lane) => this.#hosts[lane] === host),
    );
    this.#calls.set(host, calls);
    return calls;
  }
}

/** Threads of a real run, replayed from its record. */
export function callsOfRun(run: ProgramRun, program: CompiledProgram, settings: RunSettings): CallsOf {
  const { memory, notes, addresses, words, trace } = run;
  if (memory === null || trace.dropped > 0) return () => null;
  const { secondMs, seed, cores, switchMs, python } = settings;
  const hasInterpreterLock = python !== "free-threaded";
  const shared = { trace, notes, addresses, words, secondMs, seed, cores, switchMs, hasInterpreterLock };
  const replay = new Replay(program, shared, memory);
  return (thread) => (replay.runs(thread) ? { at: (seq) => replay.at(thread, seq) } : null);
}

function refuseChunk(): never {
  throw new InternalError("looking at values allocates nothing");
}

function rowsOf(trace: Trace, isWanted: (lane: ThreadId) => boolean): Int32Array {
  const wanted = Uint8Array.from({ length: 65536 }, (_, lane) => (isWanted(lane) ? 1 : 0));
  const rows: number[] = [];
  for (let row = 0; row < trace.count; row++) if (wanted[trace.thread[row]] === 1) rows.push(row);
  return Int32Array.from(rows);
}
