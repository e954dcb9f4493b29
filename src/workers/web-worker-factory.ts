/** Web Workers as the engine wants them: one module worker a port. */
import type { FromWorker, ToWorker, WorkerFactory, WorkerPort } from "../engine/runtime/parallel/messages.ts";

export function createWebWorkerFactory(): WorkerFactory {
  return () => wrap(new Worker(new URL("./thread.worker.ts", import.meta.url), { type: "module", name: "thread" }));
}

function wrap(worker: Worker): WorkerPort {
  return {
    post: (message: ToWorker) => worker.postMessage(message),
    onMessage: (listener) => worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => listener(data)),
    onFailure: (listener) => {
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        listener(event.message || "its script could not be loaded");
      });
      worker.addEventListener("messageerror", () => listener("a message to it could not be read"));
    },
    terminate: () => worker.terminate(),
  };
}
