/**
 * Runs one program on real workers: makes its memory, gives threads to workers, drains the rings while they run, watches for
 * deadlock, and ends it. Rule: it never blocks; it sleeps in `waitAsync` until a thread calls or the next look is due.
 *
 *   prepare workers → main's thread is placed → look: drain, place, watch … → all awaited threads ended
 *   (or stop, time-out, deadlock) → daemons are stopped → workers released → records handed over
 *
 * In a series workers are prepared once: between two runs they sleep at their mailboxes while the memory is wiped.
 */
import type { Clock } from "../../base/clock.ts";
import type { ThreadId } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { CONTROL, MAILBOX_STATE, mailbox, MAX_WORKERS, STATE, THREAD, threadBlock } from "../../memory/layout.ts";
import { RING_HEADER_WORDS } from "../../memory/ring-layout.ts";
import { RingReader } from "../../memory/ring-reader.ts";
import type { RunStatus } from "../../program/report.ts";
import { wipeBetweenRuns } from "../../memory/run-memory.ts";
import { wakeForStop } from "../../sync/thread-context.ts";
import type { RingRecords } from "../../trace/assemble.ts";
import { giveTurn, type GateSettings } from "../gated/gate.ts";
import { TurnWatch } from "../gated/turn-watch.ts";
import type { FromWorker, ProgramText, RunSettings } from "./messages.ts";
import { callCoordinator } from "./attention.ts";
import {
  createThreadBlock,
  areThreadsEnded,
  isProgramOver,
  threadsWithoutWorker,
  tryStartOnParkedWorker,
} from "./thread-table.ts";
import type { WarmWorker, WarmWorkers } from "./warm-workers.ts";
import { findStuck, isDeadlocked, lookAtThreads, stuckForGood, type HolderOf, type ThreadView } from "./watch.ts";

/** What one run needs. */
export interface RunPlan {
  readonly program: ProgramText;
  readonly settings: RunSettings;
  readonly memory: Int32Array;
  readonly timeoutMs: Milliseconds;
  /** The program's module-level slots. */
  readonly slots: number;
  /** Workers to prepare at once: as many as the program is likely to have threads, main included. */
  readonly workers: number;
  readonly holderOf: HolderOf;
  /** Told about ten times a second. */
  readonly onProgress?: (look: ProgressLook) => void;
  /** A run whose threads go by turns; null for one of its own speed. */
  readonly gated: GatedRun | null;
}

/** What a coordinator has to know of a gated run. */
export interface GatedRun {
  readonly gates: GateSettings;
  /** How it ends, if the workers do what is written down. */
  readonly status: RunStatus;
  /** How long the thread that has the turn may take. */
  readonly patienceMs: Milliseconds;
}

export interface ProgressLook {
  readonly events: number;
  readonly elapsedMs: Milliseconds;
  readonly threads: readonly ThreadLook[];
}

/** A thread while a run goes on; `stuck` once the watch saw that it can never go on. */
export interface ThreadLook {
  readonly id: ThreadId;
  readonly state: number;
  readonly line: number;
  readonly stuck: boolean;
  /** Of a gated run: steps that the thread has done, as it says itself. */
  readonly steps: number;
}

/** What is left when a run has ended. */
export interface RunRecord {
  readonly status: RunStatus;
  /** When it ended, on the clock. */
  readonly endMs: Milliseconds;
  readonly records: readonly RingRecords[];
  /** Events that did not fit a ring. */
  readonly dropped: number;
  readonly ringFill: number;
  readonly workers: number;
  /** Threads that could never go on, when it ended deadlocked or partly so. */
  readonly stuck: ReadonlySet<ThreadId>;
  readonly threads: readonly ThreadView[];
  /** False when a worker had to be ended by force: it may still write to the memory. */
  readonly clean: boolean;
}

/** Runs on the same workers and the same memory, one after another. */
export interface Series {
  /** Numbers of the runs: from the first up to, but without, the last. */
  readonly from: number;
  readonly to: number;
  /** Called before each run, with its number, when the memory is wiped and nobody runs on it. */
  readonly before?: (run: number) => void;
  /** Told what each run left, before its memory is wiped; its records are written anew by the next run. */
  readonly told: (record: RunRecord) => void;
}

/** How a series ended: runs that were begun, whether the memory may be used again, and whether it was stopped. */
export interface SeriesEnd {
  readonly runs: number;
  readonly clean: boolean;
  readonly stopped: boolean;
}

