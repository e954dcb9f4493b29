/** Workers for litmus tests in Node. Rule: whoever makes the factory says where the built worker lies. */
import { Worker } from "node:worker_threads";
import type { RacingWorker } from "../litmus-contract.ts";

/** @param file absolute path of the bundled `litmus-node.worker.ts` */
export function createRacingNodeWorkers(file: string): () => RacingWorker {
  return () => {
    const worker = new Worker(file);
    worker.unref();
    return {
      post: (order) => worker.postMessage(order),
      onEnd: (listener) => worker.on("message", listener),
      onFailure: (listener) => worker.on("error", (error: Error) => listener(error.message)),
      terminate: () => void worker.terminate(),
    };
  };
}
