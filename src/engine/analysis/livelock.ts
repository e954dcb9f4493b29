/**
 * Livelock: a run had to be ended, and all threads that could still go on did the same over and over: every one of the last things each did,
 * value and line included, it had done before, many times, and nothing came of it (nothing printed, put, sent, started, notified).
 * (Edward A. Ashcroft, "Proving assertions about parallel programs", 1975, has the word; threads that step aside for each other.)
 *
 *   T1  acquire a   refused b   release a   acquire a   refused b   release a   …
 *   T2    acquire b   refused a   release b   acquire b   refused a   release b   …
 *
 * Threads that wait without a limit change nothing, nor do those that only sleep again and again; none of them is told. One that sleeps
 * longer, computes or was not seen to repeat itself may change something, so then nothing is told.
 * Rule: looks at the last events of each thread alone, so it costs the same however long the run was.
 */
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { RunStatus } from "../program/report.ts";
import { OP, type OpName } from "../trace/ops.ts";
import type { SyncState } from "../trace/sync-state.ts";
import type { Trace } from "../trace/trace.ts";
import type { BareFinding } from "./finding-facts.ts";
import type { RunEnd } from "./stuck-threads.ts";

/** Events of each thread that are looked at, and how often each must come in the later half of them. */
const MOST_EVENTS = 4096;
const LEAST_ROUNDS = 20;
/** The same where it is known that they come round. */
const LEAST_KNOWN_ROUNDS = 1;

const ENDED_BY_FORCE: ReadonlySet<RunStatus> = new Set(["timed-out", "step-limit", "stopped"]);

/** What others may be waiting for, or what a person sees: whoever does it gets on. */
const PROGRESS: readonly OpName[] = [
  "spawn",
  "print",
  "put",
  "get",
  "task-done",
  "send",
  "recv",
  "submit",
  "task-start",
  "task-finish",
  "notify",
  "set",
  "arrive",
  "pass",
  "join",
  "progress",
  "yield",
];
/** Of these, what is in vain once it is known that the whole program came back to where it was. */
const IN_VAIN: readonly OpName[] = ["notify", "set", "arrive", "pass", "join", "yield"];

const isProgress = toTable(PROGRESS);
const isProgressInRound = toTable(PROGRESS.filter((name) => !IN_VAIN.includes(name)));

function toTable(names: readonly OpName[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const name of names) table[OP[name]] = 1;
  return table;
}

/** What is held to be in vain. */
interface Repeats {
  readonly least: number;
  readonly progress: Uint8Array;
}

const SEEN_TO_REPEAT: Repeats = { least: LEAST_ROUNDS, progress: isProgress };
const KNOWN_TO_REPEAT: Repeats = { least: LEAST_KNOWN_ROUNDS, progress: isProgressInRound };

/** One thread's last rounds. */
interface Rounds {
  readonly thread: ThreadId;
  /** Rows of the later half, in order. */
  readonly rows: readonly Seq[];
  /** How often each of its different events came in them, at least on average. */
  readonly count: number;
}

/** One finding at most, of all threads that were still going round. */
export function livelockFindings(trace: Trace, state: SyncState, { status, goesRound }: RunEnd): BareFinding[] {
  if (status === undefined || !ENDED_BY_FORCE.has(status)) return [];
  const active = trace.threads.filter(({ id }) => canGoOn(trace, state, id)).map(({ id }) => id);
  if (active.length === 0) return [];
  // Who waits now is let go by the others in each round.
  const waiting = goesRound === true ? livingBeside(trace, state, active) : [];
  const last = lastRowsOf(trace, new Set([...active, ...waiting]));
  const repeats = goesRound === true ? KNOWN_TO_REPEAT : SEEN_TO_REPEAT;
  const roundsOf = (thread: ThreadId) => findRounds(trace, thread, last.get(thread) ?? [], repeats) ?? [];
  const rounds = active.flatMap(roundsOf);
  const busy = rounds.filter(({ rows }) => rows.some((seq) => trace.object[seq] >= 0));
  if (rounds.length < active.length || busy.length === 0) return [];
  return [
    toFinding(
      trace,
      [...busy, ...waiting.flatMap(roundsOf)].toSorted((a, b) => a.thread - b.thread),
    ),
  ];
}

