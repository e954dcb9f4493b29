/**
 * The floor of floors: a compareExchange and a store on one shared cell, nobody else there, measured against itself
 * on another cell. Its ratio is 1; how far it strays says how far any other ratio may be trusted here.
 */
import type { Kernel, KernelContext } from "../harness/kernel.ts";

const cells = new Int32Array(new SharedArrayBuffer(256));

/** A cache line apart, so that neither arm meets the other's line. */
const subjectCell = 0;
const floorCell = 32;

function pairs(cell: number) {
  return (n: number) => {
    for (let i = 0; i < n; i++) {
      if (Atomics.compareExchange(cells, cell, 0, 1) !== 0) throw new Error("somebody else holds the cell");
      Atomics.store(cells, cell, 0);
    }
  };
}

const subjectPairs = pairs(subjectCell);
const floorPairs = pairs(floorCell);

export const kernels: readonly Kernel[] = [
  {
    name: "bare-exchange",
    unit: "ns/pair",
    against: "the same on another cell",
    goal: { ratio: { max: 1.1 } },
    subject: (context: KernelContext) => context.nanosecondsPerCall(subjectPairs),
    floor: (context: KernelContext) => context.nanosecondsPerCall(floorPairs),
  },
];
