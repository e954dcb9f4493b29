// Whether a listing can fail, and how: node examples/try-every-order.mjs FILE.py
import { readFileSync } from "node:fs";
import { openInterleave } from "interleave";

const program = readFileSync(process.argv[2], "utf8");
const interleave = openInterleave();
const { runs, complete, shortest } = await interleave.explore({ program });
console.log(`${runs} orders${complete ? ", and there are no others" : ""}`);
if (shortest !== null) {
  const report = await interleave.step({ program, schedule: shortest.schedule });
  console.log(`fails after ${shortest.steps} steps: ${shortest.schedule}`);
  for (const { message } of report.findings) console.log(`- ${message}`);
}
interleave.close();
