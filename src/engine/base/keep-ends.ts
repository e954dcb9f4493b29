/**
 * What is kept of something that may grow without bound: its beginning and its newest part, each up to a number of items and of characters.
 * Rule: what lies between is counted by whoever asks, and shown.
 */

/** How much of one end is kept; the item that goes beyond the characters is the last. */
export interface EndBounds {
  readonly items: number;
  readonly characters: number;
}

/** Items before `from` and from `to` on are kept; `from === to` where all are. */
export interface KeptEnds {
  readonly from: number;
  readonly to: number;
}

/** @param sizeOf characters of one item; asked once for each item that is kept, from the first on, then from the last back */
export function keepEnds(
  count: number,
  first: EndBounds,
  newest: EndBounds,
  sizeOf: (item: number) => number,
): KeptEnds {
  let from = 0;
  for (let left = first.characters; from < count && from < first.items && left > 0; from++) left -= sizeOf(from);
  let to = count;
  for (let left = newest.characters; to > from && count - to < newest.items && left > 0; ) left -= sizeOf(--to);
  return { from, to };
}
