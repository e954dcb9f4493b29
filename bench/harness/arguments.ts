/** What stands behind `npm run bench --`. A word that is not known throws a sentence that names what is allowed. */
import { parseArgs } from "node:util";

export interface BenchArguments {
  /** Names, or parts of names, of the kernels to run; empty: all. */
  readonly only: readonly string[];
  /** Where to write the results as JSON. */
  readonly json: string | undefined;
  /** How many fresh browsers measure each kernel. */
  readonly processes: number;
  /** Print the kernels' names and measure nothing. */
  readonly list: boolean;
}

export const usage = "npm run bench -- [--only NAME]… [--json FILE] [--processes N] [--list]";

export function readArguments(words: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      processes: { type: "string", default: "5" },
      list: { type: "boolean", default: false },
    },
  });
  const processes = Number(values.processes);
  if (!Number.isInteger(processes) || processes < 1 || processes > 50) {
    throw new Error(`--processes is ${values.processes}; allowed is an integer from 1 to 50`);
  }
  return { only: values.only, json: values.json, processes, list: values.list };
}

/** Whether a kernel is asked for. */
export function isChosen(name: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((part) => name.includes(part));
}
