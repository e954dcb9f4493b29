/** Compiles a listing that is known to be fine, as every worker of a run does for itself. */
import { InternalError } from "../base/errors.ts";
import { compile, type CompiledProgram } from "../python/index.ts";
import type { ProgramText } from "./parallel/messages.ts";

/** @throws InternalError when it has errors: whoever asked should have looked before. */
export function compileText({ source, parameters }: ProgramText): CompiledProgram {
  const { program, diagnostics } = compile(source, { parameters });
  if (program === null) throw new InternalError(`a listing with errors reached a worker: ${diagnostics[0]?.message}`);
  return program;
}
