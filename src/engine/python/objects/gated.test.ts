/**
 * Natives leave no trace when they have to stop first: every program of the corpus without threads prints the same when the
 * machine stops before each visible operation and everything shared is visible from the start.
 */
import { expect, it } from "vitest";
import { readCorpus } from "../../../../scripts/corpus-files.mjs";
import { allReachable } from "../../testing/reachable.ts";
import { COMPARE } from "../bytecode.ts";
import { compile, createMain, type CompiledProgram } from "../index.ts";
import { runSolo } from "../solo-run.ts";
import { SoloWorld } from "../solo-world.ts";

const MOST_STEPS = 100_000;

function runGated(program: CompiledProgram): string {
  const world = new SoloWorld(program.slotCount, { gated: true, started: true });
  const main = createMain(program, world);
  world.primitives.isBefore = (left, right) =>
    main.objects.compare(COMPARE.LT, main.heap.fromWord(left), main.heap.fromWord(right)) === true;
  for (let steps = 0; main.advance() !== "ended"; steps++) {
    if (steps > MOST_STEPS) throw new Error("a native never gets past its first step");
    main.perform();
  }
  return world.printed.map((word) => main.heap.fromWord(word) as string).join("");
}

const files = readCorpus(new URL("../../../../corpus", import.meta.url).pathname);
it.each(
  files.filter(({ topic }) => !/^(refused|many|errors)\//.test(topic)).map((file) => [file.topic, file] as const),
)("%s", (_topic, file) => {
  for (const { name, source } of file.programs) {
    const { program } = compile(source);
    if (program === null || program.starts) continue;
    const shared = compile(allReachable(source)).program ?? program;
    expect(`${name}\n${runGated(shared)}`).toBe(`${name}\n${runSolo(program)}`);
  }
});
