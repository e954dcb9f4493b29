/**
 * A laboratory whose every answer ends: it is loaded when it is first asked, and when its worker dies, what was asked is
 * refused with the reason instead of staying open for ever.
 */
import type { WholeLaboratory } from "../../workers/stepping-contract.ts";

/** Why what was asked of a dead laboratory has no answer; whoever opened it was told already. */
export class LaboratoryDeath extends Error {
  override readonly name = "LaboratoryDeath";
}

/** Starts a laboratory; tells when it cannot start or dies. */
export type OpenLaboratory = (onFailure: (reason: string) => void) => WholeLaboratory & { close(): void };

/**
 * @param load gives what starts it: the code need not be there yet
 * @param onFailure told once, after the dead laboratory was closed
 */
export function guardedLaboratory(
  load: () => Promise<OpenLaboratory>,
  onFailure: (reason: string) => void,
): WholeLaboratory {
  let endWith: (error: Error) => void = () => undefined;
  const death = new Promise<never>((_, reject) => {
    endWith = reject;
  });
  // Nobody may be asking when it dies.
  death.catch(() => undefined);
  const opened = load().then((open) => {
    const inner = open((reason) => {
      inner.close();
      die(reason);
    });
    return inner;
  });
  opened.catch((error: unknown) => die(error instanceof Error ? error.message : String(error)));

  function die(reason: string): void {
    endWith(new LaboratoryDeath(reason));
    onFailure(reason);
  }

  const ask = <T>(question: (laboratory: WholeLaboratory) => Promise<T>): Promise<T> =>
    Promise.race([opened.then(question), death]);

  return {
    compile: (...given) => ask((inner) => inner.compile(...given)),
    run: (...given) => ask((inner) => inner.run(...given)),
    repeat: (...given) => ask((inner) => inner.repeat(...given)),
    step: (...given) => ask((inner) => inner.step(...given)),
    openStepping: (request) => ask((inner) => inner.openStepping(request)),
    moveStepping: (move) => ask((inner) => inner.moveStepping(move)),
    stop: () => ask((inner) => inner.stop()),
    stateAt: (seq) => ask((inner) => inner.stateAt(seq)),
    exportTrace: (format) => ask((inner) => inner.exportTrace(format)),
    workerCount: () => ask((inner) => inner.workerCount()),
  };
}
