/** Where the listing's own module names lie. Prelude slots come first and are the same in every program. */
import type { Address } from "../../base/ids.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import type { CompiledProgram } from "../../python/bytecode.ts";

/** First word and number of the listing's module slots (others may lie between them). */
export function listingSlots(program: CompiledProgram): { readonly from: Address; readonly count: number } {
  const slots = program.slots.map(({ slot }) => slot);
  if (slots.length === 0) return { from: GLOBALS_BASE, count: 0 };
  const first = Math.min(...slots);
  return { from: GLOBALS_BASE + first, count: Math.max(...slots) - first + 1 };
}
