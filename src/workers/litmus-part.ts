/** A worker's end of a litmus test, for browsers and Node alike. Rule: it hears one order and then nothing until the race is over. */
import { findLitmusTest } from "../engine/litmus/index.ts";
import { race } from "../engine/litmus/racer.ts";
import type { RaceOrder } from "./litmus-contract.ts";

/** Runs the part; returns when somebody stops the race. @throws Error for a test that there is not */
export function takePart({ memory, plan, test: id, access, me }: RaceOrder): void {
  const test = findLitmusTest(id);
  if (test === undefined) throw new Error(`there is no litmus test ${id}`);
  race(new Int32Array(memory), plan, test, access, me);
}
