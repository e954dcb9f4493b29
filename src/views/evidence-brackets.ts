/** The stretches of lanes that findings are about. Rule: pure; a stretch is told in a few words, and small marks show what made it so long. */
import type { ObjectId, Seq, ThreadId } from "../engine/base/ids.ts";
import type { Finding } from "../engine/program/report.ts";
import { objectName } from "../engine/trace/names.ts";
import { OP } from "../engine/trace/ops.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { arrowsOf } from "./evidence-arrows.ts";
import type { EvidenceBracket, EvidenceWords } from "./evidence.ts";

/** Marks of one bracket: more of them would be drawn over each other. */
const MOST_TICKS = 2000;

/** Those of one finding. */
export function bracketsOf(finding: Finding, trace: Trace, words: EvidenceWords): EvidenceBracket[] {
  switch (finding.kind) {
    case "starvation":
      return starvationOf(finding, trace, words);
    case "livelock":
      return finding.events.map((seq) => roundOf(seq, finding.count, trace, words));
    case "dead-holder":
      return deadHolderOf(finding, trace, words);
    case "unjoined":
      return unjoinedOf(finding, trace, words);
    case "deadlock":
    case "partial-deadlock":
      return stuckOf(finding, trace, words);
    case "blocked-event-loop":
      return blockedOf(finding, trace, words);
    case "lost-update":
    case "data-race":
    case "lock-order-inversion":
    case "lost-wakeup":
      return [];
    case "misuse":
      return refusedOf(finding, trace, words);
  }
}

function over(
  thread: ThreadId,
  from: Seq,
  to: Seq | null,
  label: string,
  more: Pick<EvidenceBracket, "ticks"> & { readonly since?: Seq } = {},
): EvidenceBracket {
  return { thread, from, to, label, since: -1, of: [], ...more };
}

/** Waits for nobody in particular; the others have an arrow to whom they wait for. */
function stuckOf(finding: Finding, trace: Trace, words: EvidenceWords): EvidenceBracket[] {
  const tied = new Set(arrowsOf(finding, trace, words).map(({ from }) => from));
  const lone = finding.events.filter((from) => !tied.has(from));
  return lone.map((from) => over(trace.thread[from], from, null, words.forEver, { since: from }));
}

/** From the asking to the turn that came, or the end; with a mark wherever another took its turn. */
function starvationOf(
  { threads, objects, events, count }: Finding,
  trace: Trace,
  words: EvidenceWords,
): EvidenceBracket[] {
  const [since, lastTaken, until = null] = events;
  const ticks = turnsOf(trace, new Set(threads.slice(1)), objects[0], since, lastTaken);
  return [over(threads[0], since, until, words.overtaken(count), { ticks })];
}

const TURNS: ReadonlySet<number> = new Set([OP.acquire, OP.get, OP.put]);

function turnsOf(
  { thread, object, op }: Trace,
  takers: ReadonlySet<ThreadId>,
  of: ObjectId,
  since: Seq,
  last: Seq,
): Seq[] {
  const turns: Seq[] = [];
  for (let seq = since + 1; seq <= last && turns.length < MOST_TICKS; seq++)
    if (object[seq] === of && TURNS.has(op[seq]) && takers.has(thread[seq])) turns.push(seq);
  return turns;
}

/** One round, from an event to where the thread does the same again; with a mark at each time it did. */
function roundOf(seq: Seq, count: number, trace: Trace, words: EvidenceWords): EvidenceBracket {
  const again = alikeFrom(trace, seq);
  return over(trace.thread[seq], seq, again[1] ?? null, words.overAndOver(count), { ticks: again });
}

/** An event and those of its thread after it that differ from it only in when. */
function alikeFrom({ count, thread, op, object, key, value, line }: Trace, of: Seq): Seq[] {
  const alike: Seq[] = [];
  for (let seq = of; seq < count && alike.length < MOST_TICKS; seq++) {
    const isSame = thread[seq] === thread[of] && op[seq] === op[of] && line[seq] === line[of];
    if (isSame && object[seq] === object[of] && key[seq] === key[of] && value[seq] === value[of]) alike.push(seq);
  }
  return alike;
}

/** From the acquire to the holder's end. */
function deadHolderOf({ threads, objects, events }: Finding, trace: Trace, words: EvidenceWords): EvidenceBracket[] {
  if (events.length < 2) return [];
  return [over(threads[0], events[0], events[1], words.keepsToItsEnd(objectName(trace, objects[0])))];
}

/** What each of the threads did after the last step of the one that had started them. */
function unjoinedOf({ threads, events }: Finding, trace: Trace, words: EvidenceWords): EvidenceBracket[] {
  const left = new Set(threads.slice(1));
  const ends = new Map<ThreadId, { from: Seq; to: Seq }>();
  for (let seq = events[1] + 1; seq < trace.count; seq++) {
    const thread = trace.thread[seq];
    if (!left.has(thread)) continue;
    const known = ends.get(thread);
    if (known === undefined) ends.set(thread, { from: seq, to: seq });
    else known.to = seq;
  }
  return [...ends].map(([thread, { from, to }]) => over(thread, from, to, words.goesOnAlone));
}

/** From where the task was busy to where it let the loop go on. */
function blockedOf({ events }: Finding, trace: Trace, words: EvidenceWords): EvidenceBracket[] {
  if (events.length < 2) return [];
  const [from, to] = [events[events.length - 2], events[events.length - 1]];
  return trace.thread[from] === trace.thread[to] ? [over(trace.thread[from], from, to, words.keepsLoop)] : [];
}

/** What the thread did against the rules, and was told by an error: to where it goes on, or ends. */
function refusedOf({ events: [first] }: Finding, trace: Trace, words: EvidenceWords): EvidenceBracket[] {
  if (trace.op[first] !== OP.raise) return [];
  const thread = trace.thread[first];
  let next = first + 1;
  while (next < trace.count && trace.thread[next] !== thread) next++;
  return [over(thread, first, next < trace.count ? next : null, words.againstRules)];
}
