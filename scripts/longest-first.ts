// The order in which unit tests' files begin: those that take longest first, so that none of them runs alone at the end. Its one rule: it
// only orders; what is not named here comes after, as vitest would have it.

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Ends of paths, the longest first; those with real threads and those without take turns, so that two processes seldom have threads both. */
const LONG = [
  "src/workers/gated.test.ts",
  "src/engine/python/objects/gated.test.ts",
  "src/workers/traces.test.ts",
  "src/engine/python/corpus.test.ts",
  "src/workers/laboratory.test.ts",
  "src/engine/runtime/explorer/counted.test.ts",
  "src/workers/repeat.test.ts",
  "src/engine/runtime/pinning/find-schedule.test.ts",
  "src/workers/stepped-corpus.test.ts",
  "src/workers/looking-back.test.ts",
  "src/workers/watching.test.ts",
  "scripts/command.test.ts",
];

/** Vitest's order, with the longest files before all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((path) => moduleId.endsWith(path));
      return at < 0 ? LONG.length : at;
    };
    return usual.toSorted((left, right) => place(left) - place(right));
  }
}
