/** What happens at the playhead in words; where a task gives way, also who comes next. Pure. */
import type { Seq } from "../../engine/base/ids.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { describeEntry } from "./Chip.tsx";
import type { LoopState } from "./loop-state.ts";
import type { AsyncSpeech } from "./use-async-words.ts";

/** `Task-1 (main) awaits gather and lets others run: the loop takes the next ready one, b`. */
export function describeHandOver(speech: AsyncSpeech, trace: Trace, seq: Seq, loops: readonly LoopState[]): string {
  const { loop, language } = speech;
  const what = describeEvent(trace, seq, language);
  const givesWay = trace.op[seq] === OP["task-suspend"] || trace.op[seq] === OP.finish;
  const parent = trace.threads[trace.thread[seq]]?.parent;
  const home = loops.find(({ lane }) => lane === parent) ?? (loops.length === 1 ? loops[0] : undefined);
  if (!givesWay || home === undefined || trace.threads[trace.thread[seq]]?.kind !== "task") return what;
  const [next] = home.ready;
  return next === undefined ? loop.handsToNobody(what) : loop.handsTo(what, describeEntry(speech, trace, next));
}
