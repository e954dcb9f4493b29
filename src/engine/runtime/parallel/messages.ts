/**
 * What a coordinator and its thread workers say to each other. A worker gets one `prepare` a run, then lives in shared
 * memory: it parks on its mailbox, runs the threads it is given, and hears no message until it is released.
 */
import type { Milliseconds } from "../../base/units.ts";
import type { ParameterValues } from "../../program/report.ts";
import type { GateSettings } from "../gated/gate.ts";

/** How the listing's Python behaves. */
export type PythonBuild = "3.9" | "3.10" | "free-threaded";

/** A listing as every worker compiles it for itself: code objects hold natives, which no message can carry. */
export interface ProgramText {
  readonly source: string;
  readonly parameters: ParameterValues;
}

/** Settings of one run that every thread needs. */
export interface RunSettings {
  readonly python: PythonBuild;
  /** Real milliseconds that a second of the listing takes. */
  readonly secondMs: Milliseconds;
  /** How long the interpreter lock is held while somebody wants it. */
  readonly switchMs: Milliseconds;
  readonly seed: number;
  /** Processors that the listing is told of. */
  readonly cores: number;
  /** False: only what the console and the threads' lives need is written. */
  readonly record: boolean;
  /** Moment on the shared clock that counts as 0. */
  readonly epochMs: Milliseconds;
  /** True: started threads wait for each other and set out after small seeded delays, so that short bodies meet (`repeat`). */
  readonly shaken: boolean;
}

export type ToWorker = {
  readonly kind: "prepare";
  readonly run: number;
  readonly worker: number;
  readonly memory: SharedArrayBuffer;
  readonly ring: SharedArrayBuffer;
  readonly program: ProgramText;
  readonly settings: RunSettings;
  /** Where each thread waits for its turn before it does anything; null for a run of its own speed. */
  readonly gates: GateSettings | null;
};

export type FromWorker =
  | { readonly kind: "ready"; readonly run: number; readonly worker: number }
  | { readonly kind: "released"; readonly run: number; readonly worker: number }
  /** A fault of ours in a thread: told, never swallowed. */
  | { readonly kind: "crashed"; readonly run: number; readonly worker: number; readonly message: string };

/** A worker as the engine needs one: the page gives Web Workers, Node its worker threads. */
export interface WorkerPort {
  post(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** Told when the worker could not start or died. */
  onFailure(listener: (reason: string) => void): void;
  terminate(): void;
}

/** Makes workers; @throws when the surroundings refuse. */
export type WorkerFactory = () => WorkerPort;
