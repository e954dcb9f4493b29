/** The laboratory behind `guardedWorker`. */
import type { WholeLaboratory } from "../../workers/stepping-contract.ts";
import { guardedWorker, type Open } from "./guarded-worker.ts";

/** @param load as in `guardedWorker` @param onFailure as in `guardedWorker` */
export function guardedLaboratory(
  load: () => Promise<Open<WholeLaboratory>>,
  onFailure: (reason: string) => void,
): WholeLaboratory {
  const ask = guardedWorker(load, onFailure);
  return {
    compile: (...given) => ask((inner) => inner.compile(...given)),
    run: (...given) => ask((inner) => inner.run(...given)),
    repeat: (...given) => ask((inner) => inner.repeat(...given)),
    step: (...given) => ask((inner) => inner.step(...given)),
    openStepping: (request) => ask((inner) => inner.openStepping(request)),
    moveStepping: (move) => ask((inner) => inner.moveStepping(move)),
    pin: () => ask((inner) => inner.pin()),
    stop: () => ask((inner) => inner.stop()),
    stateAt: (seq) => ask((inner) => inner.stateAt(seq)),
    relation: (seqA, seqB) => ask((inner) => inner.relation(seqA, seqB)),
    exportTrace: (format) => ask((inner) => inner.exportTrace(format)),
    exportBlob: (format) => ask((inner) => inner.exportBlob(format)),
    workerCount: () => ask((inner) => inner.workerCount()),
  };
}
