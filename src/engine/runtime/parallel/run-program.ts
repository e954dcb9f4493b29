/**
 * One run of a compiled listing on real workers, from empty memory to a trace. Rule: everything that is kept of a run is decoded
 * or copied before its memory is given back.
 */
import type { Clock } from "../../base/clock.ts";
import { InternalError } from "../../base/errors.ts";
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { Allocator } from "../../memory/allocator.ts";
import { CONTROL, STATE, THREAD, THREADS_BASE, THREAD_WORDS, threadBlock } from "../../memory/layout.ts";
import { RECORD, RECORD_WORDS } from "../../memory/ring-layout.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";
import type { ConsoleLine, RunStatus } from "../../program/report.ts";
import type { CompiledProgram } from "../../python/bytecode.ts";
import { Heap } from "../../python/heap.ts";
import { KIND } from "../../python/objects/kinds.ts";
import { BARRIER } from "../../sync/barrier.ts";
import { describeGil } from "../../sync/gil.ts";
import { describeLock } from "../../sync/lock.ts";
import { QUEUE } from "../../sync/queue.ts";
import { SEMAPHORE } from "../../sync/semaphore.ts";
import { assembleTrace, type Note } from "../../trace/assemble.ts";
import { OP, type ObjectKind } from "../../trace/ops.ts";
import type { Plain, ThreadState, Trace, TraceThread } from "../../trace/trace.ts";
import { MemoryReader } from "../decode.ts";
import { Coordinator, type ProgressLook, type RunRecord } from "./coordinator.ts";
import { GIL_OBJECT, HEADER_WORDS } from "./header.ts";
import type { ProgramText, RunSettings } from "./messages.ts";
import { RunMemories, usedWords } from "./run-memories.ts";
import { listingSlots } from "./slots.ts";
import type { WarmWorkers } from "./warm-workers.ts";
import type { HolderOf, ThreadView } from "./watch.ts";

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
export interface ProgramRun {
  readonly settings: RunSettings;
  readonly status: RunStatus;
  readonly elapsedMs: Milliseconds;
  /** The whole trace, or, where it was not recorded, the console and the threads' lives alone. */
  readonly trace: Trace;
  readonly notes: ReadonlyMap<ThreadId, readonly Note[]>;
  readonly addresses: Int32Array;
  readonly words: Int32Array;
  /** Words of the memory as they were at the end, for replaying bodies; null when there were too many to keep. */
  readonly memory: Int32Array | null;
  readonly values: Readonly<Record<string, Plain>>;
  readonly console: readonly ConsoleLine[];
  readonly events: number;
  readonly dropped: number;
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

  /** Ends what runs, if anything does. */
  stop(): void {
    this.#running?.stop();
  }

  /** @throws Error when a worker fails, RangeError where there is no memory. */
  async run(request: ProgramRunRequest): Promise<ProgramRun> {
    const { program, heapBytes } = request;
    const memory = this.#memories.take(program.slotCount, heapBytes);
    const coordinator = new Coordinator(
      {
        program: request.text,
        settings: request.settings,
        memory: memory.words,
        timeoutMs: request.timeoutMs,
        workers: request.workers,
        holderOf: createHolderOf(memory.words),
        onProgress: request.onProgress,
      },
      this.#workers,
      this.#clock,
    );
    this.#running = coordinator;
    try {
      const record = await coordinator.run();
      const run = this.#keep(request, memory, record);
      if (record.clean) this.#memories.giveBack(memory, program.slotCount, heapBytes);
      return run;
    } finally {
      this.#running = null;
    }
  }

  #keep({ program, settings }: ProgramRunRequest, memory: SharedMemory, record: RunRecord): ProgramRun {
    const startMs = this.#clock.nowMs();
    const heap = new Heap(memory, program, new Allocator(refuseChunk));
    const reader = new MemoryReader(heap, program, createCapacityOf(memory.words), readInitial(memory, program));
    const threads = record.threads.map((view) => toThread(view, memory.words, heap, record.status));
    // Time 0 is main's first event: what making workers ready took is not the program's.
    const beganUs = timeOfFirst(record);
    const elapsedMs = Math.max(0, record.endMs - settings.epochMs - beganUs / 1000);
    const assembled = assembleTrace({
      records: record.records.map((records) => ({ ...records, offsetUs: -beganUs })),
      decoders: reader,
      threads,
      resolutionUs: this.#resolutionUs,
      dropped: record.dropped,
      engine: "threads",
      elapsedMs,
      shared: true,
    });
    const used = usedWords(memory);
    return {
      settings,
      status: record.status,
      elapsedMs,
      ...assembled,
      memory: settings.record && used <= KEPT_WORDS ? memory.words.slice(0, used) : null,
      values: isPrepared(memory) ? reader.moduleValues() : {},
      console: readConsole(assembled.trace),
      events: assembled.trace.count + record.dropped + countUnwritten(memory.words, record.threads),
      dropped: record.dropped,
      stuck: record.stuck,
      heapBytes: (used - THREADS_BASE) * 4,
      ringFill: record.ringFill,
      workers: record.workers,
      collectMs: this.#clock.nowMs() - startMs,
    };
  }
}

