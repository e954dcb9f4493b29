/** The arrows of findings. Rule: pure; each leads from what happened to what it has to do with, and says so in a few words. */
import type { Seq, ThreadId } from "../engine/base/ids.ts";
import type { Finding } from "../engine/program/report.ts";
import { otherOf } from "../engine/trace/event.ts";
import { objectName, threadName } from "../engine/trace/names.ts";
import { OP } from "../engine/trace/ops.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { EvidenceArrow, EvidenceWords } from "./evidence.ts";

/** Those of one finding. */
export function arrowsOf(finding: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const { kind, events } = finding;
  const last = events[events.length - 1];
  switch (kind) {
    case "lost-update":
      if (events.length !== 4) return [];
      return [always({ from: events[3], to: events[1], kind: "lost", label: words.overwrites })];
    case "deadlock":
    case "partial-deadlock":
      return waitsOf(finding, trace, words);
    case "data-race":
      return [lookedAt(events, { from: events[0], to: events[1], kind: "race", label: words.notOrdered })];
    case "lock-order-inversion":
      return inversionOf(finding, trace, words);
    case "lost-wakeup":
      return [lookedAt(events, { from: events[0], to: last, kind: "race", label: words.missedIt })];
    case "livelock":
      return refusalsOf(finding, trace, words);
    case "dead-holder":
      return mournersOf(finding, trace, words);
    case "misuse":
      return misuseOf(finding, trace, words);
    case "unjoined":
      return [always({ from: events[1], to: last, kind: "breaks", label: words.didNotWait })];
    case "starvation":
    case "blocked-event-loop":
      // Stretches tell them: evidence-brackets.ts.
      return [];
  }
}

type Arrow = Omit<EvidenceArrow, "since" | "of">;

function always(arrow: Arrow, since: Seq = -1): EvidenceArrow {
  return { ...arrow, since, of: [] };
}

function lookedAt(of: readonly Seq[], arrow: Arrow): EvidenceArrow {
  return { ...arrow, since: -1, of };
}

/** From each wait to the acquire that it waits for the release of, or to the thread that it waits for; the last of them closes the circle. */
function waitsOf({ threads, events }: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const last = Math.max(...events);
  return events.flatMap((from) => {
    const to = trace.object[from] >= 0 ? holdingOf(trace, from) : lastOf(trace, otherOf(trace, from));
    if (to < 0) return [];
    const name = nameOfWait(trace, from);
    const label = from === last && threads.length > 1 ? words.closesCircle(name) : words.waitsForIt(name);
    return [always({ from, to, kind: "wait", label }, from)];
  });
}

function nameOfWait(trace: Trace, wait: Seq): string {
  return trace.object[wait] >= 0 ? objectName(trace, trace.object[wait]) : threadName(trace, otherOf(trace, wait));
}

/** The acquire by which somebody holds what an event is about; −1 where nobody does. */
function holdingOf({ op, object }: Trace, about: Seq): Seq {
  for (let seq = about - 1; seq >= 0; seq--) {
    if (object[seq] !== object[about]) continue;
    if (op[seq] === OP.acquire) return seq;
    if (op[seq] === OP.release) return -1;
  }
  return -1;
}

/** A thread's last event; −1 where it has none. */
function lastOf({ count, thread }: Trace, of: ThreadId): Seq {
  for (let seq = count - 1; seq >= 0 && of >= 0; seq--) if (thread[seq] === of) return seq;
  return -1;
}

/** From where each thread asks to where the next one has what it asks for. */
function inversionOf({ events }: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const count = events.length / 2;
  return Array.from({ length: count }, (_, i): EvidenceArrow => {
    const from = events[2 * i + 1];
    const to = events[(2 * i + 2) % events.length];
    const label = words.wouldWait(objectName(trace, trace.object[from]));
    return lookedAt(events, { from, to, kind: "race", label });
  });
}

/** From each thing refused to the holding that it was refused for. */
function refusalsOf({ events }: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  return events.flatMap((from) => {
    const to = trace.object[from] < 0 ? -1 : holdingOf(trace, from);
    if (to < 0 || trace.thread[to] === trace.thread[from]) return [];
    return [always({ from, to, kind: "wait", label: words.heldBy(threadName(trace, trace.thread[to])) })];
  });
}

/** From each wait for the lock that never ended to the end of the thread that took it along. */
function mournersOf({ objects, events }: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const end = events[events.length - 1];
  const waiting = new Map<ThreadId, Seq>();
  for (let seq = events[0]; seq < trace.count; seq++) {
    if (trace.object[seq] !== objects[0]) continue;
    if (trace.op[seq] === OP["acquire-wait"]) waiting.set(trace.thread[seq], seq);
    else waiting.delete(trace.thread[seq]);
  }
  return [...waiting.values()].map((from) =>
    always({ from, to: end, kind: "wait", label: words.holderEnded }, Math.max(from, end)),
  );
}

/** From a release to the acquire of whom it belonged to; from what was refused with an error to who held the thing, or gave it back before. */
function misuseOf({ events }: Finding, trace: Trace, words: EvidenceWords): EvidenceArrow[] {
  const [first, second] = events;
  if (second !== undefined) {
    const isRelease = trace.op[second] === OP.release;
    const label = isRelease ? words.releasesOf(threadName(trace, trace.thread[first])) : words.nobodyKept;
    return [always({ from: second, to: first, kind: "breaks", label })];
  }
  if (trace.op[first] !== OP.raise || trace.object[first] < 0) return [];
  const holding = holdingOf(trace, first);
  if (holding >= 0)
    return [
      always({
        from: first,
        to: holding,
        kind: "breaks",
        label: words.heldBy(threadName(trace, trace.thread[holding])),
      }),
    ];
  const release = releaseBefore(trace, first);
  return release < 0 ? [] : [always({ from: first, to: release, kind: "breaks", label: words.releasedAlready })];
}

function releaseBefore({ op, object }: Trace, about: Seq): Seq {
  for (let seq = about - 1; seq >= 0; seq--) if (object[seq] === object[about] && op[seq] === OP.release) return seq;
  return -1;
}
