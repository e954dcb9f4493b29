/** The moment from which heavy things may load: the page has been painted once. Decided once for the whole page. */

/** A window that is hidden or covered is not painted; after this many milliseconds it counts as painted. */
const LONGEST_WAIT_MS = 300;

let painted: Promise<void> | null = null;

/** Resolves after the first paint that follows the first call, or soon after where nothing is painted. */
export function firstPaint(): Promise<void> {
  painted ??= new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
    setTimeout(resolve, LONGEST_WAIT_MS);
  });
  return painted;
}
