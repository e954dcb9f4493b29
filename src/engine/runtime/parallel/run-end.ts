/**
 * What a run leaves besides its trace: how it ended, its threads, the final values, what was printed. Rule: it is read off the memory and
 * the records before either is used again.
 */
import { InternalError } from "../../base/errors.ts";
import type { Address, Seq, ThreadId, Word } from "../../base/ids.ts";
import type { Microseconds, Milliseconds } from "../../base/units.ts";
import { Allocator } from "../../memory/allocator.ts";
import { CONTROL, STATE, THREAD, threadBlock } from "../../memory/layout.ts";
import { NO_SEQ, NOTE, RECORD, RECORD_WORDS } from "../../memory/ring-layout.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";
import type { ConsoleLine, RunStatus } from "../../program/report.ts";
import type { CompiledProgram } from "../../python/bytecode.ts";
import { Heap } from "../../python/heap.ts";
import { BARRIER } from "../../sync/barrier.ts";
import { QUEUE } from "../../sync/queue.ts";
import { SEMAPHORE } from "../../sync/semaphore.ts";
import { OP, type ObjectKind, type OpCode } from "../../trace/ops.ts";
import type { Plain, ThreadState, TraceThread } from "../../trace/trace.ts";
import { keepConsole, lineOf, textOf } from "../console.ts";
import { MemoryReader } from "../decode.ts";
import type { RunRecord } from "./coordinator.ts";
import { HEADER_WORDS } from "./header.ts";
import type { RunSettings } from "./messages.ts";
import { listingSlots } from "./slots.ts";
import type { ThreadView } from "./watch.ts";

/** What any run leaves, recorded or not. */
export interface RunEnd {
  readonly status: RunStatus;
  readonly elapsedMs: Milliseconds;
  readonly threads: readonly TraceThread[];
  /** Final values of module names that hold plain values. */
  readonly values: Readonly<Record<string, Plain>>;
  readonly console: readonly ConsoleLine[];
  readonly events: number;
  readonly dropped: number;
}

/** The end without what the records tell: `events` counts those that were not written. */
export interface EndInMemory extends Omit<RunEnd, "console"> {
  /** Microseconds from the run's epoch to main's first event, which is time 0: making workers ready is not the program's. */
  readonly beganUs: Microseconds;
}

/** Reads the values of a run's memory. */
export function createReader(program: CompiledProgram, memory: SharedMemory): MemoryReader {
  const heap = new Heap(memory, program, new Allocator(refuseChunk));
  return new MemoryReader(heap, program, createCapacityOf(memory.words), readInitial(memory, program));
}

export function readEnd(
  settings: RunSettings,
  memory: SharedMemory,
  record: RunRecord,
  reader: MemoryReader,
): EndInMemory {
  const beganUs = timeOfFirst(record);
  return {
    beganUs,
    status: record.status,
    elapsedMs: Math.max(0, record.endMs - settings.epochMs - beganUs / 1000),
    threads: record.threads.map((view) => toThread(view, memory.words, reader, record.status)),
    values: isPrepared(memory) ? reader.moduleValues() : {},
    events: record.dropped + countUnwritten(memory.words, record.threads),
    dropped: record.dropped,
  };
}

/** The end of a run of which only the console and the threads' lives were written; no trace is assembled for it. */
export function readShortEnd(
  program: CompiledProgram,
  settings: RunSettings,
  memory: SharedMemory,
  record: RunRecord,
): RunEnd {
  const reader = createReader(program, memory);
  const end = readEnd(settings, memory, record, reader);
  const written = readRecords(record);
  const prints = written.filter(({ op }) => op === OP.print).toSorted((a, b) => a.seq - b.seq);
  const console = keepConsole(prints.length, (print) => {
    const { thread, timeUs, value } = prints[print];
    const { plain, leftOut } = reader.value(value);
    return { thread, timeUs: timeUs - end.beganUs, text: lineOf(plain), cut: leftOut };
  });
  return { ...end, console, events: end.events + written.length };
}

interface Written {
  readonly seq: Seq;
  readonly op: OpCode;
  readonly thread: ThreadId;
  readonly value: Word;
  readonly timeUs: Microseconds;
}

/** The events of a run that wrote few. */
function readRecords({ records }: RunRecord): Written[] {
  const written: Written[] = [];
  let thread = 0;
  for (const { chunks } of records) {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += RECORD_WORDS) {
        const seq = chunk[at + RECORD.SEQ];
        const op = chunk[at + RECORD.META] & 255;
        const value = chunk[at + RECORD.VALUE];
        if (seq !== NO_SEQ) written.push({ seq, op, thread, value, timeUs: chunk[at + RECORD.TIME] });
        else if (op === NOTE.THREAD) thread = value;
      }
    }
  }
  return written;
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

function toThread(view: ThreadView, words: Int32Array, reader: MemoryReader, status: RunStatus): TraceThread {
  const block = threadBlock(view.id);
  const name = Atomics.load(words, block + THREAD.NAME);
  return {
    id: view.id,
    name:
      view.id === 0 || name === 0
        ? view.id === 0
          ? "MainThread"
          : `Thread-${view.id}`
        : textOf(reader.value(name).plain),
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
