/** What a thread's worker does with a message, in the page and in Node alike: compile what it is told, then live through the run. */
import type { Clock } from "../engine/base/clock.ts";
import { compileText } from "../engine/runtime/compile-text.ts";
import type { FromWorker, ProgramText, ToWorker } from "../engine/runtime/parallel/messages.ts";
import { liveThroughRun } from "../engine/runtime/parallel/thread-loop.ts";
import { warmUp } from "../engine/runtime/parallel/warm-up.ts";
import type { CompiledProgram } from "../engine/python/index.ts";

/** Answers messages for one worker. @param say how it speaks to whoever made it */
export function createThreadBody(clock: Clock, say: (message: FromWorker) => void): (message: ToWorker) => void {
  let last: { readonly key: string; readonly program: CompiledProgram } | null = null;

  /** Compiles a listing, or gives the one compiled last. */
  function programFor(text: ProgramText): CompiledProgram {
    const key = JSON.stringify(text);
    if (last === null || last.key !== key) last = { key, program: compileText(text) };
    return last.program;
  }

  warmUp(clock);
  return (message) => {
    const { run, worker } = message;
    try {
      liveThroughRun(message, { clock, program: programFor(message.program) });
    } catch (error) {
      say({
        kind: "crashed",
        run,
        worker,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    say({ kind: "released", run, worker });
  };
}
