/** The event loop inside the machine. */
import { InternalError } from "../base/errors.ts";
import type { Frame } from "./frames.ts";
import { MachineGenerators } from "./machine-generators.ts";
import type { PyRef, Value } from "./values.ts";

export abstract class MachineLoop extends MachineGenerators {
  protected override materialize(_generator: PyRef): Frame | undefined {
    return undefined;
  }

  protected override detach(_frame: Frame): boolean {
    return false;
  }

  protected override taskYielded(_value: Value): boolean {
    throw new InternalError("a task without a loop");
  }

  protected override taskReturned(_value: Value): boolean {
    throw new InternalError("a task without a loop");
  }

  protected endsCallback(_frame: Frame, _exception: Value): boolean {
    return false;
  }
}
