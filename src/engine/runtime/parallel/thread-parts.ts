/** What any thread on a worker is made of, whether it goes at its own speed or behind a gate. */
import type { Clock } from "../../base/clock.ts";
import { InternalError } from "../../base/errors.ts";
import type { ThreadId } from "../../base/ids.ts";
import { Allocator, takeHeap } from "../../memory/allocator.ts";
import { THREAD, threadBlock } from "../../memory/layout.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";
import { Heap } from "../../python/heap.ts";
import { createMain, createThread, type CompiledProgram, type Machine } from "../../python/index.ts";
import { createQueueOwner } from "./queue-owner.ts";
import type { RealWorld, RealWorldParts } from "./real-world.ts";
import type { SetUpCopy } from "./set-up-copy.ts";
import { listingSlots } from "./slots.ts";
import { createThreadBlock, startOnWorker } from "./thread-table.ts";

/** What the surroundings give a worker. */
export interface WorkerSurroundings {
  readonly clock: Clock;
  /** Compiled once for each listing and kept while it stays the same. */
  readonly program: CompiledProgram;
  /** In a series: main's set-up, to be done once. */
  readonly setUp?: SetUpCopy | null;
}

/** What the world of any thread on a worker is made of. */
export function worldParts(
  memory: SharedMemory,
  program: CompiledProgram,
  thread: ThreadId,
  takeRoom: RealWorldParts["takeRoom"] = takeHeap,
): Pick<RealWorldParts, "memory" | "slots" | "queueOwner" | "createThread" | "startThread" | "takeRoom"> {
  const { words } = memory;
  const heap = new Heap(memory, program, new Allocator(refuseChunk));
  return {
    memory,
    slots: listingSlots(program),
    queueOwner: createQueueOwner(memory, () => heap, takeRoom),
    createThread: (object, name, daemon) => createThreadBlock(words, thread, object, name, daemon),
    startThread: (started) => startOnWorker(words, started),
    takeRoom,
  };
}

/** Only reads: a queue's order decodes items and makes none. */
function refuseChunk(): never {
  throw new InternalError("reading values allocates nothing");
}

/** The body of a thread, before its first instruction. */
export function createMachine(world: RealWorld, { program, setUp }: WorkerSurroundings): Machine {
  const { thread, memory } = world;
  if (thread !== 0) return createThread(program, world, memory.load(threadBlock(thread) + THREAD.OBJECT));
  return setUp ? setUp.createMain(program, world) : createMain(program, world);
}
