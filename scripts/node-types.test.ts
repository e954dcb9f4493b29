/** The types of the Node module: a script that uses it compiles by them alone, and a wrong request does not. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterAll, expect, it } from "vitest";
import { writeNodeTypes } from "./node-types.mjs";
import { projectFolder } from "./run-command.mjs";

const folder = mkdtempSync(join(tmpdir(), "interleave-types-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SCRIPT = `import { openInterleave, type Interleave } from "./index.js";
const interleave: Interleave = openInterleave();
const { runs, complete, shortest } = await interleave.explore({ program: "x = 1", reduction: "dpor" });
const counted: readonly [number, boolean] = [runs, complete];
if (shortest !== null) {
  const report = await interleave.step({ program: "x = 1", schedule: shortest.schedule });
  for (const { message, events } of report.findings) message.slice(events.length);
}
// @ts-expect-error -- a bound is a number
await interleave.explore({ program: "x = 1", maxRuns: "3" });
// @ts-expect-error -- there is no such search
await interleave.explore({ program: "x = 1", search: "guess" });
interleave.close();
export { counted };
`;

const SETTINGS = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: "ES2024",
    lib: ["ES2024", "DOM"],
    types: [],
    module: "nodenext",
    skipLibCheck: false,
  },
  files: ["script.ts"],
};

it("are enough for a script, without sources", { timeout: 300_000 }, () => {
  writeNodeTypes(folder);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "script.ts"), SCRIPT);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(SETTINGS));
  const compiler = join(projectFolder, "node_modules/.bin/tsc");
  const { stdout, status } = spawnSync(compiler, ["-p", folder], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  const files = readdirSync(join(folder, "types"), { recursive: true, encoding: "utf8" });
  expect(files.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))).toEqual([]);
});

it("are where package.json says", () => {
  const { exports } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
    exports: Record<string, Record<string, string>>;
  };
  expect(exports["."]).toEqual({ types: "./dist-node/index.d.ts", default: "./dist-node/index.js" });
});
