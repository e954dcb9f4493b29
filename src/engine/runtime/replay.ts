/**
 * Recomputes every thread's locals and stack at any point of a recorded run: the bodies run again on the recorded answers, in one memory of
 * their own and in the recorded order, from copies kept on the way. Rule: asking changes nothing; each answer comes from a copy.
 *
 * A thread is let run only as far as another could tell the difference: up to an event that may show it something which another thread made, or
 * that shows others what it made itself (`isBinding`). What lies between is run when that comes, or when somebody looks.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { THREAD, threadBlock } from "../memory/layout.ts";
import { isSmallWord } from "../memory/words.ts";
import { createMain, createThread, type CompiledProgram, type FrameView, type Machine } from "../python/index.ts";
import type { Note } from "../trace/assemble.ts";
import { laneHosts } from "../trace/lane-hosts.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { isOutside, type Record, ReplayEnd, ReplayMemory, ReplayPause, ReplayWorld } from "./replay-world.ts";

/** Copies kept, at most, and the words that their memories may take together (128 MB). */
const COPIES = 32;
const COPIED_WORDS = 32 * 1024 * 1024;
/** Events between two copies, at least. */
const FEWEST_EVENTS = 4096;
/** Answers kept, the last ones asked for. */
const ANSWERS = 4;

/** What all threads of a replay have in common; the rest of `Record` is each thread's own. */
export type SharedRecord = Omit<Record, "thread" | "rows" | "notes" | "randomSeed"> & {
  readonly notes: ReadonlyMap<ThreadId, readonly Note[]>;
  readonly seed: number;
};

/** What the inspector needs of a thread at one moment. */
export interface Replayed {
  readonly frames: readonly FrameView[];
  readonly machine: Machine;
}

interface Runner {
  readonly machine: Machine;
  readonly world: ReplayWorld;
  /** The thread's record ended in the midst of an operation: it can only be looked at. */
  over: boolean;
}

/** All threads behind some event. */
interface Moment {
  /** Row of the next event. */
  row: Seq;
  readonly memory: ReplayMemory;
  /** By thread id: how many of its events are behind it, and its body, once it had to run. */
  readonly seen: Int32Array;
  readonly runners: (Runner | null)[];
}

interface Answer {
  readonly seq: Seq;
  readonly moment: Moment;
  readonly threads: Map<ThreadId, Replayed | null>;
}

export class Replay {
  readonly #program: CompiledProgram;
  readonly #trace: Trace;
  readonly #records: readonly Record[];
  /** By thread or lane of the trace: the thread that runs it. */
  readonly #runs: Uint16Array;
  readonly #memory: Int32Array;
  readonly #stride: number;
  /** Ascending; the last one is played on when somebody asks for a later event. */
  readonly #kept: Moment[] = [];
  #frontier: Moment | null = null;
  readonly #answers: Answer[] = [];

