/** A worker for one JavaScript listing, as the laboratory sees it: in the page a Web Worker, in tests one of Node. */
import type { FromScript, ScriptOrder } from "../../engine/javascript/script-record.ts";

export interface ScriptPort {
  post(order: ScriptOrder): void;
  onMessage(listener: (message: FromScript) => void): void;
  onFailure(listener: (reason: string) => void): void;
  terminate(): void;
}

/** Starts a fresh worker; each runs one listing. */
export type ScriptWorkerFactory = () => ScriptPort;
