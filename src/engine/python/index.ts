/** Python listings as programs: compile one, and make the bodies that run it. The one way into this folder from outside. */
import type { Address } from "../base/ids.ts";
import type { World } from "../program/world.ts";
import type { CompiledProgram } from "./bytecode.ts";
import { compileWith, type Compilation, type CompileOptions } from "./compiler/compile.ts";
import { Machine, type Entry } from "./machine.ts";
import { environment } from "./prelude/index.ts";

export type { CompiledProgram } from "./bytecode.ts";
export type { Compilation, CompileOptions } from "./compiler/compile.ts";
export { Machine, type FrameView, type MachineImage } from "./machine.ts";

/** A listing to a program; `program` is null exactly when there are diagnostics, and then nothing may run. */
export function compile(source: string, options: CompileOptions = {}): Compilation {
  return compileWith(environment, source, options);
}

/** The main thread's body: the bodies of the modules it imports, its own, and what Python does when main ends. */
export function createMain(program: CompiledProgram, world: World): Machine {
  const bodies = program.bodies.map((index): Entry => ({ kind: "module", code: program.modules[index].code }));
  const threading = program.modules.findIndex(({ name }) => name === "threading");
  const atExit: Entry[] = program.bodies.includes(threading)
    ? [{ kind: "call", module: "threading", name: "_shutdown", args: [] }]
    : [];
  return new Machine(
    environment,
    program,
    world,
    [...bodies, { kind: "module", code: program.main.code }, ...atExit],
    0,
  );
}

/** The body of a thread that was started: `threadObject` is the address of its Thread object. */
export function createThread(program: CompiledProgram, world: World, threadObject: Address): Machine {
  return Machine.forThread(environment, program, world, threadObject);
}