  /** @param memory words as they were at the run's end; they are copied, never written. */
  constructor(program: CompiledProgram, shared: SharedRecord, memory: Int32Array) {
    this.#program = program;
    this.#trace = shared.trace;
    this.#memory = memory;
    this.#runs = laneHosts(shared.trace.threads);
    this.#records = rowsByThread(shared.trace, this.#runs).map((own, thread) => ({
      ...shared,
      thread,
      rows: own,
      notes: shared.notes.get(thread) ?? [],
      randomSeed: shared.seed + thread * 0x9e37,
    }));
    const copies = Math.max(1, Math.min(COPIES, Math.floor(COPIED_WORDS / memory.length)));
    this.#stride = Math.max(FEWEST_EVENTS, Math.ceil(shared.trace.count / copies));
  }

  /** Whether this is a thread, and no lane that threads run in turns with others. */
  runs(thread: ThreadId): boolean {
    return this.#runs[thread] === thread;
  }

  /** The thread's calls just after event `seq` of the whole trace; null before it began. */
  at(thread: ThreadId, seq: Seq): Replayed | null {
    const answer = this.#answerAt(seq);
    const known = answer.threads.get(thread);
    if (known !== undefined) return known;
    const replayed = this.#look(answer.moment, thread, seq);
    answer.threads.set(thread, replayed);
    return replayed;
  }

  #answerAt(seq: Seq): Answer {
    const known = this.#answers.find((answer) => answer.seq === seq);
    if (known !== undefined) return known;
    const moment = this.#copy(this.#nearest(seq));
    this.#play(moment, seq);
    const answer = { seq, moment, threads: new Map<ThreadId, Replayed | null>() };
    this.#answers.unshift(answer);
    this.#answers.length = Math.min(this.#answers.length, ANSWERS);
    return answer;
  }

  /** Runs the thread to where it stood; the memory of the moment is then right for that thread alone. */
  #look(moment: Moment, thread: ThreadId, seq: Seq): Replayed | null {
    if ((moment.seen[thread] ?? 0) === 0) return null;
    const { memory, runners } = this.#copy(moment);
    const runner = (runners[thread] ??= this.#begin(memory, thread));
    runner.world.until = seq;
    play(runner);
    return { frames: runner.machine.frames(), machine: runner.machine };
  }

  /** The latest kept moment that is not behind the event, after playing on as far as nobody has yet. */
  #nearest(seq: Seq): Moment {
    this.#frontier ??= this.#first();
    const frontier = this.#frontier;
    while (frontier.row + this.#stride <= seq + 1) {
      this.#play(frontier, frontier.row + this.#stride - 1);
      for (let thread = 0; thread < frontier.runners.length; thread++) this.#catchUp(frontier, thread);
      this.#kept.push(this.#copy(frontier));
    }
    let best = this.#kept[0];
    for (const moment of this.#kept) if (moment.row <= seq + 1) best = moment;
    return best;
  }

  #first(): Moment {
    const threads = this.#records.length;
    const memory = ReplayMemory.ofRun(this.#memory, this.#program.slotCount);
    const moment: Moment = {
      row: 0,
      memory,
      seen: new Int32Array(threads),
      runners: new Array<Runner | null>(threads).fill(null),
    };
    this.#kept.push(this.#copy(moment));
    return moment;
  }

  #copy({ row, memory, seen, runners }: Moment): Moment {
    const copied = memory.copy();
    return {
      row,
      memory: copied,
      seen: seen.slice(),
      runners: runners.map((runner, thread) => runner && this.#copyRunner(runner, copied, thread)),
    };
  }

  #copyRunner({ machine, world, over }: Runner, memory: ReplayMemory, thread: ThreadId): Runner {
    const copied = new ReplayWorld(this.#records[thread], memory, world);
    return { machine: machine.copy(copied), world: copied, over };
  }

  #begin(memory: ReplayMemory, thread: ThreadId): Runner {
    const world = new ReplayWorld(this.#records[thread], memory);
    const machine =
      thread === 0
        ? createMain(this.#program, world)
        : createThread(this.#program, world, memory.load(threadBlock(thread) + THREAD.OBJECT));
    return { machine, world, over: false };
  }

  /** Goes on until event `last` is behind; threads have then done what others could see. */
  #play(moment: Moment, last: Seq): void {
    const { thread, op } = this.#trace;
    for (; moment.row <= last && moment.row < this.#trace.count; moment.row++) {
      const { row } = moment;
      const runs = this.#runs[thread[row]];
      if (this.#isBinding(row)) {
        if (op[row] === OP.read) this.#makeWhatIsRead(moment, row, runs);
        this.#run(moment, runs, moment.seen[runs] + 1);
      }
      moment.seen[runs]++;
    }
  }

  /** Lets a thread go on until so many of its events are behind it. */
  #run(moment: Moment, thread: ThreadId, events: number): void {
    const runner = (moment.runners[thread] ??= this.#begin(moment.memory, thread));
    if (runner.world.cursor >= events) return;
    runner.world.pauseAt = events;
    play(runner);
  }

  /**
   * A plain access is numbered beside it: a read may have a smaller number than the write that it saw. That write is then the next event
   * of its thread, which was in the midst of it.
   */
  #makeWhatIsRead(moment: Moment, read: Seq, reader: ThreadId): void {
    const { op, object, key, value } = this.#trace;
    for (const { thread: other, rows } of this.#records) {
      let own = moment.seen[other];
      while (own < rows.length && isOutside(this.#trace, rows[own], other)) own++;
      const row = rows[own];
      if (other === reader || row === undefined || op[row] !== OP.write) continue;
      if (object[row] === object[read] && key[row] === key[read] && value[row] === value[read])
        this.#run(moment, other, own + 1);
    }
  }

  /** Lets a thread do all that it surely has done, so that a copy has nothing to make up for. */
  #catchUp(moment: Moment, thread: ThreadId): void {
    const { rows } = this.#records[thread];
    const events = countSettled(this.#trace, thread, rows, moment.seen[thread]);
    if (events > 0) this.#run(moment, thread, events);
  }

  /** Whether the event may show something that another thread made, or shows others what this one made. */
  #isBinding(row: Seq): boolean {
    const { op, object, objects, value } = this.#trace;
    const code = op[row];
    if (!BINDING.has(code)) return false;
    if (code === OP.spawn) return true;
    const kind = object[row] < 0 ? undefined : objects[object[row]].kind;
    return CONTAINERS.has(kind) || !isSmallWord(value[row]);
  }
}

