/**
 * One run of a compiled listing on real workers, from empty memory to a trace. Rule: everything that is kept of a run is decoded
 * or copied before its memory is given back.
 */
import type { Clock } from "../../base/clock.ts";
import type { Address, ThreadId } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { CONTROL, THREADS_BASE, THREAD_WORDS, threadBlock } from "../../memory/layout.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";
import type { CompiledProgram } from "../../python/bytecode.ts";
import { KIND } from "../../python/objects/kinds.ts";
import { describeGil } from "../../sync/gil.ts";
import { describeLock } from "../../sync/lock.ts";
import { assembleTrace, type Note } from "../../trace/assemble.ts";
import { OP } from "../../trace/ops.ts";
import type { Trace } from "../../trace/trace.ts";
import { Coordinator, type ProgressLook, type RunRecord } from "./coordinator.ts";
import { GIL_OBJECT, HEADER_WORDS } from "./header.ts";
import type { ProgramText, RunSettings } from "./messages.ts";
import { createReader, readConsole, readEnd, readShortEnd, type RunEnd } from "./run-end.ts";
import { RunMemories, usedWords } from "./run-memories.ts";
import type { WarmWorkers } from "./warm-workers.ts";
import type { HolderOf } from "./watch.ts";

export interface ProgramRunRequest {
  readonly text: ProgramText;
  readonly program: CompiledProgram;
  readonly settings: RunSettings;
  readonly timeoutMs: Milliseconds;
  readonly heapBytes: number;
  /** Threads that it is likely to have at once, main included. */
  readonly workers: number;
  readonly onProgress?: (look: ProgressLook) => void;
}

/** What is kept of a run. */
export interface ProgramRun extends RunEnd {
  readonly settings: RunSettings;
  /** The whole trace, or, where it was not recorded, the console and the threads' lives alone. */
  readonly trace: Trace;
  readonly notes: ReadonlyMap<ThreadId, readonly Note[]>;
  readonly addresses: Int32Array;
  readonly words: Int32Array;
  /** Words of the memory as they were at the end, for replaying bodies; null when there were too many to keep. */
  readonly memory: Int32Array | null;
  readonly stuck: ReadonlySet<ThreadId>;
  readonly heapBytes: number;
  readonly ringFill: number;
  readonly workers: number;
  readonly collectMs: Milliseconds;
}

/** Larger memories are not copied: locals cannot be recomputed for such a run. */
const KEPT_WORDS = 16 * 1024 * 1024;

/** Runs programs one after another on the same warm workers. */
export class ProgramRunner {
  readonly #workers: WarmWorkers;
  readonly #clock: Clock;
  readonly #resolutionUs: number;
  readonly #memories = new RunMemories();
  #running: Coordinator | null = null;

  constructor(workers: WarmWorkers, clock: Clock, resolutionUs: number) {
    this.#workers = workers;
    this.#clock = clock;
    this.#resolutionUs = resolutionUs;
  }

  /** Ends what runs, if anything does; null where nothing does, else resolves when no thread runs any more. */
  stop(): Promise<void> | null {
    this.#running?.stop();
    return this.#running?.atRest ?? null;
  }

  /** @throws Error when a worker fails, RangeError where there is no memory. */
  async run(request: ProgramRunRequest): Promise<ProgramRun> {
    return this.#onMemory(request, async (coordinator, memory) => {
      const record = await coordinator.run();
      const run = this.#keep(request, memory, record);
      if (record.clean) this.#memories.giveBack(memory);
      return run;
    });
  }

  /**
   * Many runs, one after another on the same workers; run number `i` has the seed `settings.seed + i`. A run that is stopped ends
   * it and is not told of. @throws as `run`.
   */
  async repeat(request: ProgramRunRequest, runs: number, told: (run: RunEnd) => void): Promise<void> {
    const { program, settings } = request;
    let made = 0;
    let stopped = false;
    while (made < runs && !stopped) {
      const series = await this.#onMemory(request, async (coordinator, memory) => {
        const tell = (record: RunRecord): void => told(readShortEnd(program, settings, memory, record));
        const end = await coordinator.runSeries({ from: made, to: runs, told: tell });
        if (end.clean) this.#memories.giveBack(memory);
        return end;
      });
      made += series.runs;
      stopped = series.stopped;
    }
  }

  async #onMemory<T>(
    request: ProgramRunRequest,
    work: (coordinator: Coordinator, memory: SharedMemory) => Promise<T>,
  ): Promise<T> {
    const { program, text, settings, timeoutMs, workers, onProgress } = request;
    const memory = this.#memories.take(program.slotCount, request.heapBytes);
    const coordinator = new Coordinator(
      {
        program: text,
        settings,
        memory: memory.words,
        slots: program.slotCount,
        timeoutMs,
        workers,
        holderOf: createHolderOf(memory.words),
        onProgress,
      },
      this.#workers,
      this.#clock,
    );
    this.#running = coordinator;
    try {
      return await work(coordinator, memory);
    } finally {
      this.#running = null;
    }
  }

  #keep(request: ProgramRunRequest, memory: SharedMemory, record: RunRecord): ProgramRun {
    const startMs = this.#clock.nowMs();
    const { settings } = request;
    const reader = createReader(request.program, memory);
    const end = readEnd(settings, memory, record, reader);
    const assembled = assembleTrace({
      records: record.records.map((records) => ({ ...records, offsetUs: -end.beganUs })),
      decoders: reader,
      threads: end.threads,
      resolutionUs: this.#resolutionUs,
      dropped: record.dropped,
      engine: "threads",
      elapsedMs: end.elapsedMs,
      shared: true,
    });
    const used = usedWords(memory);
    return {
      ...end,
      ...assembled,
      threads: assembled.trace.threads,
      settings,
      console: readConsole(assembled.trace),
      events: end.events + assembled.trace.count,
      memory: settings.record && used <= KEPT_WORDS ? memory.words.slice(0, used) : null,
      stuck: record.stuck,
      heapBytes: (used - THREADS_BASE) * 4,
      ringFill: record.ringFill,
      workers: record.workers,
      collectMs: this.#clock.nowMs() - startMs,
    };
  }
}

function createHolderOf(words: Int32Array): HolderOf {
  return (object, waitKind) => {
    if (waitKind === OP["join-wait"] && isThreadBlock(object)) return (object - THREADS_BASE) / THREAD_WORDS;
    if (waitKind !== OP["acquire-wait"]) return "anybody";
    if (object === GIL_OBJECT) return describeGil(words, CONTROL.GIL).holder;
    const kind = Atomics.load(words, object) & 0xff;
    if (kind !== KIND.LOCK && kind !== KIND.RLOCK) return "anybody";
    return describeLock(words, object + HEADER_WORDS).holder;
  };
}

function isThreadBlock(object: Address): boolean {
  return object >= THREADS_BASE && object < threadBlock(256);
}
