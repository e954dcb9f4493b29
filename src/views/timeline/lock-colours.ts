/** Colours of what is held, so that one lock can be followed from lane to lane. Rule: the name stands beside it wherever there is room. */
import type { ObjectId } from "../../engine/base/ids.ts";
import { LOCK_KINDS } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { Palette } from "./palette.ts";

const ranks = new WeakMap<Trace, Int32Array>();

/** The colour of a lock: the first locks of a trace have different ones. */
export function lockColour(palette: Palette, trace: Trace, object: ObjectId): string {
  const colours = [
    palette.accent,
    palette.good,
    palette.thread(4),
    palette.thread(6),
    palette.thread(5),
    palette.thread(8),
  ];
  return colours[rankOf(trace, object) % colours.length];
}

function rankOf(trace: Trace, object: ObjectId): number {
  const known = ranks.get(trace) ?? rank(trace);
  return known[object] ?? 0;
}

function rank(trace: Trace): Int32Array {
  let next = 0;
  const made = Int32Array.from(trace.objects, ({ kind }) => (LOCK_KINDS.has(kind) ? next++ : 0));
  ranks.set(trace, made);
  return made;
}
