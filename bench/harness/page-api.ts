/** What of the page API the kernels call, for code that runs inside the page: `(globalThis as unknown as InPage).interleave`. */
import type { RunReport } from "../../src/engine/program/report.ts";
import type { RepeatResult } from "../../src/workers/contract.ts";

export interface InPage {
  readonly interleave: {
    run(request: object): Promise<RunReport>;
    repeat(request: object): Promise<RepeatResult>;
    seek(place: object): Promise<unknown>;
    idle(): Promise<void>;
  };
}