/** Microseconds from the run's epoch to the event with number 0; 0 where there is none. */
function timeOfFirst({ records }: RunRecord): number {
  for (const { chunks } of records) {
    for (const chunk of chunks.slice(0, 1)) {
      for (let at = 0; at < chunk.length; at += RECORD_WORDS) {
        if (chunk[at + RECORD.SEQ] === 0) return chunk[at + RECORD.TIME];
        if (chunk[at + RECORD.SEQ] > 0) break;
      }
    }
  }
  return 0;
}

function refuseChunk(): never {
  throw new InternalError("reading a run that ended allocates nothing");
}

/** False when main was stopped before it began. */
function isPrepared(memory: SharedMemory): boolean {
  return memory.load(CONTROL.STATICS) !== 0;
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

function createCapacityOf(words: Int32Array) {
  return (address: Address, kind: ObjectKind): number | undefined => {
    switch (kind) {
      case "queue":
      case "lifo-queue":
      case "priority-queue":
        return words[address + HEADER_WORDS + QUEUE.CAPACITY] || undefined;
      case "semaphore":
        return words[address + HEADER_WORDS + SEMAPHORE.INITIAL];
      case "barrier":
        return words[address + HEADER_WORDS + BARRIER.PARTIES];
      default:
        return undefined;
    }
  };
}

/** What the listing's module slots held when the first thread was started. */
function readInitial(memory: SharedMemory, program: CompiledProgram): ReadonlyMap<Address, Word> {
  const kept = memory.load(CONTROL.INITIAL);
  if (kept === 0) return new Map();
  const { from, count } = listingSlots(program);
  return new Map(Array.from({ length: count }, (_, i) => [from + i, memory.load(kept + i)]));
}

function toThread(view: ThreadView, words: Int32Array, heap: Heap, status: RunStatus): TraceThread {
  const block = threadBlock(view.id);
  const name = Atomics.load(words, block + THREAD.NAME);
  return {
    id: view.id,
    name:
      view.id === 0 || name === 0 ? (view.id === 0 ? "MainThread" : `Thread-${view.id}`) : textOf(heap.fromWord(name)),
    kind: view.id === 0 ? "main" : "thread",
    process: 0,
    worker: true,
    state: toState(view, Atomics.load(words, block + THREAD.FAILED) === 1, status),
  };
}

function toState(view: ThreadView, failed: boolean, status: RunStatus): ThreadState {
  switch (view.state) {
    case STATE.ENDED:
      return failed ? "failed" : "finished";
    case STATE.BLOCKED:
      return "blocked";
    case STATE.SLEEPING:
      return "sleeping";
    case STATE.RUNNING:
      return status === "finished" || status === "failed" || status === "stopped" || status === "timed-out"
        ? "stopped"
        : "running";
    default:
      return "new";
  }
}

function countUnwritten(words: Int32Array, threads: readonly ThreadView[]): number {
  return threads.reduce((sum, { id }) => sum + Atomics.load(words, threadBlock(id) + THREAD.UNWRITTEN), 0);
}

function readConsole(trace: Trace): ConsoleLine[] {
  const lines: ConsoleLine[] = [];
  for (let row = 0; row < trace.count; row++) {
    if (trace.op[row] !== OP.print) continue;
    const code = trace.value[row];
    const text = (code & 1) === 1 ? String(code >> 1) : textOf(trace.values[code >> 1]?.plain ?? "");
    lines.push({
      thread: trace.thread[row],
      timeUs: trace.time[row],
      text: text.endsWith("\n") ? text.slice(0, -1) : text,
    });
  }
  return lines;
}

/** A name or a printed text; both are strings where nothing is wrong. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
