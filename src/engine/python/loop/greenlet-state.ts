/**
 * Greenlets of one machine: stacks of calls of which one runs. Rule: a greenlet that does not run has its whole stack here; the one that
 * runs has it in the machine.
 */
import type { Address } from "../../base/ids.ts";
import type { Frame, Return } from "../frames.ts";
import type { Value } from "../values.ts";
import type { Context } from "./context.ts";

export class GreenletState {
  /** Its object. */
  readonly at: Address;
  readonly lane: number;
  /** Where it goes when it ends, and where its exceptions go; 0 for the first. */
  readonly parent: Address;
  begun = false;
  dead = false;
  frame: Frame | null = null;
  depth = 0;
  handled: Value = null;
  /** Where the value goes that it is switched to with. */
  returns: Return | null = null;
  context: Context | null = null;

  constructor(at: Address, lane: number, parent: Address) {
    this.at = at;
    this.lane = lane;
    this.parent = parent;
  }

  copy(frame: (frame: Frame) => Frame): GreenletState {
    const copied = new GreenletState(this.at, this.lane, this.parent);
    copied.begun = this.begun;
    copied.dead = this.dead;
    copied.frame = this.frame && frame(this.frame);
    copied.depth = this.depth;
    copied.handled = this.handled;
    copied.returns = this.returns;
    copied.context = this.context;
    return copied;
  }
}

/** All greenlets of a machine; empty where none was ever made. */
export class Greenlets {
  readonly #greenlets = new Map<Address, GreenletState>();
  current: Address = 0;

  get isEmpty(): boolean {
    return this.#greenlets.size === 0;
  }

  get(at: Address): GreenletState | undefined {
    return this.#greenlets.get(at);
  }

  add(state: GreenletState): void {
    this.#greenlets.set(state.at, state);
  }

  all(): Iterable<GreenletState> {
    return this.#greenlets.values();
  }

  copy(frame: (frame: Frame) => Frame): Greenlets {
    const copied = new Greenlets();
    copied.current = this.current;
    for (const state of this.#greenlets.values()) copied.add(state.copy(frame));
    return copied;
  }
}
