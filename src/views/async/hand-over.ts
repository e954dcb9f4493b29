/** What happens at the playhead in words; where a task gives way, also who comes next. Pure. */
import { describeEvent } from "../../engine/trace/sentences.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { nameOfTask } from "../shared/lane-names.ts";
import type { AsyncSpeech } from "./use-async-words.ts";

/** `Task-1 (main) awaits gather and lets others run: the loop takes the next ready one, b`. */
export function describeHandOver(
  { loop, language }: AsyncSpeech,
  trace: Trace,
  { seq, loops }: Pick<StateSnapshot, "seq" | "loops">,
): string {
  if (seq < 0 || seq >= trace.count) return "";
  const what = describeEvent(trace, seq, language);
  const lane = trace.threads[trace.thread[seq]];
  const givesWay = trace.op[seq] === OP["task-suspend"] || trace.op[seq] === OP.finish;
  const home = loops.find(({ id }) => id === lane?.parent);
  if (!givesWay || home === undefined || lane?.kind !== "task") return what;
  if (home.ready.length === 0) return loop.handsToNobody(what);
  const [{ task, name }] = home.ready;
  return loop.handsTo(what, task === null ? name : nameOfTask(trace, task));
}
