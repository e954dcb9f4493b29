/**
 * What a bench kernel is. A kernel measures one of our own things (`subject`) against a floor or a peer (`floor`), which
 * are run by turns in one process, so that both meet the same machine. Its one rule: both give a value in `unit`, and
 * neither gives a value for work that it did not check to have been done.
 */
import type { Page } from "@playwright/test";

/** A limit that a figure shall keep. */
export type Bound = { readonly max: number } | { readonly min: number };

/** What is to be reached: the median of the ratios subject / floor, or the median of the subject's own values. */
export interface Goal {
  readonly ratio?: Bound;
  readonly value?: Bound;
}

interface Described {
  /** Unique, kebab-case, for example `lock-alone`. */
  readonly name: string;
  /** For example `ns/op`, `items/s`, `ms`. */
  readonly unit: string;
  /** What the floor is, a peer with its version: `async-mutex 0.5.0`. */
  readonly against: string;
  readonly goal: Goal;
  /** Values of each arm in one process; 11 unless told. */
  readonly rounds?: number;
  /** True where 0 is a figure, as a share is; elsewhere it says that nothing was measured. */
  readonly mayBeZero?: boolean;
  /** Milliseconds that one process may take for this kernel; 120 000 unless told. */
  readonly timeoutMs?: number;
}

/** One measurement: gives a value in the kernel's unit. */
export type Arm<Context> = (context: Context) => number | Promise<number>;

/** A kernel that runs in a bench page of its own: in a worker there, or on the page's main thread. */
export interface Kernel extends Described {
  /** `worker` unless told: `Atomics.wait` is refused on a main thread. */
  readonly where?: "worker" | "main";
  readonly subject: Arm<KernelContext>;
  readonly floor?: Arm<KernelContext>;
}

/** What an arm is given inside the bench page. */
export interface KernelContext {
  /** From 0; the first two rounds are for warming up and are not counted: these are −2 and −1. */
  readonly round: number;
  /** Milliseconds with fractions, monotonic. */
  now(): number;
  /**
   * Nanoseconds a call: calls `loop(n)`, which does the work n times, with an n that takes about `sampleMs` (20
   * unless told). n is found once for each process, arm and `loop` (told apart by their text) and then kept.
   */
  nanosecondsPerCall(loop: (n: number) => void | Promise<void>, sampleMs?: number): Promise<number>;
  /**
   * Starts a worker that is ended when the arm returns. The address must stand in the kernel's own module for the
   * build to see it: `context.start(new Worker(new URL("./pair.worker.ts", import.meta.url), { type: "module" }))`.
   */
  start(worker: Worker): Worker;
  /** The worker's next message; rejects with its error. */
  answerOf<Answer>(worker: Worker): Promise<Answer>;
  /**
   * Makes something once for each process and arm and keeps it, under this name, for all rounds: workers that stay
   * warm, a filled queue. Workers that are started while it is made are ended with the kernel.
   */
  keep<Kept>(name: string, make: () => Kept | Promise<Kept>): Promise<Kept>;
}

/** A kernel that drives the real, built page from outside, through Playwright. */
export interface PageKernel extends Described {
  readonly subject: Arm<PageContext>;
  readonly floor?: Arm<PageContext>;
}

export interface PageContext {
  /** As in the bench page. */
  readonly round: number;
  /** The built page's address; `page.goto(address + "?scenario=count-race")`. */
  readonly address: string;
  /** A page of its own for each process, not yet opened. */
  readonly page: Page;
}

/** What one process found: one value for each counted round, in order. */
export interface Samples {
  readonly subject: readonly number[];
  readonly floor: readonly number[];
}

/** What the bench page tells about a kernel that it holds. */
export interface KernelCard extends Described {
  readonly hasFloor: boolean;
}
