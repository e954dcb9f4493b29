/**
 * A worker whose every answer ends: it is loaded when it is first asked, and when it dies, what was asked is refused with the reason
 * instead of staying open for ever.
 */

/** Why what was asked of a dead worker has no answer; whoever opened it was told already. */
export class WorkerDeath extends Error {
  override readonly name = "WorkerDeath";
}

/** Starts a worker and gives the page's end of it; tells when it cannot start or dies. */
export type Open<Inner> = (onFailure: (reason: string) => void) => Inner & { close(): void };

/** Puts a question to the worker. */
export type Ask<Inner> = <T>(question: (inner: Inner) => Promise<T>) => Promise<T>;

/**
 * @param load gives what starts it: the code need not be there yet
 * @param onFailure told once, after the dead worker was closed
 */
export function guardedWorker<Inner>(
  load: () => Promise<Open<Inner>>,
  onFailure: (reason: string) => void,
): Ask<Inner> {
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
    endWith(new WorkerDeath(reason));
    onFailure(reason);
  }

  return (question) => Promise.race([opened.then(question), death]);
}
