// Real threads for unit tests: bundles a TypeScript module and starts it as a node:worker_threads Worker.
// Its one rule: what it gives is always built from the sources as they are now, never from an older build.
//
//   import { startNodeWorker } from "../../../scripts/node-worker.ts";
//   const worker = await startNodeWorker(new URL("./lock-pair.worker.ts", import.meta.url), { memory });
//   …
//   await worker.terminate();
//
// In `lock-pair.worker.ts`: `import { workerData, parentPort } from "node:worker_threads"`. Such entries lie in
// `src/engine/testing/` or beside the test, and end in `.worker.ts`. `?raw` imports work in them. A test that
// starts many workers of one entry bundles it once: the bundle is kept for the life of the test's own process.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build, type Plugin } from "rolldown";
import { cacheFolder } from "./run-command.mjs";

const bundles = new Map<string, Promise<string>>();

/**
 * Bundles a module with all it imports. Gives the absolute path of an `.mjs` file that node can run; rejects with
 * the bundler's message where the module does not exist or cannot be parsed.
 */
export function bundleWorker(entry: string | URL): Promise<string> {
  const path = typeof entry === "string" && !entry.startsWith("file:") ? resolve(entry) : fileURLToPath(entry);
  const known = bundles.get(path);
  if (known) return known;
  const bundle = writeBundle(path);
  bundles.set(path, bundle);
  return bundle;
}

/**
 * Starts a module as a worker that got `workerData`; resolves once the worker's own code begins to run and
 * rejects where it ends before. Whoever starts it terminates it.
 */
export async function startNodeWorker(entry: string | URL, workerData?: unknown): Promise<Worker> {
  const worker = new Worker(await bundleWorker(entry), { workerData });
  await new Promise<void>((started, failed) => {
    worker.once("online", () => started());
    worker.once("error", failed);
  });
  return worker;
}

async function writeBundle(path: string): Promise<string> {
  const { output } = await build({
    input: path,
    platform: "node",
    plugins: [rawText()],
    write: false,
    logLevel: "silent",
    output: { format: "esm", codeSplitting: false },
  });
  const code = output[0].code;
  const name = createHash("sha256").update(code).digest("hex").slice(0, 16);
  const folder = join(cacheFolder, "workers");
  const file = join(folder, `${name}.mjs`);
  mkdirSync(folder, { recursive: true });
  // Renamed into place, so that another test's process never reads half a file.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, file);
  return file;
}

/** The text of a file for `import text from "./listing.py?raw"`, as vite gives it. */
function rawText(): Plugin {
  return {
    name: "raw-text",
    resolveId(target, importer) {
      if (!target.endsWith("?raw") || importer === undefined) return null;
      return resolve(dirname(importer), target);
    },
    load(id) {
      if (!id.endsWith("?raw")) return null;
      const text = readFileSync(id.slice(0, -"?raw".length), "utf8");
      return { code: `export default ${JSON.stringify(text)};`, moduleType: "js" };
    },
  };
}
