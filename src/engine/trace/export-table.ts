/**
 * A trace for reading: as text, one plain sentence a step, and as CSV (RFC 4180), one row an event.
 * Rule: written in pieces of some thousand events.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "./event.ts";
import { objectKind, objectName, threadName } from "./names.ts";
import { opName } from "./op-roles.ts";
import { OP } from "./ops.ts";
import { describeEvent, isLastRelease, type SentenceLanguage } from "./sentences.ts";
import type { Trace } from "./trace.ts";
import { reprOf } from "./value-codes.ts";

const EVENTS_A_PIECE = 4096;

/** Number, time in milliseconds and sentence of each event, a line each. */
export function* exportText(trace: Trace, language: SentenceLanguage = "en"): Generator<string> {
  const holders = new RunningHolders(trace);
  const width = String(trace.count).length;
  for (let from = 0; from < trace.count; from += EVENTS_A_PIECE) {
    let piece = "";
    for (let seq = from; seq < Math.min(trace.count, from + EVENTS_A_PIECE); seq++) {
      const time = (trace.time[seq] / 1000).toFixed(3).padStart(10);
      const sentence = describeEvent(trace, seq, language, (object) => holders.of(object));
      piece += `${String(seq).padStart(width)} ${time} ms  ${sentence.replaceAll(/\r?\n/g, "⏎")}\n`;
      holders.pass(seq);
    }
    yield piece;
  }
}

const COLUMNS = [
  "seq",
  "t",
  "thread",
  "threadName",
  "op",
  "object",
  "objectName",
  "kind",
  "key",
  "value",
  "other",
  "line",
  "ok",
];

/** A header and one row an event; values as Python's repr, times in microseconds. */
export function* exportCsv(trace: Trace): Generator<string> {
  yield `${COLUMNS.join(",")}\r\n`;
  for (let from = 0; from < trace.count; from += EVENTS_A_PIECE) {
    let piece = "";
    for (let seq = from; seq < Math.min(trace.count, from + EVENTS_A_PIECE); seq++) piece += csvRow(trace, seq);
    yield piece;
  }
}

function csvRow(trace: Trace, seq: Seq): string {
  const object = trace.object[seq];
  const other = otherOf(trace, seq);
  const thread = trace.thread[seq];
  const fields = [
    seq,
    trace.time[seq],
    thread,
    threadName(trace, thread),
    opName(trace, trace.op[seq]),
    object < 0 ? "" : object,
    objectName(trace, object),
    objectKind(trace, object) ?? "",
    other < 0 ? reprOf(trace, trace.key[seq]) : "",
    reprOf(trace, trace.value[seq]),
    other < 0 ? "" : other,
    trace.line[seq] === 0 ? "" : trace.line[seq],
    trace.ok[seq] === 0 ? "" : trace.ok[seq] === 2,
  ];
  return `${fields.map((field) => csvField(String(field))).join(",")}\r\n`;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Who holds what while a trace is read from its beginning. */
class RunningHolders {
  readonly #trace: Trace;
  readonly #holders: Int32Array;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#holders = new Int32Array(trace.objects.length).fill(-1);
  }

  of(object: ObjectId): ThreadId {
    return object < 0 ? -1 : this.#holders[object];
  }

  pass(seq: Seq): void {
    const { op, object, thread, value } = this.#trace;
    if (object[seq] < 0) return;
    if (op[seq] === OP.acquire) this.#holders[object[seq]] = thread[seq];
    else if (op[seq] === OP.release && isLastRelease(value[seq])) this.#holders[object[seq]] = -1;
  }
}
