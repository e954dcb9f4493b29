/** Reads the values of a simulation's memory as they are now: names, kinds, reprs. Rule: it only reads. */
import { Allocator } from "../../memory/allocator.ts";
import { InternalError } from "../../base/errors.ts";
import { Heap } from "../../python/heap.ts";
import type { ObjectKind } from "../../trace/ops.ts";
import { MemoryReader } from "../decode.ts";
import type { Simulation } from "./simulation.ts";
import type { SteppedThread } from "./stepped-thread.ts";

/** Good until the simulation takes a step or goes back. */
export function readerOf(simulation: Simulation): MemoryReader {
  const { memory, program, objects, initial } = simulation;
  const heap = new Heap(memory, program, new Allocator(refuseChunk));
  return new MemoryReader(heap, program, (address, kind) => capacityOf(objects.find(address)?.capacity, kind), initial);
}

/** As the listing or Python names it. */
export function nameOfThread(reader: MemoryReader, { id, name }: SteppedThread): string {
  if (id === 0) return "MainThread";
  const plain = name === 0 ? null : reader.value(name).plain;
  return typeof plain === "string" ? plain : `Thread-${id}`;
}

/** As traces of real runs have it: of a semaphore its permits, also where it is a bounded one. */
function capacityOf(told: number | undefined, kind: ObjectKind): number | undefined {
  switch (kind) {
    case "queue":
    case "lifo-queue":
    case "priority-queue":
      return told === undefined || told <= 0 ? undefined : told;
    case "semaphore":
      return told === undefined || told >= 0 ? told : -1 - told;
    case "barrier":
      return told;
    default:
      return undefined;
  }
}

function refuseChunk(): never {
  throw new InternalError("reading values allocates nothing");
}
