/** All kernels of `bench/kernels`, by name. Its one rule: a name stands for one kernel, so a second one throws. */
import type { Kernel } from "./kernel.ts";

const modules = import.meta.glob<{ readonly kernels: readonly Kernel[] }>(
  ["../kernels/*.ts", "!../kernels/*.worker.ts"],
  {
    eager: true,
  },
);

export const kernels: ReadonlyMap<string, Kernel> = byName(Object.values(modules).flatMap((module) => module.kernels));

function byName(list: readonly Kernel[]): Map<string, Kernel> {
  const found = new Map<string, Kernel>();
  for (const kernel of list) {
    if (found.has(kernel.name)) throw new Error(`two kernels are named ${kernel.name}`);
    found.set(kernel.name, kernel);
  }
  return found;
}