function livingBeside(trace: Trace, state: SyncState, active: readonly ThreadId[]): ThreadId[] {
  const isOther = (id: ThreadId) => !active.includes(id) && state.threads.get(id)?.finished === false;
  return trace.threads.map(({ id }) => id).filter(isOther);
}

/** Whether it has not ended and does not wait for ever. */
function canGoOn(trace: Trace, state: SyncState, thread: ThreadId): boolean {
  const life = state.threads.get(thread);
  if (life === undefined || life.finished) return false;
  if (life.waitSeq < 0) return true;
  const op = trace.op[life.waitSeq];
  return op === OP.sleep || op === OP["select-wait"] || trace.value[life.waitSeq] !== 0;
}

/** Rows of each thread's last events, in order. */
function lastRowsOf({ count, thread }: Trace, threads: ReadonlySet<ThreadId>): Map<ThreadId, Seq[]> {
  const rows = new Map<ThreadId, Seq[]>([...threads].map((id) => [id, []]));
  let open = threads.size;
  for (let seq = count - 1; seq >= 0 && open > 0; seq--) {
    const own = rows.get(thread[seq]);
    if (own === undefined || own.length === MOST_EVENTS) continue;
    own.push(seq);
    if (own.length === MOST_EVENTS) open--;
  }
  for (const own of rows.values()) own.reverse();
  return rows;
}

/** null where the thread did anything new, got on with something, or had gone quiet. */
function findRounds(trace: Trace, thread: ThreadId, rows: readonly Seq[], { least, progress }: Repeats): Rounds | null {
  const half = rows.length >> 1;
  const before = new Set(rows.slice(0, half).map((seq) => nameOf(trace, seq)));
  const later = rows.slice(half);
  const names = new Set(later.map((seq) => nameOf(trace, seq)));
  const count = Math.floor(later.length / Math.max(1, names.size));
  const repeats = count >= least && [...names].every((name) => before.has(name));
  if (!repeats || later.some((seq) => progress[trace.op[seq]] === 1) || isQuiet(trace, later)) return null;
  return { thread, rows: later, count };
}

/** Whether the thread told nothing for as long as all those rounds took. */
function isQuiet({ time, count }: Trace, rows: readonly Seq[]): boolean {
  const last = rows[rows.length - 1];
  return time[count - 1] - time[last] > time[last] - time[rows[0]];
}

/** Equal for events that are alike in all but when. */
function nameOf({ op, object, key, value, line, ok }: Trace, seq: Seq): string {
  return `${op[seq]} ${object[seq]} ${key[seq]} ${value[seq]} ${line[seq]} ${ok[seq]}`;
}

function toFinding(trace: Trace, rounds: readonly Rounds[]): BareFinding {
  const rows = rounds.flatMap((one) => oneRound(trace, one));
  const lines = [...new Set(rows.map((seq): Line => trace.line[seq]))].filter((line) => line > 0);
  return {
    kind: "livelock",
    threads: rounds.map(({ thread }) => thread),
    objects: [...new Set(rows.map((seq): ObjectId => trace.object[seq]))].filter((object) => object >= 0),
    lines: lines.toSorted((a, b) => a - b),
    events: rounds.map((one) => inVain(trace, one)),
    count: Math.min(...rounds.map(({ count }) => count)),
  };
}

/** The first of each of its different events. */
function oneRound(trace: Trace, { rows }: Rounds): Seq[] {
  const first = new Map<string, Seq>();
  for (const seq of rows) if (!first.has(nameOf(trace, seq))) first.set(nameOf(trace, seq), seq);
  return [...first.values()];
}

/** What shows it best: a refusal or a time limit that passed, else the first event of a round. */
function inVain(trace: Trace, { rows }: Rounds): Seq {
  const { op } = trace;
  const isVain = (code: number) =>
    code === OP.refused || code === OP["acquire-timeout"] || code === OP["get-timeout"] || code === OP["wait-timeout"];
  return rows.find((seq) => isVain(op[seq])) ?? rows[0];
}
