/**
 * Answers what stood in memory after any event of a recorded run, locals and stacks included. Rule: cells, locks and queues are read off
 * the trace; locals are recomputed by replaying each thread, and are left out where that is not possible.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { Allocator } from "../memory/allocator.ts";
import { THREAD, threadBlock } from "../memory/layout.ts";
import { InternalError } from "../base/errors.ts";
import type { CompiledProgram } from "../python/index.ts";
import { Heap } from "../python/heap.ts";
import type { FrameSnapshot, StateSnapshot, ThreadSnapshot } from "../trace/snapshot.ts";
import { SnapshotIndex } from "../trace/snapshot-index.ts";
import type { Trace } from "../trace/trace.ts";
import { MemoryReader } from "./decode.ts";
import type { RunSettings } from "./parallel/messages.ts";
import type { ProgramRun } from "./parallel/run-program.ts";
import { ThreadReplay } from "./replay.ts";

export class LookBack {
  readonly trace: Trace;
  readonly #program: CompiledProgram;
  readonly #run: ProgramRun;
  readonly #settings: RunSettings;
  #snapshots: SnapshotIndex | null = null;
  readonly #replays = new Map<ThreadId, ThreadReplay | null>();

  constructor(run: ProgramRun, program: CompiledProgram, settings: RunSettings) {
    this.trace = run.trace;
    this.#run = run;
    this.#program = program;
    this.#settings = settings;
  }

  /** @throws ArgumentError where there is no such event. */
  at(seq: Seq): StateSnapshot {
    this.#snapshots ??= new SnapshotIndex(this.trace);
    const snapshot = this.#snapshots.at(seq);
    return { ...snapshot, threads: snapshot.threads.map((thread) => this.#withFrames(thread, seq)) };
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
    const replayed = replay.at(seq);
    if (replayed === null) return [];
    const { machine, frames } = replayed;
    const reader = new MemoryReader(
      new Heap(machine.world.memory, this.#program, new Allocator(refuseChunk)),
      this.#program,
      () => undefined,
    );
    return frames.map(({ name, line, locals }) => ({
      name,
      line,
      locals: [...locals].map(([local, value]) => ({
        name: local,
        value: { repr: reader.repr(value), plain: reader.plain(value) },
      })),
    }));
  }

  #replayOf(thread: ThreadId): ThreadReplay | null {
    const known = this.#replays.get(thread);
    if (known !== undefined) return known;
    const { memory, notes, addresses, words, trace } = this.#run;
    const made =
      memory === null || trace.dropped > 0
        ? null
        : new ThreadReplay(
            this.#program,
            {
              trace,
              thread,
              rows: rowsOf(trace, thread),
              notes: notes.get(thread) ?? [],
              addresses,
              words,
              secondMs: this.#settings.secondMs,
              randomSeed: this.#settings.seed + thread * 0x9e37,
              cores: this.#settings.cores,
              switchMs: this.#settings.switchMs,
              hasInterpreterLock: this.#settings.python !== "free-threaded",
            },
            memory,
            memory[threadBlock(thread) + THREAD.OBJECT],
          );
    this.#replays.set(thread, made);
    return made;
  }
}

function refuseChunk(): never {
  throw new InternalError("looking at values allocates nothing");
}

function rowsOf(trace: Trace, thread: ThreadId): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < trace.count; row++) if (trace.thread[row] === thread) rows.push(row);
  return Int32Array.from(rows);
}
