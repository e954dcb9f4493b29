/**
 * What a simulation did, act by act, for whoever is to do the same elsewhere (`runtime/gated`). Rule: the acts of a run, done in this
 * order each by its own thread, make its events in their order.
 */
import type { ThreadId } from "../../base/ids.ts";

export const ACT = {
  /** The thread begins. */
  START: 0,
  /** Local work up to just before its next operation, or to its end. */
  ADVANCE: 1,
  /** The operation that it stands before, or that it waits in, completes. */
  PERFORM: 2,
  /** That operation begins to wait, or goes on and has to wait once more. */
  WAIT: 3,
  /** Its timed wait ends now, and with it the operation. */
  EXPIRE: 4,
  /** Its timed wait ends now, but it has to wait for something else (a condition's lock). */
  EXPIRE_AND_WAIT: 5,
  /** `python: 3.10`: takes the interpreter lock, gives it up. */
  ENTER: 6,
  LEAVE: 7,
  /** The thread has ended. */
  END: 8,
} as const;
export type Act = (typeof ACT)[keyof typeof ACT];

/** Is told each act when it is done, before what follows from it. */
export interface Journal {
  /** @param isStep whether the act was chosen: a step of the schedule */
  act(thread: ThreadId, act: Act, isStep: boolean): void;
}
