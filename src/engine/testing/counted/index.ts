/** Every listing that is counted by hand. */
import { ATOMICS } from "./atomics.ts";
import { CELLS } from "./cells.ts";
import { CONTAINERS } from "./containers.ts";
import { CREWS } from "./crews.ts";
import type { CountedListing } from "./listing.ts";
import { LIVES } from "./lives.ts";
import { LOCKS } from "./locks.ts";
import { QUEUES } from "./queues.ts";
import { WAITS } from "./waits.ts";

export const COUNTED: readonly CountedListing[] = [
  ...CELLS,
  ...CONTAINERS,
  ...LOCKS,
  ...WAITS,
  ...QUEUES,
  ...ATOMICS,
  ...LIVES,
  ...CREWS,
];
