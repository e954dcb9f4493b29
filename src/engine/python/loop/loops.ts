/** All event loops of one machine, by the address of their objects, of which at most one runs; and its greenlets. */
import type { Address } from "../../base/ids.ts";
import type { Host } from "../native.ts";
import { EventLoop } from "./event-loop.ts";
import { Greenlets } from "./greenlet-state.ts";
import type { Copies } from "./task-state.ts";

export class Loops {
  readonly #loops = new Map<Address, EventLoop>();
  running: EventLoop | null = null;
  greenlets = new Greenlets();

  get isEmpty(): boolean {
    return this.#loops.size === 0 && this.greenlets.isEmpty;
  }

  /** The loop of an object; undefined for one that another thread made. */
  get(at: Address): EventLoop | undefined {
    return this.#loops.get(at);
  }

  add(at: Address): EventLoop {
    const loop = new EventLoop(at);
    this.#loops.set(at, loop);
    return loop;
  }

  /** In the order in which they were made. */
  all(): Iterable<EventLoop> {
    return this.#loops.values();
  }

  copy(copies: Copies): Loops {
    const copied = new Loops();
    copied.greenlets = this.greenlets.copy(copies.frame);
    for (const [at, loop] of this.#loops) {
      const own = loop.copy(copies);
      copied.#loops.set(at, own);
      if (this.running === loop) copied.running = own;
    }
    return copied;
  }
}

/** A loop of this thread. @throws PyRaise RuntimeError for another thread's */
export function loopAt(host: Host, at: Address): EventLoop {
  const loop = host.loops.get(at);
  if (loop !== undefined) return loop;
  return host.raise("RuntimeError", "Non-thread-safe operation invoked on an event loop other than the current one");
}

/** The lane of a loop, made when the first of its tasks is. */
export function ensureLane(host: Host, loop: EventLoop): number {
  if (loop.lane < 0) loop.lane = host.world.createLane("loop", host.heap.stringWord("event loop"), host.world.lane);
  return loop.lane;
}
