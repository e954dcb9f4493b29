/**
 * A trace as Chrome Trace Event JSON, as Perfetto and chrome://tracing read it.
 *
 *   M  names and order of processes and threads          X  a thread's life, what it holds, its waits: nested
 *   T  a wait as a thread state, for Perfetto             s f  hand-overs; both bind to the slice that encloses them
 *   i  every event, in its thread's scope
 *
 * Rule: the X spans of a thread nest. Holdings that overlap otherwise (a before b, a released first) are cut where an
 * enclosing one ends, and go on behind the cut under the same name. Times are microseconds.
 * Source: "Trace Event Format" (Google), and what Perfetto's importer makes of it.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import { eventFields } from "./event.ts";
import { findHandovers } from "./lanes-handovers.ts";
import { objectKind, objectName, placeOf, threadName } from "./names.ts";
import { hasRole, opName, WAITS } from "./op-roles.ts";
import { FIRST_UNKNOWN_OP, OP } from "./ops.ts";
import { describeEvent, isLastRelease, type SentenceLanguage } from "./sentences.ts";
import type { Plain, Trace } from "./trace.ts";

const PIECE = 4096;

/** The file, piece by piece. @param language of the sentences that name waits. */
export function* exportChrome(trace: Trace, language: SentenceLanguage = "en"): Generator<string> {
  const writer = new ChromeWriter(trace, language);
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify({ engine: trace.engine, dropped: trace.dropped })},"traceEvents":[`;
  writer.writeNames();
  for (let seq = 0; seq < trace.count; seq++) {
    writer.visit(seq);
    if (seq % PIECE === PIECE - 1) yield writer.take();
  }
  writer.closeAll();
  writer.writeHandovers();
  yield writer.take();
  yield "\n]}\n";
}

/** A span that is open on a thread. */
interface OpenSpan {
  readonly name: string;
  readonly category: "thread" | "held" | "wait";
  readonly object: ObjectId;
  since: Microseconds;
}

/** What a thread waits for. */
interface OpenWait {
  readonly seq: Seq;
  readonly sentence: string;
  readonly isCondition: boolean;
}

class ChromeWriter {
  readonly #trace: Trace;
  readonly #language: SentenceLanguage;
  readonly #end: Microseconds;
  readonly #stacks = new Map<ThreadId, OpenSpan[]>();
  readonly #waits = new Map<ThreadId, OpenWait>();
  readonly #pids = new Map<ThreadId, number>();
  readonly #holders: Int32Array;
  #text = "";
  #written = 0;

  constructor(trace: Trace, language: SentenceLanguage) {
    this.#trace = trace;
    this.#language = language;
    this.#end = Math.max(trace.elapsedMs * 1000, lastTime(trace));
    this.#holders = new Int32Array(trace.objects.length).fill(-1);
    for (const { id, process } of trace.threads) this.#pids.set(id, process + 1);
  }

  /** What was written since it was last taken. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  writeNames(): void {
    for (const pid of new Set(this.#pids.values())) {
      this.#write({
        ph: "M",
        name: "process_name",
        pid,
        tid: 0,
        args: { name: pid === 1 ? "program" : `process ${pid - 1}` },
      });
      this.#write({ ph: "M", name: "process_sort_index", pid, tid: 0, args: { sort_index: pid } });
    }
    for (const { id } of this.#trace.threads) {
      const at = { pid: this.#pid(id), tid: id };
      this.#write({ ph: "M", name: "thread_name", ...at, args: { name: threadName(this.#trace, id) } });
      this.#write({ ph: "M", name: "thread_sort_index", ...at, args: { sort_index: id } });
    }
  }

  visit(seq: Seq): void {
    const { thread, op, time } = this.#trace;
    const id = thread[seq];
    if (!this.#stacks.has(id)) this.#open(id, threadName(this.#trace, id), "thread", -1, time[seq]);
    if (this.#endsWait(id, seq)) this.#closeWait(id, time[seq]);
    this.#writeInstant(seq);
    if (hasRole(op[seq], WAITS)) this.#openWait(id, seq);
    else if (op[seq] === OP.acquire) this.#acquire(id, seq);
    else if (op[seq] === OP.release) this.#release(id, seq);
    else if (op[seq] === OP.finish) this.#closeThread(id, time[seq]);
  }

  closeAll(): void {
    for (const id of this.#stacks.keys()) this.#closeThread(id, this.#end);
  }

  writeHandovers(): void {
    const { from, to } = findHandovers(this.#trace);
    for (let i = 0; i < from.count; i++) {
      this.#writeFlow("s", i, from.values[i]);
      this.#writeFlow("f", i, to.values[i]);
    }
  }

  #writeFlow(ph: "s" | "f", id: number, seq: Seq): void {
    const tid = this.#trace.thread[seq];
    this.#write({
      ph,
      bp: "e",
      cat: "hand-over",
      name: "hand-over",
      id,
      pid: this.#pid(tid),
      tid,
      ts: this.#trace.time[seq],
    });
  }

  #writeInstant(seq: Seq): void {
    const { thread, time, op } = this.#trace;
    const tid = thread[seq];
    const place = placeOf(this.#trace, seq);
    const name = place === "" ? opName(this.#trace, op[seq]) : `${opName(this.#trace, op[seq])} ${place}`;
    this.#write({
      ph: "i",
      s: "t",
      cat: "event",
      name,
      pid: this.#pid(tid),
      tid,
      ts: time[seq],
      args: { seq, ...eventFields(this.#trace, seq) },
    });
  }

  #openWait(id: ThreadId, seq: Seq): void {
    const object = this.#trace.object[seq];
    const sentence = describeEvent(this.#trace, seq, this.#language, (held) => (held < 0 ? -1 : this.#holders[held]));
    const isCondition = objectKind(this.#trace, object) === "condition";
    this.#waits.set(id, { seq, sentence, isCondition });
    this.#open(id, sentence, "wait", object, this.#trace.time[seq]);
  }

  /** Releases that belong to a condition's wait, and ops that nobody knows, leave the wait as it is. */
  #endsWait(id: ThreadId, seq: Seq): boolean {
    const wait = this.#waits.get(id);
    const op = this.#trace.op[seq];
    return wait !== undefined && op < FIRST_UNKNOWN_OP && !(wait.isCondition && op === OP.release);
  }

  #closeWait(id: ThreadId, at: Microseconds): void {
    const wait = this.#waits.get(id);
    if (wait === undefined) return;
    this.#waits.delete(id);
    this.#closeSpan(id, (span) => span.category === "wait", at);
    const ts = this.#trace.time[wait.seq];
    const name = this.#trace.op[wait.seq] === OP.sleep ? "Sleeping" : "Blocked";
    const args = { blocked_function: wait.sentence };
    this.#write({ ph: "T", cat: "state", name, pid: this.#pid(id), tid: id, ts, dur: at - ts, args });
  }

  #acquire(id: ThreadId, seq: Seq): void {
    const object = this.#trace.object[seq];
    if (!isHeld(this.#trace, object)) return;
    this.#holders[object] = id;
    const held = this.#stacks.get(id)?.some((span) => span.category === "held" && span.object === object);
    if (held !== true)
      this.#open(id, `holds ${objectName(this.#trace, object)}`, "held", object, this.#trace.time[seq]);
  }

  #release(id: ThreadId, seq: Seq): void {
    const object = this.#trace.object[seq];
    if (!isHeld(this.#trace, object) || !isLastRelease(this.#trace.value[seq])) return;
    const holder = this.#holders[object] < 0 ? id : this.#holders[object];
    this.#holders[object] = -1;
    this.#closeSpan(holder, (span) => span.category === "held" && span.object === object, this.#trace.time[seq]);
  }

  #open(id: ThreadId, name: string, category: OpenSpan["category"], object: ObjectId, since: Microseconds): void {
    const stack = this.#stacks.get(id) ?? [];
    stack.push({ name, category, object, since });
    this.#stacks.set(id, stack);
  }

  /** Ends the innermost span that is meant; spans inside it are cut here and go on. */
  #closeSpan(id: ThreadId, isMeant: (span: OpenSpan) => boolean, at: Microseconds): void {
    const stack = this.#stacks.get(id) ?? [];
    const place = stack.findLastIndex(isMeant);
    if (place < 0) return;
    // Another thread's clock may stand a tick behind: a span never ends before it began.
    for (const span of stack.slice(place)) {
      const end = Math.max(at, span.since);
      this.#writeSpan(id, span, end);
      span.since = end;
    }
    stack.splice(place, 1);
  }

  #closeThread(id: ThreadId, at: Microseconds): void {
    this.#closeWait(id, at);
    const stack = this.#stacks.get(id) ?? [];
    for (const span of stack) this.#writeSpan(id, span, Math.max(at, span.since));
    stack.length = 0;
  }

  #writeSpan(id: ThreadId, { name, category, since }: OpenSpan, end: Microseconds): void {
    this.#write({ ph: "X", cat: category, name, pid: this.#pid(id), tid: id, ts: since, dur: end - since });
  }

  #pid(id: ThreadId): number {
    return this.#pids.get(id) ?? 1;
  }

  #write(event: Plain): void {
    this.#text += `${this.#written++ === 0 ? "\n" : ",\n"}${JSON.stringify(event)}`;
  }
}

function isHeld(trace: Trace, object: ObjectId): boolean {
  return object >= 0 && objectKind(trace, object) !== "semaphore";
}

function lastTime(trace: Trace): Microseconds {
  let last = 0;
  for (let seq = 0; seq < trace.count; seq++) if (trace.time[seq] > last) last = trace.time[seq];
  return last;
}
