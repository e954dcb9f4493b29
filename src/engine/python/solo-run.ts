/** Runs a listing that starts no thread to its end, in memory of its own, and gives what it printed. For tests and scripts. */
import { COMPARE, type CompiledProgram } from "./bytecode.ts";
import { createMain } from "./index.ts";
import { SoloWorld } from "./solo-world.ts";

/** All that was printed, a traceback at its end included. */
export function runSolo(program: CompiledProgram): string {
  const world = new SoloWorld(program.slotCount);
  const main = createMain(program, world);
  world.primitives.isBefore = (left, right) =>
    main.objects.compare(COMPARE.LT, main.heap.fromWord(left), main.heap.fromWord(right)) === true;
  main.run();
  return world.printed.map((word) => main.heap.fromWord(word) as string).join("");
}
