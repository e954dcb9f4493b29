// `npm run soak [-- --minutes 30] [-- FILE…]`: the random tests again and again, each time with another seed, until the time is over.
// Each failure is told with its seed at once and again at the end; `INTERLEAVE_SEED=… npx vitest run FILE` repeats it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cacheFolder, projectFolder, runTool } from "./run-command.mjs";
import { failures } from "./test-counts.mjs";

const { values, positionals } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, seed: { type: "string" } },
  allowPositionals: true,
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes is ${values.minutes}, but has to be a number above 0`);
const first = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
if (!Number.isInteger(first)) throw new Error(`--seed is ${values.seed}, but has to be an integer`);

const files = positionals.length > 0 ? positionals : randomTests();
const report = join(cacheFolder, "reports", "soak.json");
const untilMs = Date.now() + minutes * 60_000;
const failed = /** @type {string[]} */ ([]);
let seed = first;
for (; Date.now() < untilMs; seed++) {
  const code = runTool(
    "vitest",
    ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`, ...files],
    {
      env: { INTERLEAVE_SEED: String(seed) },
    },
  );
  if (code === 0) continue;
  const told = failures(JSON.parse(readFileSync(report, "utf8"))).map((test) => `seed ${seed}: ${test}`);
  console.log(told.join("\n"));
  failed.push(...told);
}
console.log([`== seeds ${first} to ${seed - 1}: ${failed.length} tests failed`, ...failed].join("\n"));
process.exitCode = failed.length === 0 ? 0 : 1;

/** Test files whose programs depend on the seed. */
function randomTests() {
  return readdirSync(join(projectFolder, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join("src", name))
    .filter((file) => /"fast-check"|INTERLEAVE_SEED/.test(readFileSync(join(projectFolder, file), "utf8")));
}
