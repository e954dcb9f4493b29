/** Events at which something changes hands, to be gone to one after the other. Pure. Rule: a few thousand at most; a longer run is looked at by its lanes. */
import type { Seq } from "../../engine/base/ids.ts";
import { isHandOver } from "../../engine/trace/lanes-in-order.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";

const MOST_STOPS = 4000;

/** Beside hand-overs: what moves a chip from one box of the panel to another. */
const MOVES: ReadonlySet<number> = new Set(
  (["task-create", "task-run", "task-wake", "task-suspend", "timer-fire", "select-return", "finish"] as const).map(
    (name) => OP[name],
  ),
);

/** Where one lane gives way to another. */
export function handOversOf(trace: Trace): readonly Seq[] {
  return pick(trace, (seq) => isHandOver(trace, seq));
}

/** What is worth a look when the run is played: hand-overs, and each move between the boxes. */
export function stopsOf(trace: Trace): readonly Seq[] {
  return pick(trace, (seq) => isHandOver(trace, seq) || MOVES.has(trace.op[seq]));
}

function pick({ count }: Trace, isWanted: (seq: Seq) => boolean): readonly Seq[] {
  const found: Seq[] = [];
  for (let seq = 0; seq < count && found.length < MOST_STOPS; seq++) if (isWanted(seq)) found.push(seq);
  return found;
}
