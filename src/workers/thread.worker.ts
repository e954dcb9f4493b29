/** A thread's worker: compiles what it is told to run, then lives through one run after another. It never answers while it runs. */
import type { CompiledProgram } from "../engine/python/index.ts";
import type { FromWorker, ProgramText, ToWorker } from "../engine/runtime/parallel/messages.ts";
import { liveThroughRun } from "../engine/runtime/parallel/thread-loop.ts";
import { compileText } from "../engine/runtime/compile-text.ts";
import { sharedClock } from "./shared-clock.ts";

let last: { readonly key: string; readonly program: CompiledProgram } | null = null;

/** Compiles a listing, or gives the one compiled last. */
function programFor(text: ProgramText): CompiledProgram {
  const key = JSON.stringify(text);
  if (last === null || last.key !== key) last = { key, program: compileText(text) };
  return last.program;
}

function say(message: FromWorker): void {
  self.postMessage(message);
}

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  const { run, worker } = data;
  try {
    liveThroughRun(data, { clock: sharedClock, program: programFor(data.program) });
    say({ kind: "released", run, worker });
  } catch (error) {
    say({
      kind: "crashed",
      run,
      worker,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    say({ kind: "released", run, worker });
  }
};
