/** The explorer behind `guardedWorker`. */
import type { Explorer } from "../../workers/contract.ts";
import { guardedWorker, type Open } from "./guarded-worker.ts";

/** @param load as in `guardedWorker` @param onFailure as in `guardedWorker` */
export function guardedExplorer(load: () => Promise<Open<Explorer>>, onFailure: (reason: string) => void): Explorer {
  const ask = guardedWorker(load, onFailure);
  return {
    explore: (...given) => ask((inner) => inner.explore(...given)),
    pause: () => ask((inner) => inner.pause()),
    resume: () => ask((inner) => inner.resume()),
    stop: () => ask((inner) => inner.stop()),
  };
}
