/** Node's worker threads for JavaScript listings. Rule: whoever makes the factory says where the built worker lies. */
import { Worker } from "node:worker_threads";
import type { FromScript, ScriptOrder } from "../../engine/javascript/script-record.ts";
import type { ScriptWorkerFactory } from "../javascript/script-port.ts";

/** @param file absolute path of the bundled `script-node.worker.ts` */
export function createNodeScriptFactory(file: string): ScriptWorkerFactory {
  return () => {
    const worker = new Worker(file);
    return {
      post: (order: ScriptOrder) => worker.postMessage(order),
      onMessage: (listener) => worker.on("message", (message: FromScript) => listener(message)),
      onFailure: (listener) => {
        worker.on("error", (error: Error) => listener(error.message));
      },
      terminate: () => void worker.terminate(),
    };
  };
}
