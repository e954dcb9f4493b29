/**
 * Events in few words: the labels of boxes and the cells of the table. Pure.
 * Rule: a label never says more than the event does; what does not fit is left out from the end, never cut in a word.
 */
import type { Seq } from "../../engine/base/ids.ts";
import { otherOf } from "../../engine/trace/event.ts";
import { objectKind, placeOf, threadName } from "../../engine/trace/names.ts";
import { hasRole, opName, WAITS } from "../../engine/trace/op-roles.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { OpName } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { entryOf } from "../../engine/trace/value-codes.ts";
import { formatDuration } from "./numbers.ts";
import type { TimelineTexts } from "./texts.ts";

/** A value's text is cut behind so many characters. */
const LONGEST_VALUE = 60;

/** Ops whose value is a number of milliseconds. */
const DURATIONS: ReadonlySet<string> = new Set(["sleep", "compute"]);
/** Ops of which the short label names the object: their value says little. */
const ABOUT_OBJECTS: ReadonlySet<string> = new Set([
  "acquire-wait",
  "acquire",
  "acquire-timeout",
  "refused",
  "release",
  "wait",
  "notify",
  "woken",
  "wait-timeout",
  "set",
  "clear",
  "arrive",
  "pass",
  "broken",
  "reset",
  "put-wait",
  "get-wait",
  "put-timeout",
  "get-timeout",
  "recv-wait",
  "task-done",
  "shutdown",
  "close",
  "eof",
]);

/** Name of the op, `wait for`; the op itself where the table has no word for it. */
export function opWord(trace: Trace, seq: Seq, texts: TimelineTexts): string {
  const name = opName(trace, trace.op[seq]);
  return texts.ops[name as OpName] ?? name;
}

/** The value's repr, a duration for sleeps and for waits with a limit; empty where there is none. */
export function valueWord(trace: Trace, seq: Seq): string {
  const entry = entryOf(trace, trace.value[seq]);
  if (entry === null) return "";
  const op = opName(trace, trace.op[seq]);
  if (typeof entry.plain === "number") {
    if (DURATIONS.has(op)) return formatDuration(entry.plain * 1000);
    // How long it may wait at most.
    if (hasRole(trace.op[seq], WAITS)) return `≤ ${formatDuration(entry.plain * 1000)}`;
  }
  const text = op === "print" && typeof entry.plain === "string" ? entry.plain : entry.repr;
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** Labels of one event, the fullest first: `read balance 0`, `read 0`, `read`. */
export function eventLabels(trace: Trace, seq: Seq, texts: TimelineTexts): readonly string[] {
  const op = opWord(trace, seq, texts);
  if (trace.op[seq] === OP["get-wait"] && objectKind(trace, trace.object[seq]) === "pool")
    return [texts.waitForTask, op];
  const other = otherOf(trace, seq);
  if (other >= 0) return [`${op} ${threadName(trace, other)}`, op];
  const object = placeOf(trace, seq);
  const value = valueWord(trace, seq);
  if (object === "") return value === "" ? [op] : [`${op} ${value}`, op];
  const short = ABOUT_OBJECTS.has(opName(trace, trace.op[seq])) ? `${op} ${object}` : `${op} ${value}`;
  if (value === "" || ABOUT_OBJECTS.has(opName(trace, trace.op[seq]))) return [`${op} ${object}`, op];
  return [`${op} ${object} ${value}`, short, op];
}

/** The fullest label, for sentences and cells. */
export function eventPhrase(trace: Trace, seq: Seq, texts: TimelineTexts): string {
  const [phrase] = eventLabels(trace, seq, texts);
  const line = trace.line[seq];
  return line > 0 ? `${phrase} (${texts.line(line)})` : phrase;
}
