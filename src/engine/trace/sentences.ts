/**
 * Each event as one plain sentence, in English and Simplified Chinese, for hover, announcements and the text export:
 * "T1 reads balance: 0 (line 5)", "T2 waits for lock, held by T1 (line 8)". Rule: a sentence names thread, object, value and
 * line where the event has them; an op that is not known is named as it stands.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "./event.ts";
import { objectKind, objectName, placeName, threadName } from "./names.ts";
import { opName } from "./op-roles.ts";
import { FIRST_UNKNOWN_OP, OP, type ObjectKind, type OpName } from "./ops.ts";
import { CHINESE } from "./sentences-chinese.ts";
import { ENGLISH } from "./sentences-english.ts";
import type { Trace } from "./trace.ts";
import { entryOf, plainOf, reprOf } from "./value-codes.ts";

/** Languages of sentences; the same as those of scenarios. */
export type SentenceLanguage = "en" | "zh-CN";

/** What a sentence is made of. Texts are empty where the event does not have them. */
export interface SentenceParts {
  readonly op: string;
  readonly thread: string;
  readonly place: string;
  readonly kind: ObjectKind | undefined;
  readonly value: string;
  /** The value's text where it is one (a printed line), else its repr. */
  readonly text: string;
  readonly other: string;
  /** Name of the thread that holds the lock which is waited for; empty where that is not known. */
  readonly holder: string;
  readonly ok: boolean | undefined;
  readonly line: number;
}

/** One language: a clause an op, and how a line number is added. */
export interface SentenceBook {
  /** Stands for an object that an event should have and does not. */
  readonly something: string;
  clause(parts: SentenceParts): string;
  withLine(clause: string, line: number): string;
}

const BOOKS: Readonly<Record<SentenceLanguage, SentenceBook>> = { en: ENGLISH, "zh-CN": CHINESE };

/** Who holds an object just before an event; −1 for nobody. */
export type HolderLookUp = (object: ObjectId, seq: Seq) => ThreadId;

/**
 * The sentence of an event.
 * @param holderOf who held a lock; found by looking back through the rows unless it is given.
 */
export function describeEvent(trace: Trace, seq: Seq, language: SentenceLanguage, holderOf?: HolderLookUp): string {
  const book = BOOKS[language];
  const parts = sentenceParts(trace, seq, book.something, holderOf ?? ((object, at) => findHolder(trace, object, at)));
  const clause = book.clause(parts);
  return parts.line > 0 ? book.withLine(clause, parts.line) : clause;
}

/** Who holds a lock just before `seq`, by looking back to its last acquire or full release; −1 for nobody. */
export function findHolder(trace: Trace, object: ObjectId, seq: Seq): ThreadId {
  const { op, value, thread } = trace;
  const column = trace.object;
  for (let row = seq - 1; row >= 0; row--) {
    if (column[row] !== object) continue;
    if (op[row] === OP.acquire) return thread[row];
    if (op[row] === OP.release) return isLastRelease(value[row]) ? -1 : thread[row];
  }
  return -1;
}

/** Whether a release with this value column leaves the lock free. */
export function isLastRelease(code: number): boolean {
  return (code & 1) === 0 || code >> 1 === 0;
}

/** Ops whose sentence is whole without an object. */
const STAND_ALONE: ReadonlySet<string> = new Set<OpName>([
  "send",
  "task-start",
  "task-finish",
  "task-fail",
  "task-suspend",
  "task-cancel",
  "throw",
  "request",
  "grant",
]);

function sentenceParts(trace: Trace, seq: Seq, something: string, holderOf: HolderLookUp): SentenceParts {
  const object = trace.object[seq];
  const op = trace.op[seq];
  const other = otherOf(trace, seq);
  const plain = plainOf(trace, trace.value[seq]);
  const kind = objectKind(trace, object);
  const holder = op === OP["acquire-wait"] && kind !== "semaphore" ? holderOf(object, seq) : -1;
  const name = opName(trace, op);
  const whole = trace.key[seq] === 0 || other >= 0;
  return {
    op: name,
    thread: threadName(trace, trace.thread[seq]),
    place:
      object < 0
        ? op >= FIRST_UNKNOWN_OP || STAND_ALONE.has(name)
          ? ""
          : something
        : whole
          ? objectName(trace, object)
          : placeName(trace, object, trace.key[seq]),
    kind,
    value: shortened(valueName(trace, seq)),
    text: shortened(typeof plain === "string" ? plain.replace(/\n$/, "") : reprOf(trace, trace.value[seq])),
    other: other >= 0 ? threadName(trace, other) : "",
    holder: holder >= 0 ? threadName(trace, holder) : "",
    ok: trace.ok[seq] === 0 ? undefined : trace.ok[seq] === 2,
    line: trace.line[seq],
  };
}

/** A future is called by its name; everything else by its repr. */
function valueName(trace: Trace, seq: Seq): string {
  const entry = entryOf(trace, trace.value[seq]);
  const isFuture = entry?.object !== undefined && objectKind(trace, entry.object) === "future";
  return isFuture ? objectName(trace, entry.object) : (entry?.repr ?? "");
}

const LONGEST_VALUE = 120;

function shortened(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
