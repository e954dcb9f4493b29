#!/usr/bin/env node
// The command `interleave` (docs/command-line.md). In a clone it builds the engine for Node when a source is newer.

import { readFileSync } from "node:fs";
import process from "node:process";
import { ensureNodeBuild } from "../scripts/build-node.mjs";

await ensureNodeBuild();
const { main, openInterleave } = await import("../dist-node/index.js");
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

process.exitCode = await main(process.argv.slice(2), {
  version,
  open: openInterleave,
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
});
