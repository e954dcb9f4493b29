/** The page's end of the explorer: starts its worker and gives it as an object of promises. */
import { proxy, releaseProxy, wrap } from "comlink";
import type { Explorer } from "./contract.ts";
import { carryErrorFields } from "./thrown-errors.ts";

/** An explorer that can be closed. */
export interface OpenExplorer extends Explorer {
  /** Ends its worker, with whatever it explores. */
  close(): void;
}

/** Starts the explorer. @param onFailure told when its worker cannot start or dies. */
export function openExplorer(onFailure: (reason: string) => void = () => undefined): OpenExplorer {
  carryErrorFields();
  const worker = new Worker(new URL("./explorer.worker.ts", import.meta.url), { type: "module", name: "explorer" });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onFailure(event.message || "the explorer's script could not be loaded");
  });
  const remote = wrap<Explorer>(worker);
  return {
    explore: (request, onProgress) => remote.explore(request, onProgress && proxy(onProgress)),
    pause: () => remote.pause(),
    resume: () => remote.resume(),
    stop: () => remote.stop(),
    close() {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}
