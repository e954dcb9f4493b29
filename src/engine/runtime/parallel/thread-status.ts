/**
 * What a thread says about itself in its block of shared memory, for the deadlock watch and the live picture.
 * Rule: VERSION is odd while the other words are being changed, and only the thread itself writes them.
 */
import type { Address, ThreadId } from "../../base/ids.ts";
import { STATE, THREAD, threadBlock } from "../../memory/layout.ts";

/** One thread's own block. */
export class ThreadStatus {
  readonly #words: Int32Array;
  readonly #block: Address;

  constructor(words: Int32Array, thread: ThreadId) {
    this.#words = words;
    this.#block = threadBlock(thread);
  }

  /** Says that it runs. */
  running(): void {
    this.#say(STATE.RUNNING, 0, 0, false);
  }

  /** Says that it is about to sleep for `object`; `kind` is the op of the wait. */
  blocked(kind: number, object: Address, timed: boolean): void {
    this.#say(STATE.BLOCKED, kind, object, timed);
  }

  /** Says that it sleeps until a moment of its own. */
  sleeping(): void {
    this.#say(STATE.SLEEPING, 0, 0, true);
  }

  ended(): void {
    this.#say(STATE.ENDED, 0, 0, false);
  }

  #say(state: number, kind: number, object: Address, timed: boolean): void {
    const words = this.#words;
    const block = this.#block;
    Atomics.add(words, block + THREAD.VERSION, 1);
    Atomics.store(words, block + THREAD.WAIT_KIND, kind);
    Atomics.store(words, block + THREAD.WAIT_ON, object);
    Atomics.store(words, block + THREAD.WAIT_TIMED, timed ? 1 : 0);
    Atomics.store(words, block + THREAD.STATE, state);
    Atomics.add(words, block + THREAD.VERSION, 1);
  }
}
