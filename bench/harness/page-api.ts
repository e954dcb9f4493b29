/** What of the page API the kernels call, for code that runs inside the page. */
import type { RunReport } from "../../src/engine/program/report.ts";

interface Interleave {
  run(request: object): Promise<RunReport>;
  idle(): Promise<void>;
}

declare global {
  var interleave: Interleave;
}
