/** Web Workers for JavaScript listings: one module worker a run. */
import type { FromScript, ScriptOrder } from "../../engine/javascript/script-record.ts";
import type { ScriptWorkerFactory } from "./script-port.ts";

export function createWebScriptFactory(): ScriptWorkerFactory {
  return () => {
    const worker = new Worker(new URL("./script.worker.ts", import.meta.url), { type: "module", name: "script" });
    return {
      post: (order: ScriptOrder) => worker.postMessage(order),
      onMessage: (listener) =>
        worker.addEventListener("message", ({ data }: MessageEvent<FromScript>) => listener(data)),
      onFailure: (listener) =>
        worker.addEventListener("error", (event) => {
          event.preventDefault();
          listener(event.message || "its script could not be loaded");
        }),
      terminate: () => worker.terminate(),
    };
  };
}
