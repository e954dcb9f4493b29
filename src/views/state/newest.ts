/** The newest request wins: an answer to an older one is dropped by whoever asked. */

export interface Turns {
  /** Begins a request; every earlier one is out of date from now on. */
  take(): number;
  /** The turn of the newest request. */
  current(): number;
  /** Whether no later request has begun. */
  isNewest(turn: number): boolean;
}

export function createTurns(): Turns {
  let newest = 0;
  return { take: () => ++newest, current: () => newest, isNewest: (turn) => turn === newest };
}

/**
 * Asks one question at a time: while an answer is awaited only the latest further wish is kept, so that dragging the
 * playhead over a million events costs as many questions as there is time to answer.
 */
export function createLimiter<Wish>(ask: (wish: Wish) => Promise<void>): (wish: Wish) => Promise<void> {
  let next: { readonly wish: Wish } | null = null;
  let active: Promise<void> | null = null;
  const work = async (): Promise<void> => {
    while (next !== null) {
      const { wish } = next;
      next = null;
      await ask(wish);
    }
  };
  return (wish) => {
    next = { wish };
    active ??= work().finally(() => {
      active = null;
    });
    return active;
  };
}
