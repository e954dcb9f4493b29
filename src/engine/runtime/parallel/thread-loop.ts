/**
 * A worker's life inside one run: parks on its mailbox, runs the threads it is given one after another, until it is released.
 * Rule: whoever claims a mailbox writes the thread's number before START; the worker alone writes PARKED.
 */
import type { Clock } from "../../base/clock.ts";
import type { ThreadId } from "../../base/ids.ts";
import { CONTROL, MAILBOX, MAILBOX_STATE, mailbox } from "../../memory/layout.ts";
import { CLOCK_GRAIN_US, RingWriter } from "../../memory/ring-writer.ts";
import { SharedMemory } from "../../memory/shared-memory.ts";
import { StopSignal } from "../../sync/context.ts";
import { createSyncContext } from "../../sync/thread-context.ts";
import { callCoordinator } from "./attention.ts";
import { grainOfTurns } from "../gated/gate.ts";
import { liveAtGate } from "../gated/gated-thread.ts";
import { createInterpreter } from "./interpreter-lock.ts";
import type { ToWorker } from "./messages.ts";
import { RealWorld } from "./real-world.ts";
import { CountingRecorder, FullRecorder, type Recorder } from "./recorder.ts";
import { SetUpCopy } from "./set-up-copy.ts";
import { startTogether } from "./starting-gate.ts";
import { createMachine, type WorkerSurroundings, worldParts } from "./thread-parts.ts";
import { isProgramOver, threadsWithoutWorker } from "./thread-table.ts";

/** Lives through one run; returns when released. @throws what is a fault of ours. */
export function liveThroughRun(message: ToWorker, surroundings: WorkerSurroundings): void {
  const memory = new SharedMemory(message.memory);
  const { words } = memory;
  const box = mailbox(message.worker);
  const recorder = createRecorder(message, surroundings.clock, words);
  const setUp = message.settings.shaken ? new SetUpCopy() : null;
  while (park(words, box)) {
    const thread = Atomics.load(words, box + MAILBOX.THREAD);
    if (message.gates === null) runThread(thread, memory, recorder, message, { ...surroundings, setUp });
    else liveAtGate({ thread, memory, recorder, message, gates: message.gates, surroundings });
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
    grainUs: message.gates === null ? CLOCK_GRAIN_US : grainOfTurns(message.gates, CLOCK_GRAIN_US),
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
  const context = createSyncContext({ words, thread, clock });
  const world = new RealWorld({
    ...worldParts(memory, program, thread),
    context,
    clock,
    recorder,
    settings,
    createInterpreter: (probe) => createInterpreter(settings, context, probe),
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