/** How long a stopped thread may take before its worker is ended by force. */
const STOP_GRACE_MS = 60;
/** Between two looks while a program runs; a thread that ends, or needs a worker, calls earlier. */
const LOOK_MS = 8;
/** Looks at a worker that was ended by force, whether it still writes. */
const LAST_LOOKS = 8;
/** Between two looks at threads that are to stop. */
const BRIEFLY_MS = 3;
/** Events that one run may record; see docs/trace-format.md. */
export const EVENT_LIMIT = 10_000_000;
/** How long a run waits for its workers to be loaded. */
const LOADING_MS = 5000;
/** Between two looks of the deadlock watch, and in a series, whose runs are short. */
const WATCH_MS = 40;
const WATCH_IN_SERIES_MS = 10;
const PROGRESS_MS = 100;

interface Member {
  readonly worker: WarmWorker;
  readonly reader: RingReader;
}

/** One run, from its first worker to its records. */
export class Coordinator {
  readonly #plan: RunPlan;
  readonly #workers: WarmWorkers;
  readonly #clock: Clock;
  readonly #words: Int32Array;
  readonly #members: Member[] = [];
  #ending: RunStatus | null = null;
  #crash: string | null = null;
  #stopped = false;
  #stuck: ReadonlySet<ThreadId> = new Set();
  #lastLook: readonly ThreadView[] = [];
  #watchMs = WATCH_MS;
  readonly #rest: Promise<void>;
  #tellRest = (): void => undefined;
  readonly #turns: TurnWatch | null;

