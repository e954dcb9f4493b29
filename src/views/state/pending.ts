/** Counts what is under way, so that `idle()` can say when nothing is. Rule: whoever starts something asynchronous tracks it. */

export interface Pending {
  /** Counts the promise until it settles; gives it back. */
  track<T>(promise: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  none(): Promise<void>;
}

export function createPending(): Pending {
  const active = new Set<Promise<unknown>>();
  return {
    track(promise) {
      active.add(promise);
      const done = () => active.delete(promise);
      promise.then(done, done);
      return promise;
    },
    async none() {
      while (active.size > 0) await Promise.allSettled(active);
    },
  };
}
