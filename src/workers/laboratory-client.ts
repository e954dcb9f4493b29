/**
 * The page's end of the laboratory: starts its worker when it is first wanted and gives it as an object of promises. Rule: comlink and
 * the worker are known here and nowhere else in the page.
 */
import { proxy, releaseProxy, wrap } from "comlink";
import type { WholeLaboratory } from "./stepping-contract.ts";
import { carryErrorFields } from "./thrown-errors.ts";

/** A laboratory that can be closed. */
export interface OpenLaboratory extends WholeLaboratory {
  /** Ends its worker and with it those of all threads. */
  close(): void;
}

/** Starts the laboratory. @param onFailure told when its worker cannot start or dies. */
export function openLaboratory(onFailure: (reason: string) => void = () => undefined): OpenLaboratory {
  carryErrorFields();
  const worker = new Worker(new URL("./laboratory.worker.ts", import.meta.url), { type: "module", name: "laboratory" });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onFailure(event.message || "the laboratory's script could not be loaded");
  });
  const remote = wrap<WholeLaboratory>(worker);
  return {
    compile: (source, parameters, language) => remote.compile(source, parameters, language),
    run: (request, onProgress) => remote.run(request, onProgress && proxy(onProgress)),
    repeat: (request, onProgress) => remote.repeat(request, onProgress && proxy(onProgress)),
    step: (request, onProgress) => remote.step(request, onProgress && proxy(onProgress)),
    openStepping: (request) => remote.openStepping(request),
    moveStepping: (move) => remote.moveStepping(move),
    pin: () => remote.pin(),
    stop: () => remote.stop(),
    stateAt: (seq) => remote.stateAt(seq),
    relation: (seqA, seqB) => remote.relation(seqA, seqB),
    exportTrace: (format) => remote.exportTrace(format),
    exportBlob: (format) => remote.exportBlob(format),
    workerCount: () => remote.workerCount(),
    close() {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}
