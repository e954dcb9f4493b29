/**
 * CPython's interpreter lock, for listings that ask for a build that has one. A thread holds it across instructions, gives it up at every
 * wait, and lets go after the switch interval when somebody asks. Rule: it is held by a thread whenever its machine runs.
 */
import { CONTROL } from "../../memory/layout.ts";
import { acquireGil, dropGil, isGilRequested, releaseGil, yieldGil } from "../../sync/gil.ts";
import type { Probe, SyncContext } from "../../sync/context.ts";
import type { RunSettings } from "./messages.ts";

/** One thread's dealings with the lock. */
export interface Interpreter {
  /** When the thread begins. */
  take(): void;
  /** Before a wait, and at the end. @throws StopSignal without the lock: it may have to wait until another thread has had it. */
  giveUp(): void;
  /** When the run is to stop. Never throws and waits for nobody. */
  drop(): void;
  /** After an operation that may have waited. */
  takeAgain(): void;
  /** At calls and backward jumps, or after any instruction (`python: 3.9`). */
  giveUpIfWanted(): void;
}

class RealInterpreter implements Interpreter {
  readonly #context: SyncContext;
  readonly #switchMs: number;
  #probe: Probe;
  #holds = false;
  #wants = false;

  constructor(context: SyncContext, switchMs: number, probe: Probe) {
    this.#context = context;
    this.#switchMs = switchMs;
    this.#probe = probe;
  }

  take(): void {
    this.#wants = false;
    if (this.#holds) return;
    acquireGil(this.#context, CONTROL.GIL, this.#switchMs, this.#probe);
    this.#holds = true;
  }

  giveUp(): void {
    if (!this.#holds) return;
    this.#holds = false;
    this.#wants = true;
    releaseGil(this.#context, CONTROL.GIL, this.#probe);
  }

  drop(): void {
    this.#holds = false;
    dropGil(this.#context, CONTROL.GIL, this.#probe);
  }

  takeAgain(): void {
    if (this.#wants) this.take();
  }

  giveUpIfWanted(): void {
    if (!this.#holds || !isGilRequested(this.#context.words, CONTROL.GIL)) return;
    // While it waits for its turn it holds nothing: the sleep inside must not give the lock up once more.
    this.#holds = false;
    yieldGil(this.#context, CONTROL.GIL, this.#switchMs, this.#probe);
    this.#holds = true;
  }
}

/** The lock of a build that has one, given up before each wait of the context; null for the free-threaded one. */
export function createInterpreter(settings: RunSettings, context: SyncContext, probe: Probe): Interpreter | null {
  if (settings.python === "free-threaded") return null;
  const interpreter = new RealInterpreter(context, settings.switchMs, probe);
  context.beforeWait = () => interpreter.giveUp();
  return interpreter;
}
