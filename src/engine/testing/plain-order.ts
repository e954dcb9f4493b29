/**
 * Happens-before as one would work it out by hand: for each event, which earlier ones it comes right behind, then everything that can be reached. No
 * clocks, no channels, nothing shared with the analyses, so that those can be held against it.
 * Rule: of simulated runs without time limits, resets and shutdowns; slow, and meant for some hundred events.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { FUTURE_STATE } from "../program/operation.ts";
import { events } from "../trace/event.ts";
import type { Trace, TraceEvent } from "../trace/trace.ts";

/** By event: the earlier events that it comes right behind, those of its own thread included. */
export function directlyBefore(trace: Trace): ReadonlySet<Seq>[] {
  const all = [...events(trace)];
  return all.map((event, seq) => new Set(behind(trace, all.slice(0, seq), event)));
}

/** By event: all earlier events that happen before it. */
export function everythingBefore(direct: readonly ReadonlySet<Seq>[]): ReadonlySet<Seq>[] {
  const before: Set<Seq>[] = [];
  for (const [seq, links] of direct.entries()) {
    const own = new Set(links);
    for (const link of links) for (const far of before[link]) own.add(far);
    before[seq] = own;
  }
  return before;
}

/** @param past all events before this one */
function behind(trace: Trace, past: readonly TraceEvent[], event: TraceEvent): Seq[] {
  const own = past.filter(({ thread }) => thread === event.thread);
  return [...own, ...givers(trace, past, event)].map(({ seq }) => seq);
}

function givers(trace: Trace, past: readonly TraceEvent[], event: TraceEvent): readonly TraceEvent[] {
  const { op, object, thread } = event;
  if (op === "start") return past.filter((one) => one.op === "spawn" && one.other === thread);
  if (op === "join" && object === undefined)
    return past.filter((one) => one.op === "finish" && one.thread === event.other);
  if (object === undefined) return [];
  const { kind, capacity = 0, atomic = false } = trace.objects[object];
  const here = past.filter((one) => one.object === object);
  const earlier = (...ops: string[]) => here.filter((one) => ops.includes(one.op));
  switch (kind) {
    case "lock":
    case "rlock":
      return op === "acquire" ? earlier("release") : [];
    case "semaphore":
      return op === "acquire" ? permitGiver(here, capacity) : [];
    case "queue":
      if (op === "join") return earlier("task-done");
      if (op === "get") return nth(earlier("put"), earlier("get").length);
      return op === "put" && capacity > 0 ? nth(earlier("get"), earlier("put").length - capacity) : [];
    case "lifo-queue":
      return op === "get" ? stackOf(here).slice(-1) : [];
    case "priority-queue":
      return op === "get" ? heapOf(here).filter((one) => isEqual(one.value, event.value)) : [];
    case "condition":
      return op === "woken" ? earlier("notify") : [];
    case "event-flag":
      return op === "woken" || (op === "read" && event.value === true) ? setsFor(here, event) : [];
    case "barrier":
      return op === "pass" ? roundOf(here, thread) : [];
    case "pool":
      if (op === "task-start") return nth(earlier("submit"), earlier("task-start").length);
      if (op === "join")
        return past.filter((one) => earlier("task-start").some((start) => start.thread === one.thread));
      return op === "refused" ? earlier("close", "shutdown") : [];
    case "future":
      return op === "woken" || (op === "read" && isSettled(event.value)) ? earlier("task-finish", "task-fail") : [];
    case "cell":
      return atomic && op !== "write" ? here.filter(writes).slice(-1) : [];
    default:
      return [];
  }
}

function nth(from: readonly TraceEvent[], index: number): readonly TraceEvent[] {
  return index < 0 ? [] : from.slice(index, index + 1);
}

/** Permits are taken in the order in which they were given, those of the beginning first. */
function permitGiver(here: readonly TraceEvent[], capacity: number): readonly TraceEvent[] {
  const given: TraceEvent[] = [];
  let left = capacity;
  for (const event of here) {
    const now = Number(event.value);
    if (event.op === "release") for (let i = left; i < now; i++) given.push(event);
    if (event.op === "release" || event.op === "acquire") left = now;
  }
  return nth(given, here.filter(({ op }) => op === "acquire").length - capacity);
}

function stackOf(here: readonly TraceEvent[]): TraceEvent[] {
  const stack: TraceEvent[] = [];
  for (const event of here) {
    if (event.op === "put") stack.push(event);
    if (event.op === "get") stack.pop();
  }
  return stack;
}

/** What lies in a priority queue: which of several equal items is taken nobody promises. */
function heapOf(here: readonly TraceEvent[]): TraceEvent[] {
  const heap: TraceEvent[] = [];
  for (const event of here) {
    if (event.op === "put") heap.push(event);
    if (event.op === "get")
      heap.splice(
        heap.findLastIndex((one) => isEqual(one.value, event.value)),
        1,
      );
  }
  return heap;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Who waited comes behind the sets since; who found the flag set behind those since it was clear. */
function setsFor(here: readonly TraceEvent[], { thread, op }: TraceEvent): TraceEvent[] {
  const last = here.findLastIndex((one) => one.thread === thread && (one.op === "wait" || one.op === "woken"));
  const waited = op === "woken" && here[last]?.op === "wait";
  const from = waited ? last : here.findLastIndex((one) => one.op === "clear");
  return here.slice(from + 1).filter((one) => one.op === "set");
}

/** All who arrived in the round of this thread's last arrival. */
function roundOf(here: readonly TraceEvent[], thread: ThreadId): TraceEvent[] {
  const arrivals = here.filter(({ op }) => op === "arrive");
  const rounds: TraceEvent[][] = [];
  for (const arrival of arrivals) {
    if (arrival.value === 0) rounds.push([]);
    rounds[rounds.length - 1].push(arrival);
  }
  return rounds.findLast((round) => round.some((one) => one.thread === thread)) ?? [];
}

function isSettled(state: unknown): boolean {
  return typeof state === "number" && state >= FUTURE_STATE.CANCELLED;
}

function writes({ op, ok }: TraceEvent): boolean {
  return op === "write" || op === "update" || (op === "compare-exchange" && ok !== false);
}
