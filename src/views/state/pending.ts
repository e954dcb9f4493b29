/** Counts what is under way, so that `idle()` can say when nothing is. Rule: whoever starts something asynchronous tracks it. */

export interface Pending {
  /** Counts the promise until it settles; gives it back. */
  track<T>(promise: Promise<T>): Promise<T>;
  /** Adds a picture that can say when it is drawn; gives back what takes it away again. */
  addPicture(whenDrawn: () => Promise<void>): () => void;
  /** Resolves when nothing is under way. */
  none(): Promise<void>;
  /** Resolves when every picture has been drawn, those too that came while others were being drawn. */
  allDrawn(): Promise<void>;
}

export function createPending(): Pending {
  const active = new Set<Promise<unknown>>();
  const pictures = new Set<() => Promise<void>>();
  let added = 0;
  return {
    track(promise) {
      active.add(promise);
      const done = () => active.delete(promise);
      promise.then(done, done);
      return promise;
    },
    addPicture(whenDrawn) {
      pictures.add(whenDrawn);
      added++;
      return () => pictures.delete(whenDrawn);
    },
    async allDrawn() {
      let known: number;
      do {
        known = added;
        await Promise.all([...pictures].map((whenDrawn) => whenDrawn()));
      } while (added > known);
    },
    async none() {
      while (active.size > 0) await Promise.allSettled(active);
    },
  };
}
