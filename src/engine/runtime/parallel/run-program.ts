/**
 * One run of a compiled listing on real workers, from empty memory to a trace. Rule: everything that is kept of a run is decoded
 * or copied before its memory is given back.
 */
import type { Clock } from "../../base/clock.ts";
import type { Address, ThreadId } from "../../base/ids.ts";
import type { Microseconds, Milliseconds } from "../../base/units.ts";
import { CONTROL, heapBase, THREADS_BASE, THREAD_WORDS, threadBlock } from "../../memory/layout.ts";
import { setHeapApart, setRoom } from "../../memory/own-heap.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";
import type { CompiledProgram } from "../../python/bytecode.ts";
import { KIND } from "../../python/objects/kinds.ts";
import { describeGil } from "../../sync/gil.ts";
import { describeLock } from "../../sync/lock.ts";
import { assembleTrace, type Note } from "../../trace/assemble.ts";
import { OP } from "../../trace/ops.ts";
import type { Trace } from "../../trace/trace.ts";
import { Coordinator, type GatedRun, type ProgressLook, type RunRecord } from "./coordinator.ts";
import { GIL_OBJECT, HEADER_WORDS } from "./header.ts";
import type { ProgramText, RunSettings } from "./messages.ts";
import { createReader, readEnd, readShortEnd, type RunEnd } from "./run-end.ts";
import { readConsole } from "../console.ts";
import { RunMemories, usedWords } from "./run-memories.ts";
import { grainOfTurns } from "../gated/gate.ts";
import { assertSameEvents } from "../gated/same-events.ts";
import type { TurnPlan } from "../gated/turn-plan.ts";
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
  /** Turns that the threads go by; none for a run of its own speed. */
  readonly gated?: GatedRun;
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

/** How the gates of a run are to be. */
export interface GateManner {
  /** 20 unless told; 0 parks at once. */
  readonly spinUs?: Microseconds;
  /** Pause before each step; 0 unless told. */
  readonly paceMs?: Milliseconds;
  /** How long a thread may keep the turn; seconds unless told. */
  readonly patienceMs?: Milliseconds;
}

/** For queues that grow and the like: as much as heaps of tests, little beside those of runs. */
const ROOM_BYTES = 4 * 1024 * 1024;
const SPIN_US: Microseconds = 20;
const PATIENCE_MS: Milliseconds = 5000;
/** How much slower than the simulator a worker may be that computes. */
const SLOWER = 5;

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
   * Follows a plan on the workers, each thread behind its gate. The run's own settings say what the plan was made with.
   * @throws Error when a worker fails or does something else than the simulator did, RangeError where there is no memory.
   */
  async follow(request: Omit<ProgramRunRequest, "gated">, plan: TurnPlan, manner: GateManner): Promise<ProgramRun> {
    const gates = { turns: plan.turns, spinUs: manner.spinUs ?? SPIN_US, paceMs: manner.paceMs ?? 0 };
    const patienceMs = manner.patienceMs ?? PATIENCE_MS + plan.tookMs * SLOWER;
    const gated = { gates, status: plan.status, patienceMs };
    const heapBytes = request.heapBytes + ROOM_BYTES;
    return this.#onMemory({ ...request, heapBytes, gated }, async (coordinator, memory) => {
      setRoom(memory, heapBase(request.program.slotCount) + request.heapBytes / 4);
      setHeapApart(memory, request.heapBytes / 4);
      const record = await coordinator.run();
      const isOver = record.status === plan.status;
      if (isOver) assertSameEvents(plan.records, record.records);
      const run = this.#keep({ ...request, gated }, memory, { ...record, stuck: isOver ? plan.stuck : record.stuck });
      if (record.clean) this.#memories.giveBack(memory);
      // What threads made lies in stretches: there is nothing to replay from, and no need, since the simulator can tell.
      return { ...run, memory: null };
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
    const { program, text, settings, timeoutMs, workers, onProgress, gated = null } = request;
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
        gated,
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
    const { settings, gated = null } = request;
    const reader = createReader(request.program, memory);
    const end = readEnd(settings, memory, record, reader);
    const assembled = assembleTrace({
      records: record.records.map((records) => ({ ...records, offsetUs: -end.beganUs })),
      decoders: reader,
      threads: end.threads,
      resolutionUs: gated === null ? this.#resolutionUs : grainOfTurns(gated.gates, this.#resolutionUs),
      inTurns: gated !== null,
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
