/** Threads that are started and joined by steps, as `countByHand` plays them. */
import type { SimulationSettings } from "../../runtime/stepped/settings.ts";
import type { CountedProgram } from "./count-by-hand.ts";
import { after, type CountedListing, type Making } from "./listing.ts";
import type { CountedThread, Doing } from "./world.ts";

/** A listing in full, and what main and the threads do: a thread is begun by `starts`, and `joins` waits for its last step. */
export class Crew {
  readonly threads: CountedThread[] = [];
  readonly #begun: boolean[] = [];
  readonly #over: boolean[] = [];

  /** @param isBegun whether it is there from the beginning */
  add(thread: CountedThread, isBegun = false): number {
    const id = this.threads.length;
    this.#begun[id] = isBegun;
    this.threads.push(after(() => this.#begun[id], this.#until(id, thread)));
    return id;
  }

  isOver(id: number): boolean {
    return this.#over[id];
  }

  /** A step. Threads are numbered in the order in which they are started, so starts depend on each other. */
  *starts(id: number): Doing<void> {
    const touched = [{ object: this, writes: true }];
    yield { canGo: () => true, go: () => ({ touched, told: (this.#begun[id] = true) }) };
  }

  /** A step. */
  *joins(id: number): Doing<void> {
    yield { canGo: () => this.#over[id], go: () => ({ touched: [] }) };
  }

  *#until(id: number, thread: CountedThread): Doing<void> {
    yield* thread;
    this.#over[id] = true;
  }
}

export function crew<T>(
  name: string,
  listing: string,
  make: Making<T>,
  build: (crew: Crew, shared: T) => void,
  settings: Partial<SimulationSettings> = {},
): CountedListing {
  const begin = (): CountedProgram => {
    const made = new Crew();
    build(made, make());
    return { threads: made.threads, outcome: () => null };
  };
  return { name, listing: `import threading, queue, time\n${listing}\n`, begin, settings };
}
