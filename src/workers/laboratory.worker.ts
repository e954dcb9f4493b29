/** The laboratory's worker: real workers for the threads, comlink towards the page. */
import { expose } from "comlink";
import { breathe } from "./breathe.ts";
import { createWebWorkerFactory } from "./web-worker-factory.ts";
import { BilingualLaboratory } from "./javascript/bilingual-laboratory.ts";
import { measureResolutionUs } from "./resolution.ts";
import { sharedClock } from "./shared-clock.ts";
import { carryErrorFields } from "./thrown-errors.ts";

carryErrorFields();
expose(
  new BilingualLaboratory({
    clock: sharedClock,
    createWorker: createWebWorkerFactory(),
    loadScriptWorkers: async () => (await import("./javascript/web-script-factory.ts")).createWebScriptFactory(),
    resolutionUs: measureResolutionUs(sharedClock),
    cores: navigator.hardwareConcurrency,
    // Without shared memory nothing runs on workers: everything is simulated.
    warm: globalThis.crossOriginIsolated ? 4 : 0,
    sharedMemory: globalThis.crossOriginIsolated,
    breathe,
  }),
);
