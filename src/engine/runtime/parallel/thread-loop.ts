/**
 * A worker's life inside one run: parks on its mailbox, runs the threads it is given one after another, until it is released.
 * Rule: whoever claims a mailbox writes the thread's number before START; the worker alone writes PARKED.
 */
import type { Clock } from "../../base/clock.ts";
import type { ThreadId } from "../../base/ids.ts";
import { InternalError } from "../../base/errors.ts";
import { Allocator } from "../../memory/allocator.ts";
import { CONTROL, MAILBOX, MAILBOX_STATE, mailbox, THREAD, threadBlock } from "../../memory/layout.ts";
import { RingWriter } from "../../memory/ring-writer.ts";
import { SharedMemory } from "../../memory/shared-memory.ts";
import { createMain, createThread, type CompiledProgram, type Machine } from "../../python/index.ts";
import { Heap } from "../../python/heap.ts";
import { StopSignal } from "../../sync/context.ts";
import { createSyncContext } from "../../sync/thread-context.ts";
import { callCoordinator } from "./attention.ts";
import { createQueueOwner } from "./queue-owner.ts";
import { listingSlots } from "./slots.ts";
import type { ToWorker } from "./messages.ts";
import { RealWorld } from "./real-world.ts";
import { CountingRecorder, FullRecorder, type Recorder } from "./recorder.ts";
import { SetUpCopy } from "./set-up-copy.ts";
import { startTogether } from "./starting-gate.ts";
import { createThreadBlock, isProgramOver, startOnWorker, threadsWithoutWorker } from "./thread-table.ts";

/** What the surroundings give a worker. */
export interface WorkerSurroundings {
  readonly clock: Clock;
  /** Compiled once for each listing and kept while it stays the same. */
  readonly program: CompiledProgram;
  /** In a series: main's set-up, to be done once. */
  readonly setUp?: SetUpCopy | null;
}

/** Lives through one run; returns when released. @throws what is a fault of ours. */
export function liveThroughRun(message: ToWorker, surroundings: WorkerSurroundings): void {
  const memory = new SharedMemory(message.memory);
  const { words } = memory;
  const box = mailbox(message.worker);
  const recorder = createRecorder(message, surroundings.clock, words);
  const setUp = message.settings.shaken ? new SetUpCopy() : null;
  while (park(words, box)) {
    runThread(Atomics.load(words, box + MAILBOX.THREAD), memory, recorder, message, { ...surroundings, setUp });
  }
}

/** Sleeps until a thread is given; false when released. A release may have come before the worker did. */
function park(words: Int32Array, box: number): boolean {
  const before = Atomics.compareExchange(words, box, MAILBOX_STATE.ABSENT, MAILBOX_STATE.PARKED);
  if (before === MAILBOX_STATE.RELEASED) return false;
  if (before !== MAILBOX_STATE.ABSENT) Atomics.store(words, box, MAILBOX_STATE.PARKED);
  if (before === MAILBOX_STATE.ABSENT || isCoordinatorWanted(words)) callCoordinator(words);
  for (;;) {
    const state = Atomics.load(words, box);
    if (state === MAILBOX_STATE.START) return true;
    if (state === MAILBOX_STATE.RELEASED) return false;
    Atomics.wait(words, box, state);
  }
}

/** A worker that comes to rest is news only where a thread waits for one, or where the run is over. */
function isCoordinatorWanted(words: Int32Array): boolean {
  return Atomics.load(words, CONTROL.STOP) !== 0 || isProgramOver(words) || threadsWithoutWorker(words).length > 0;
}

/** What writes a thread's events. */
export function createRecorder(message: ToWorker, clock: Clock, words: Int32Array): Recorder {
  const ring = new RingWriter({
    ring: new Int32Array(message.ring),
    run: words,
    clock,
    epochMs: message.settings.epochMs,
  });
  return message.settings.record ? new FullRecorder(ring) : new CountingRecorder(ring);
}

/** Runs one thread from its first instruction to its end, or until it is stopped. */
export function runThread(
  thread: ThreadId,
  memory: SharedMemory,
  recorder: Recorder,
  message: ToWorker,
  surroundings: WorkerSurroundings,
): void {
  const { words } = memory;
  const { settings } = message;
  const { clock, program } = surroundings;
  const heap = new Heap(memory, program, new Allocator(refuseChunk));
  const context = createSyncContext({ words, thread, clock });
  const world = new RealWorld({
    memory,
    context,
    clock,
    recorder,
    settings,
    slots: listingSlots(program),
    queueOwner: createQueueOwner(memory, () => heap),
    createThread: (object, name, daemon) => createThreadBlock(words, thread, object, name, daemon),
    startThread: (started) => startOnWorker(words, started),
  });
  try {
    if (Atomics.load(words, CONTROL.STOP) !== 0) return;
    world.begin();
    const machine = createMachine(world, surroundings);
    if (settings.shaken && thread !== 0) {
      world.gated = true;
      startTogether(machine, { words, thread, settings, clock });
      world.gated = false;
    }
    machine.run();
    world.end(machine.failed);
  } catch (error) {
    if (!(error instanceof StopSignal)) throw error;
    world.abandon();
  }
}

/** Only reads: a queue's order decodes items and makes none. */
function refuseChunk(): never {
  throw new InternalError("reading values allocates nothing");
}

function createMachine(world: RealWorld, { program, setUp }: WorkerSurroundings): Machine {
  const { thread, memory } = world;
  if (thread !== 0) return createThread(program, world, memory.load(threadBlock(thread) + THREAD.OBJECT));
  return setUp ? setUp.createMain(program, world) : createMain(program, world);
}
