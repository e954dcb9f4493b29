/** Findings in English. Rule: a sentence names threads, objects, numbers and lines, and says what it means for the program. */
import type { Seq } from "../base/ids.ts";
import { objectName, placeOf, threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import { describeEvent } from "../trace/sentences.ts";
import type { Trace } from "../trace/trace.ts";
import { describeBlockedBrowser } from "./browser-loop-sentences.ts";
import {
  type BareFinding,
  holderOf,
  lineNote,
  listed,
  nameOf,
  objectsOf,
  onlyReads,
  textOf,
  valueOf,
  waitsForItself,
} from "./finding-facts.ts";

/** The sentence of a finding in English. */
export function inEnglish(finding: BareFinding, trace: Trace): string {
  switch (finding.kind) {
    case "deadlock":
    case "partial-deadlock":
      return englishDeadlock(finding, trace);
    case "lost-update":
      return englishLostUpdate(finding, trace);
    case "dead-holder":
      return `${nameOf(finding, trace)} finished while holding ${objectsOf(finding, trace)} and never released it${englishLines(finding)}.`;
    case "misuse":
      return englishMisuse(finding, trace);
    case "data-race":
      return englishRace(finding, trace);
    case "lock-order-inversion":
      return englishInversion(finding, trace);
    case "lost-wakeup":
      return englishWakeup(finding, trace);
    case "starvation":
      return englishStarvation(finding, trace);
    case "livelock":
      return englishLivelock(finding, trace);
    case "unjoined":
      return englishUnjoined(finding, trace);
    case "blocked-event-loop":
      return (
        describeBlockedBrowser(finding, trace, "en") ??
        finding.events.map((seq) => describeEvent(trace, seq, "en")).join("; ")
      );
  }
}

function englishDeadlock(finding: BareFinding, trace: Trace): string {
  const isCycle = finding.threads.length > 1 || waitsForItself(finding, trace);
  const rest = finding.kind === "partial-deadlock" ? "The other threads go on." : "No thread can go on.";
  if (!isCycle) {
    const clause = describeEvent(trace, finding.events[0], "en");
    return `${clause}, and nobody is left who could end that wait, so it can never go on. ${rest}`;
  }
  const waits = finding.events.map((seq) => {
    const holder = holderOf(trace, seq);
    const thread = threadName(trace, trace.thread[seq]);
    const isHeld = trace.object[seq] >= 0;
    const what = isHeld ? `${objectName(trace, trace.object[seq])}, which ${holder} holds` : `${holder} to finish`;
    return `${thread} waits for ${what}${lineNote(trace, seq, " (line ", ")")}`;
  });
  return `Deadlock: ${waits.join("; ")}. Each waits for the next, so none of them can ever go on. ${rest}`;
}

function englishLostUpdate(finding: BareFinding, trace: Trace): string {
  const [read, write, otherRead, over] = finding.events;
  const [loser, winner] = [write, over].map((seq) => threadName(trace, trace.thread[seq]));
  const place = placeOf(trace, write);
  const one = finding.count === 1;
  const head = one ? `An update of ${place} by ${loser} was lost` : `${finding.count} updates of ${place} were lost`;
  if (read === otherRead) return `${head}${englishLines(finding)}.`;
  const missed =
    otherRead < write
      ? `read ${place} (${valueOf(trace, otherRead)}) before ${loser} wrote ${valueOf(trace, write)}`
      : `did not see what ${loser} wrote`;
  return `${head}${one ? ": " : "; the first: "}${winner} ${missed}, and wrote ${valueOf(trace, over)} over it${englishLines(finding)}.`;
}

function englishMisuse(finding: BareFinding, trace: Trace): string {
  const [first, second] = finding.events;
  if (second === undefined) {
    const what = finding.objects.length === 0 ? "a primitive" : objectsOf(finding, trace);
    return `${nameOf(finding, trace)} used ${what} against its contract: ${textOf(trace, first)}${englishLines(finding)}.`;
  }
  const [holder, other] = [first, second].map((seq) => threadName(trace, trace.thread[seq]));
  const times = finding.count === 1 ? "" : ` (${finding.count} times)`;
  return `${other} released ${objectsOf(finding, trace)}, which ${holder} held${englishLines(finding)}${times}. Python allows it; it is seldom meant.`;
}

function englishRace(finding: BareFinding, trace: Trace): string {
  const [first, second] = finding.events;
  return `Data race on ${placeOf(trace, first)}: ${accessOf(trace, first)} and ${accessOf(trace, second)}, with nothing between them that orders them${finding.count === 1 ? "" : ` (${finding.count} times)`}. The result may depend on who comes first, on processor and engine.`;
}

/** Events are, for each thread, the acquire of what it holds and the moment it asks for the next. */
function englishInversion(finding: BareFinding, trace: Trace): string {
  const orders = finding.threads.map((thread, i) => {
    const [held, asked] = [finding.events[2 * i], finding.events[2 * i + 1]];
    const lines = lineNote(trace, held, " (line ", ")");
    return `${threadName(trace, thread)} holds ${placeOf(trace, held)}${lines} while it takes ${placeOf(trace, asked)}${lineNote(trace, asked, " (line ", ")")}`;
  });
  return `Locks are taken in different orders: ${orders.join("; ")}. It did not happen in this run, but if each has its first lock when it asks for the next, all wait for ever.`;
}

/** Events are the announcement, for a flag also when it was taken back, and the wait that came too late. */
function englishWakeup(finding: BareFinding, trace: Trace): string {
  const { events } = finding;
  const [announced, wait] = [events[0], events[events.length - 1]];
  const what = placeOf(trace, announced);
  const [caller, waiter] = [announced, wait].map((seq) => threadName(trace, trace.thread[seq]));
  const [at, waitAt] = [announced, wait].map((seq) => lineNote(trace, seq, " (line ", ")"));
  const times = finding.count === 1 ? "" : ` This came about ${finding.count} times.`;
  if (events.length === 3)
    return `${caller} set ${what}${at}, and it was cleared again${lineNote(trace, events[1], " (line ", ")")} before ${waiter} began to wait for it${waitAt}: the wakeup is lost.${times}`;
  return `${caller} notified ${what}${at} while nobody waited, and ${waiter} began to wait only afterwards${waitAt}: the wakeup is lost, since a condition remembers none. With its lock held, look at what you wait for first, then wait.${times}`;
}

function englishStarvation(finding: BareFinding, trace: Trace): string {
  const [thread, ...takers] = finding.threads.map((one) => threadName(trace, one));
  const what = objectsOf(finding, trace);
  const others = takers.length === 0 ? "others" : listed(takers, "and");
  const asked = `${thread} asked for ${what}${lineNote(trace, finding.events[0], " (line ", ")")}`;
  if (finding.events.length === 2)
    return `${asked} and never got its turn, while ${others} took theirs ${finding.count} times.`;
  return `${asked} and got its turn only when ${others} had taken theirs ${finding.count} times and wanted no more.`;
}

function englishLivelock(finding: BareFinding, trace: Trace): string {
  const names = finding.threads.map((thread) => threadName(trace, thread));
  if (onlyReads(finding, trace))
    return `${names[0]} reads ${placeOf(trace, finding.events[0])} over and over${englishLines(finding)}, ${finding.count} times at the end, and finds ${valueOf(trace, finding.events[0])} each time: nobody who is left writes it, so it waits for ever for another value.`;
  const [who, does] = names.length === 1 ? [names[0], "does"] : [listed(names, "and"), "do"];
  return `${who} ${does} the same over and over${englishLines(finding)}, ${finding.count} times at the end, and never get${names.length === 1 ? "s" : ""} on: busy, but without progress, and nobody is left who could change that.`;
}

function englishUnjoined(finding: BareFinding, trace: Trace): string {
  const [starter, ...started] = finding.threads.map((thread) => threadName(trace, thread));
  const names = listed(started, "and");
  return `${starter} started ${names}${lineNote(trace, finding.events[0], " (line ", ")")} and came to its own end without waiting for ${started.length > 1 ? "them" : "it"}: ${names} went on after that. join() waits.`;
}

/** `T1 reads it (line 5)`. */
function accessOf(trace: Trace, seq: Seq): string {
  const verb = trace.op[seq] === OP.read ? "reads" : "writes";
  return `${threadName(trace, trace.thread[seq])} ${verb}${lineNote(trace, seq, " at line ", "")}`;
}

function englishLines({ lines }: BareFinding): string {
  if (lines.length === 0) return "";
  return lines.length === 1 ? ` (line ${lines[0]})` : ` (lines ${listed(lines.map(String), "and")})`;
}
