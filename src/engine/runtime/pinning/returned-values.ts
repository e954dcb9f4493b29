/**
 * What the atomic updates of a recorded run returned. The event tells what an update left; what it found was written down beside it, for replay.
 * Rule: an update of which that is not known is left out.
 */
import type { Seq, ThreadId } from "../../base/ids.ts";
import { NOTE } from "../../memory/ring-layout.ts";
import { fromSmallWord, isSmallWord } from "../../memory/words.ts";
import type { Note } from "../../trace/assemble.ts";
import { laneHosts } from "../../trace/lane-hosts.ts";
import { OP } from "../../trace/ops.ts";
import type { ReturnedValues } from "../../trace/overlap.ts";
import type { Trace } from "../../trace/trace.ts";

/** By row: the integer that an update of an `AtomicInt` found. @param notes by thread, in order */
export function returnedByUpdates(trace: Trace, notes: ReadonlyMap<ThreadId, readonly Note[]>): ReturnedValues {
  const returned = new Map<Seq, number>();
  const runs = laneHosts(trace.threads);
  const told = new Int32Array(trace.threads.length);
  const answers = new Map([...notes].map(([thread, own]) => [thread, lastAnswers(own)]));
  for (let row: Seq = 0; row < trace.count; row++) {
    const thread = runs[trace.thread[row]];
    const index = told[thread]++;
    if (!isUpdate(trace, row)) continue;
    const word = answers.get(thread)?.get(index);
    if (word !== undefined && isSmallWord(word)) returned.set(row, fromSmallWord(word));
  }
  return returned;
}

function isUpdate({ op, object, objects }: Trace, row: Seq): boolean {
  const changes = op[row] === OP.update || op[row] === OP["compare-exchange"];
  return changes && objects[object[row]]?.atomic === true;
}

/** By the number of the thread's own event: the last answer before it. */
function lastAnswers(notes: readonly Note[]): ReadonlyMap<number, number> {
  const answers = new Map<number, number>();
  for (const { kind, beforeEventIndex, words } of notes)
    if (kind === NOTE.ANSWER) answers.set(beforeEventIndex, words[2]);
  return answers;
}
