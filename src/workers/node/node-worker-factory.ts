/** Node's worker threads as the engine wants them. Rule: whoever makes the factory says where the built worker lies. */
import { Worker } from "node:worker_threads";
import type { FromWorker, ToWorker, WorkerFactory } from "../../engine/runtime/parallel/messages.ts";

/** @param file absolute path of the bundled `thread-node.worker.ts` */
export function createNodeWorkerFactory(file: string): WorkerFactory {
  return () => {
    const worker = new Worker(file);
    // A warm worker alone is no reason to keep a program alive.
    worker.unref();
    return {
      post: (message: ToWorker) => worker.postMessage(message),
      onMessage: (listener) => worker.on("message", (message: FromWorker) => listener(message)),
      onFailure: (listener) => {
        worker.on("error", (error: Error) => listener(error.message));
      },
      terminate: () => void worker.terminate(),
    };
  };
}