  constructor(plan: RunPlan, workers: WarmWorkers, clock: Clock) {
    this.#plan = plan;
    this.#workers = workers;
    this.#clock = clock;
    this.#words = plan.memory;
    this.#rest = new Promise((settle) => {
      this.#tellRest = settle;
    });
    this.#turns = plan.gated === null ? null : new TurnWatch(plan.memory, plan.gated.gates, plan.gated.patienceMs);
  }

  /** Ends the run; `run` then resolves with status `stopped`. */
  stop(): void {
    this.#stopped = true;
    this.#ending ??= "stopped";
    callCoordinator(this.#words);
  }

  /** Resolves when no thread runs any more. What they left may still be read then. */
  get atRest(): Promise<void> {
    return this.#rest;
  }

  /** @throws Error when a worker could not start, or our own code failed inside a thread. */
  async run(): Promise<RunRecord> {
    await this.#open();
    const endMs = await this.#play();
    return this.#recordOf(endMs, await this.#end());
  }

  /**
   * Makes a series of runs. It ends early when it is stopped, and behind a run whose workers did not all come to rest.
   * @returns how many were made, and whether the memory may be used again. @throws as `run`.
   */
  async runSeries({ from, to, before, told }: Series): Promise<SeriesEnd> {
    this.#watchMs = WATCH_IN_SERIES_MS;
    await this.#open();
    let run = from;
    while (run < to && !this.#stopped) {
      if (run > from) this.#renew();
      before?.(run);
      Atomics.store(this.#words, CONTROL.RUN, run++);
      const endMs = await this.#play();
      await this.#halt();
      if (this.#stopped || this.#crash !== null || this.#anyRuns()) break;
      this.#drain();
      told(this.#recordOf(endMs, true));
    }
    const hung = this.#anyRuns();
    const endMs = this.#clock.nowMs();
    const clean = await this.#end();
    if (this.#crash !== null || (hung && !this.#stopped)) told(this.#recordOf(endMs, clean));
    return { runs: run - from, clean, stopped: this.#stopped };
  }

  /** Gets the workers ready. */
  async #open(): Promise<void> {
    this.#prepare(this.#plan.workers);
    await this.#allParked(this.#clock.nowMs());
  }

  /** Lets main go and waits for the end. Neither the time-out nor the elapsed time counts what loading took. @returns when it ended */
  async #play(): Promise<Milliseconds> {
    createThreadBlock(this.#words, 0, 0, 0, false);
    Atomics.store(this.#words, threadBlock(0) + THREAD.WORKER, -1);
    if (this.#turns !== null) giveTurn(this.#words, 0, 0);
    await this.#watchUntilEnd(this.#clock.nowMs());
    return this.#clock.nowMs();
  }

  /** Between two runs of a series: memory, rings and what was seen are as at the beginning. */
  #renew(): void {
    for (const { reader } of this.#members) reader.restart();
    wipeBetweenRuns(this.#words, this.#plan.slots);
    this.#ending = null;
    this.#stuck = new Set();
    this.#lastLook = [];
  }

  #recordOf(endMs: Milliseconds, clean: boolean): RunRecord {
    const threads = lookAtThreads(this.#words);
    if (this.#crash !== null) throw new Error(`a thread's worker failed: ${this.#crash}`);
    return {
      status: this.#ending ?? this.#plan.gated?.status ?? this.#ownStatus(threads),
      endMs,
      records: this.#members.map(({ reader }) => ({ thread: 0, chunks: reader.chunks() })),
      dropped: this.#members.reduce((sum, { reader }) => sum + reader.dropped, 0),
      ringFill: Math.max(...this.#members.map(({ reader }) => reader.highestFill)),
      workers: this.#members.length,
      stuck: this.#stuck,
      threads,
      clean,
    };
  }

  /**
   * Until every worker of the plan is parked: a thread that is started then begins at once, and the picture shows the program and not the
   * loading of scripts. Bounded: a worker that does not come is done without.
   */
  async #allParked(startMs: Milliseconds): Promise<void> {
    const deadline = startMs + Math.min(LOADING_MS, this.#plan.timeoutMs);
    while (this.#ending === null && this.#crash === null && this.#clock.nowMs() < deadline) {
      const seen = Atomics.load(this.#words, CONTROL.ATTENTION);
      if (this.#members.every((_, index) => Atomics.load(this.#words, mailbox(index)) === MAILBOX_STATE.PARKED)) return;
      await this.#sleep(seen);
    }
  }

  #ownStatus(threads: readonly ThreadView[]): RunStatus {
    const failed = threads.some(({ id }) => Atomics.load(this.#words, threadBlock(id) + THREAD.FAILED) === 1);
    return failed ? "failed" : "finished";
  }

  async #watchUntilEnd(startMs: Milliseconds): Promise<void> {
    let watchedMs = startMs;
    let toldMs = startMs;
    let begunMs: Milliseconds | null = null;
    while (this.#ending === null && this.#crash === null) {
      const seen = Atomics.load(this.#words, CONTROL.ATTENTION);
      this.#drain();
      this.#place();
      if (this.#isOver()) return;
      const now = this.#clock.nowMs();
      if (this.#hasBegun() || now - startMs > LOADING_MS) begunMs ??= now;
      if (begunMs !== null && now - begunMs > this.#plan.timeoutMs) this.#ending = "timed-out";
      if (now - watchedMs >= this.#watchMs) {
        watchedMs = now;
        this.#watch(now);
      }
      if (now - toldMs >= PROGRESS_MS) {
        toldMs = now;
        this.#tell(now - (begunMs ?? now));
      }
      if (this.#ending === null && this.#crash === null) await this.#sleep(seen);
    }
  }

  /** Whether an event came: a busy machine may let main's worker sleep on for a while after it was woken. */
  #hasBegun(): boolean {
    return this.#members.some(({ reader }) => reader.count > 0);
  }

  #isOver(): boolean {
    return this.#turns === null ? isProgramOver(this.#words) : this.#turns.isOver();
  }

  /** Until somebody calls after `seen`, or the next look is due. */
  async #sleep(seen: number, limitMs: Milliseconds = LOOK_MS): Promise<void> {
    const wait = Atomics.waitAsync(this.#words, CONTROL.ATTENTION, seen, limitMs);
    if (wait.async) await wait.value;
  }

  #prepare(count: number): void {
    for (let made = 0; made < count && this.#members.length < MAX_WORKERS; made++) this.#add();
  }

  #add(): void {
    const index = this.#members.length;
    const { program, settings } = this.#plan;
    Atomics.store(this.#words, CONTROL.WORKER_COUNT, index + 1);
    const worker = this.#workers.take(
      (ring) => {
        new Int32Array(ring, 0, RING_HEADER_WORDS).fill(0);
        return {
          kind: "prepare",
          run: 0,
          worker: index,
          memory: this.#words.buffer as SharedArrayBuffer,
          ring,
          program,
          settings,
          gates: this.#plan.gated?.gates ?? null,
        };
      },
      (message) => this.#hear(message),
    );
    this.#members.push({ worker, reader: new RingReader(new Int32Array(worker.ring)) });
  }

  #hear(message: FromWorker): void {
    if (message.kind === "crashed") this.#crash ??= message.message;
    callCoordinator(this.#words);
  }

  /** Gives threads that have no worker to parked ones, and makes more workers when there are none. */
  #place(): void {
    const waiting = threadsWithoutWorker(this.#words);
    let homeless = 0;
    for (const thread of waiting) if (!tryStartOnParkedWorker(this.#words, thread)) homeless++;
    const coming = this.#members.filter(
      (_, index) => Atomics.load(this.#words, mailbox(index)) === MAILBOX_STATE.ABSENT,
    ).length;
    this.#prepare(homeless - coming);
  }

  /** Beyond the limit nothing more is taken: rings fill up, and what does not fit is counted as dropped. */
  #drain(): void {
    if (this.#isFull()) return;
    for (const { reader } of this.#members) reader.drain();
  }

  #isFull(): boolean {
    return this.#members.reduce((sum, { reader }) => sum + reader.count, 0) >= EVENT_LIMIT;
  }

  #watch(nowMs: Milliseconds): void {
    if (this.#turns !== null) {
      this.#crash ??= this.#turns.look(nowMs);
      return;
    }
    const look = lookAtThreads(this.#words);
    const { holderOf } = this.#plan;
    const stuck = findStuck(this.#lastLook, look, holderOf);
    this.#stuck = stuck.size === 0 ? stuck : stuckForGood(stuck, look, lookAtThreads(this.#words), holderOf);
    this.#lastLook = look;
    if (isDeadlocked(look, this.#stuck)) this.#ending = "deadlocked";
  }

  #tell(elapsedMs: Milliseconds): void {
    const look = lookAtThreads(this.#words);
    this.#plan.onProgress?.({
      events: Atomics.load(this.#words, CONTROL.SEQ) >>> 0,
      elapsedMs,
      threads: look.map(({ id, state }) => ({
        id,
        state,
        line: Atomics.load(this.#words, threadBlock(id) + THREAD.LINE),
        stuck: this.#stuck.has(id),
        steps: Atomics.load(this.#words, threadBlock(id) + THREAD.GATE_STEPS),
      })),
    });
  }

  /** Releases the workers and takes the last records. False when one had to be ended by force. */
  async #end(): Promise<boolean> {
    await this.#halt();
    const hanging = this.#members.map((_, index) => !this.#isAtRest(index));
    this.#members.forEach((member, index) => {
      if (hanging[index]) this.#workers.discard(member.worker);
      else this.#release(index);
    });
    await Promise.all(this.#members.map(({ worker }) => worker.released));
    this.#drain();
    await this.#drainEnded(this.#members.filter((_, index) => hanging[index]));
    this.#members.forEach((member, index) => {
      if (!hanging[index]) this.#workers.giveBack(member.worker, Math.max(WARM_AT_MOST, this.#plan.workers));
    });
    this.#tellRest();
    // Whoever stopped the run hears of it before the record is read, which may take a while.
    if (this.#stopped) await this.#sleep(Atomics.load(this.#words, CONTROL.ATTENTION), 1);
    return !hanging.includes(true);
  }

  /**
   * Takes what threads that were ended by force had taken down and not published, so that their record is whole. Nobody says when such a
   * worker is gone; one that has written nothing between two looks is. Beyond some looks the rest stays counted as dropped.
   */
  async #drainEnded(ended: readonly Member[]): Promise<void> {
    let left = ended;
    for (let look = 0; left.length > 0 && look < LAST_LOOKS; look++) {
      const written = left.map(({ reader }) => reader.written);
      await this.#sleep(Atomics.load(this.#words, CONTROL.ATTENTION), BRIEFLY_MS);
      const still = left.filter(({ reader }, at) => reader.written === written[at]);
      if (!this.#isFull()) for (const { reader } of still) reader.drainUnpublished();
      left = left.filter((member) => !still.includes(member));
    }
  }

  /** Stops what still runs; returns when all workers are at rest, or have had the time for it. */
  async #halt(): Promise<void> {
    if (!this.#anyRuns()) return;
    const deadline = this.#clock.nowMs() + STOP_GRACE_MS;
    if (this.#ending !== null || !areThreadsEnded(this.#words)) this.#stopThreads();
    while (this.#anyRuns() && this.#clock.nowMs() < deadline) {
      this.#drain();
      if (Atomics.load(this.#words, CONTROL.STOP) !== 0) wakeForStop(this.#words);
      const seen = Atomics.load(this.#words, CONTROL.ATTENTION);
      if (this.#anyRuns()) await this.#sleep(seen, BRIEFLY_MS);
    }
  }

  #stopThreads(): void {
    Atomics.store(this.#words, CONTROL.STOP, 1);
    const count = Atomics.load(this.#words, CONTROL.THREAD_COUNT);
    for (let thread = 0; thread < count; thread++) Atomics.store(this.#words, threadBlock(thread) + THREAD.BREAKER, 1);
    wakeForStop(this.#words);
  }

  #anyRuns(): boolean {
    return this.#members.some((_, index) => !this.#isAtRest(index));
  }

  /** Parked, or not yet there (it will find itself released). */
  #isAtRest(index: number): boolean {
    const state = Atomics.load(this.#words, mailbox(index));
    return state === MAILBOX_STATE.PARKED || state === MAILBOX_STATE.ABSENT || state === MAILBOX_STATE.RELEASED;
  }

  #release(index: number): void {
    Atomics.store(this.#words, mailbox(index), MAILBOX_STATE.RELEASED);
    Atomics.notify(this.#words, mailbox(index));
  }
}

/** Workers kept warm between runs, unless a run asked for more. */
const WARM_AT_MOST = 8;

/** Whether a thread is still under way, for pictures drawn while a run goes on. */
export function isUnderWay(state: number): boolean {
  return state !== STATE.ENDED && state !== STATE.FREE;
}
