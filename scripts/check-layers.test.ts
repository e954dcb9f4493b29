// The gate itself under test, on a made-up tree: it must find each kind of wrong arrow, and must not pass
// when it saw nothing.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkLayers } from "./check-layers.mjs";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "layers-"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Puts modules into `src` of the made-up tree and gives what the gate says about it. */
function problemsOf(modules: Readonly<Record<string, string>>): string[] {
  for (const [name, text] of Object.entries(modules)) {
    const path = join(root, "src", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return checkLayers(root).problems;
}

test("a tree without modules fails", () => {
  expect(problemsOf({})).toEqual([`no module was found below ${join(root, "src")}`]);
});

test("arrows that point inwards pass, and every module is counted", () => {
  const modules = {
    "engine/base/ids.ts": "export const none = 0;",
    "engine/sync/lock.ts": 'import { none } from "../base/ids.ts"; export { none };',
    "views/main.tsx": 'import "./timeline/lanes.tsx";',
    "views/timeline/lanes.tsx": 'import { scaleLinear } from "d3"; import "../state/store.ts"; scaleLinear();',
    "views/state/store.ts": 'import { none } from "../../engine/base/ids.ts"; export { none };',
  };
  expect(problemsOf(modules)).toEqual([]);
  expect(checkLayers(root).files).toBe(5);
});

test.each([
  ["outwards", "engine/base/ids.ts", 'import "../sync/lock.ts";', "engine/base may not import engine/sync"],
  ["re-export", "engine/base/ids.ts", 'export * from "../sync/lock.ts";', "engine/base may not import engine/sync"],
  ["dynamic", "engine/base/ids.ts", 'void import("../sync/lock.ts");', "engine/base may not import engine/sync"],
  [
    "type in place",
    "engine/base/ids.ts",
    'export type A = import("../sync/lock.ts").A;',
    "engine/base may not import engine/sync",
  ],
  [
    "primitive to model",
    "engine/sync/lock.ts",
    'import "../model/lock.ts";',
    "engine/sync may not import engine/model",
  ],
  [
    "types only",
    "engine/analysis/races.ts",
    'import { a } from "../program/report.ts";',
    "engine/analysis may import only types of engine/program",
  ],
  ["engine to views", "engine/runtime/run.ts", 'import "../../views/main.tsx";', "engine/runtime may not import views"],
  [
    "panel to panel",
    "views/code/editor.tsx",
    'import "../timeline/lanes.tsx";',
    "views/code may not import views/timeline",
  ],
  ["package", "engine/trace/codec.ts", 'import { zip } from "fflate";', "engine/trace may not import this package"],
  ["node in the engine", "engine/base/clock.ts", 'import "node:os";', "engine/base may not import this package"],
  ["out of src", "engine/base/ids.ts", 'import "../../../scripts/layers.mjs";', "it lies outside src"],
  ["suites outside tests", "engine/sync/lock.ts", 'import "../testing/suite.ts";', "testing is for tests"],
  ["a test", "engine/sync/lock.ts", 'import "./lock.test.ts";', "a test is imported by nobody"],
  ["a worker entry", "workers/start.ts", 'import "./thread.worker.ts";', "a worker entry is started, not imported"],
  [
    "a worker started from views",
    "views/main.tsx",
    'new Worker(new URL("../engine/sync/lock.ts", import.meta.url));',
    "views may not import engine/sync",
  ],
])("%s is refused", (_kind, name, text, fault) => {
  const [problem, ...more] = problemsOf({ [name]: text });
  expect(problem).toContain(`src/${name}:1`);
  expect(problem).toContain(fault);
  expect(more).toEqual([]);
});

test("types of a layer that is open for types pass", () => {
  const text = 'import type { Operation } from "../program/operation.ts"; export type A = Operation;';
  expect(problemsOf({ "engine/analysis/races.ts": text })).toEqual([]);
});

test("a test may see the whole engine, its suites and the scripts", () => {
  const text = `
    import { test } from "vitest";
    import "../testing/suite.ts";
    import "../model/lock.ts";
    import "../../../scripts/node-worker.ts";
    test("", () => {});`;
  expect(problemsOf({ "engine/sync/lock.test.ts": text })).toEqual([]);
});

test("suites for tests may start real threads by the script for that", () => {
  const text = 'import "../../../scripts/node-worker.ts";';
  expect(problemsOf({ "engine/testing/driver.ts": text })).toEqual([]);
});

test("a worker entry may be started by its address", () => {
  const text = 'new Worker(new URL("./thread.worker.ts", import.meta.url), { type: "module" });';
  expect(problemsOf({ "workers/start.ts": text })).toEqual([]);
});

test("a folder that is not in the table is refused", () => {
  expect(problemsOf({ "engine/magic/spell.ts": "export {};" })).toEqual([
    'src/engine/magic/spell.ts: its folder "engine/magic" is not in scripts/layers.mjs',
  ]);
});

test("a module that cannot be read is refused", () => {
  expect(() => problemsOf({ "engine/base/ids.ts": "export const =" })).toThrow("src/engine/base/ids.ts");
});
