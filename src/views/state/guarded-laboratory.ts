/**
 * A laboratory whose every answer ends: when its worker dies, what was asked is refused with the reason instead of
 * staying open for ever.
 */
import type { Laboratory } from "../../workers/contract.ts";

/** Starts a laboratory; tells when it cannot start or dies. */
export type OpenLaboratory = (onFailure: (reason: string) => void) => Laboratory & { close(): void };

/** @param onFailure told once, after the dead laboratory was closed. */
export function guardedLaboratory(open: OpenLaboratory, onFailure: (reason: string) => void): Laboratory {
  const death = Promise.withResolvers<never>();
  // Nobody may be asking when it dies.
  death.promise.catch(() => undefined);
  const inner = open((reason) => {
    death.reject(new Error(reason));
    inner.close();
    onFailure(reason);
  });
  const orDeath = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, death.promise]);
  return {
    compile: (...question) => orDeath(inner.compile(...question)),
    run: (...question) => orDeath(inner.run(...question)),
    repeat: (...question) => orDeath(inner.repeat(...question)),
    stop: () => orDeath(inner.stop()),
    stateAt: (seq) => orDeath(inner.stateAt(seq)),
    exportTrace: (format) => orDeath(inner.exportTrace(format)),
    workerCount: () => orDeath(inner.workerCount()),
  };
}
