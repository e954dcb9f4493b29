/** Runs one JavaScript listing in a worker of its own and keeps what it tells. Rule: whatever the listing does, its worker is ended with the run. */
import type { Milliseconds } from "../../engine/base/units.ts";
import { ScriptRecord } from "../../engine/javascript/to-trace.ts";
import type { FromScript, Limit, ScriptOrder } from "../../engine/javascript/script-record.ts";
import type { ScriptPort, ScriptWorkerFactory } from "./script-port.ts";

/** How a run came to its end. */
export type ScriptEnding =
  /** Nothing could come any more. Strays are microtasks that ran otherwise than the model of the queue had it. */
  | { readonly kind: "ended"; readonly strays: number; readonly endMs: Milliseconds }
  | { readonly kind: "stopped" }
  | { readonly kind: "timed-out" }
  | { readonly kind: "limit"; readonly limit: Limit };

export interface ScriptRun {
  readonly record: ScriptRecord;
  readonly ending: ScriptEnding;
}

/** A worker that has not begun by then will not; in milliseconds. */
const START_MS: Milliseconds = 30_000;

export class ScriptRunner {
  readonly #load: () => Promise<ScriptWorkerFactory>;
  #stop: () => void = () => undefined;

  /** @param load gives what starts workers, when the first is wanted */
  constructor(load: () => Promise<ScriptWorkerFactory>) {
    this.#load = load;
  }

  /** The time limit counts from where the listing begins. @throws Error where the worker fails or refuses the text. @param onBatch told about twenty times a second */
  async run(order: ScriptOrder, timeoutMs: Milliseconds, onBatch: (record: ScriptRecord) => void): Promise<ScriptRun> {
    const loading = { isStopped: false };
    this.#stop = () => {
      loading.isStopped = true;
    };
    const createWorker = await this.#load();
    if (loading.isStopped) return { record: new ScriptRecord(), ending: { kind: "stopped" } };
    const worker = createWorker();
    const record = new ScriptRecord();
    const timer: { id?: ReturnType<typeof setTimeout> } = {};
    const run = new Promise<ScriptRun>((resolve, reject) => {
      const end = (ending: ScriptEnding): void => resolve({ record, ending });
      this.#stop = () => end({ kind: "stopped" });
      const limit = (ms: Milliseconds): void => {
        clearTimeout(timer.id);
        timer.id = setTimeout(() => end({ kind: "timed-out" }), ms);
      };
      limit(timeoutMs + START_MS);
      worker.onFailure((reason) => reject(new Error(`the listing's worker failed: ${reason}`)));
      worker.onMessage((message) => {
        const ending = hear(message, record);
        if (message.kind === "started") limit(timeoutMs);
        if (message.kind === "refused") reject(new Error(`the browser does not run the listing: ${message.reason}`));
        if (message.kind === "batch") onBatch(record);
        if (ending !== null) end(ending);
      });
      worker.post(order);
    });
    return run.finally(() => this.#close(worker, timer.id));
  }

  /** Ends what runs. */
  stop(): void {
    this.#stop();
  }

  #close(worker: ScriptPort, timer: ReturnType<typeof setTimeout> | undefined): void {
    clearTimeout(timer);
    worker.terminate();
    this.#stop = () => undefined;
  }
}

/** Keeps what a message brings; the ending, where it is one. */
function hear(message: FromScript, record: ScriptRecord): ScriptEnding | null {
  switch (message.kind) {
    case "batch":
      record.add(message.batch);
      return null;
    case "ended":
      return { kind: "ended", strays: message.strays, endMs: message.endMs };
    case "limit":
      return { kind: "limit", limit: message.limit };
    case "started":
    case "refused":
      return null;
  }
}