/** Each is one operation, or the end of one. */
const BINDING: ReadonlySet<OpCode> = new Set([
  OP.spawn,
  OP.read,
  OP.write,
  OP.update,
  OP["compare-exchange"],
  OP.put,
  OP.get,
  OP.submit,
  OP["task-start"],
  OP["task-finish"],
  OP["task-fail"],
]);

const CONTAINERS: ReadonlySet<string | undefined> = new Set(["list", "dict", "set", "deque", "instance"]);

/** Events that come before the last one of their operation. */
const OPENING: ReadonlySet<OpCode> = new Set([
  OP["acquire-wait"],
  OP["put-wait"],
  OP["get-wait"],
  OP["join-wait"],
  OP["select-wait"],
  OP.sleep,
  OP.arrive,
  OP.wait,
  OP.woken,
  OP["wait-timeout"],
]);

/** How many of a thread's first `seen` events are behind operations that surely have ended, as the bodies' cursors count. */
function countSettled(trace: Trace, thread: ThreadId, rows: Int32Array, seen: number): number {
  let events = seen;
  while (events > 0 && isOutside(trace, rows[events - 1], thread)) events--;
  const last = events;
  // A condition's wait gives its lock up level by level and takes it again so.
  while (events > 0 && (trace.op[rows[events - 1]] === OP.release || trace.op[rows[events - 1]] === OP.acquire))
    events--;
  if (events === last || events === 0 || !OPENING.has(trace.op[rows[events - 1]])) events = last;
  while (events > 0 && (OPENING.has(trace.op[rows[events - 1]]) || isOutside(trace, rows[events - 1], thread)))
    events--;
  return events;
}

/** Rows of each thread's events, those of the lanes that it runs included. */
function rowsByThread({ thread, threads, count }: Trace, runs: Uint16Array): Int32Array[] {
  const counts = new Int32Array(threads.length);
  for (let row = 0; row < count; row++) counts[runs[thread[row]]]++;
  const rows = Array.from(counts, (own) => new Int32Array(own));
  counts.fill(0);
  for (let row = 0; row < count; row++) {
    const own = runs[thread[row]];
    rows[own][counts[own]++] = row;
  }
  return rows;
}

/** Runs on to the pause that is due, or to the end of what may be replayed. */
function play(runner: Runner): void {
  if (runner.over) return;
  try {
    runner.machine.run();
    runner.over = true;
  } catch (error) {
    if (error instanceof ReplayPause) return runner.machine.takeBack();
    if (!(error instanceof ReplayEnd)) throw error;
    runner.over = true;
  }
}
