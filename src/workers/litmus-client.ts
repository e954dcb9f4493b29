/** The page's litmus tests: real workers, the browser's clock. Loaded when the first test is wanted. */
import type { LitmusBench, RacingWorker } from "./litmus-contract.ts";
import { ThreadLitmusBench } from "./litmus-bench.ts";

/** @param cores processors that there are */
export function openLitmusBench(cores: number): LitmusBench {
  return new ThreadLitmusBench({
    cores,
    createWorker: createRacingWorker,
    nowMs: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

function createRacingWorker(): RacingWorker {
  const worker = new Worker(new URL("./litmus.worker.ts", import.meta.url), { type: "module", name: "litmus" });
  return {
    post: (order) => worker.postMessage(order),
    onEnd: (listener) => worker.addEventListener("message", listener),
    onFailure: (listener) => {
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        listener(event.message || "its script could not be loaded");
      });
    },
    terminate: () => worker.terminate(),
  };
}
