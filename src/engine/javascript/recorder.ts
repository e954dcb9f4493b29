/**
 * Tells what a marked script does: lanes, who runs, who was queued by whom. It is called by the marks in the text (`marks.ts`) and by the
 * patched functions (`patches.ts`). Rule: only one lane runs at any time, the last of the stack; with an empty stack the loop runs.
 */
import type { Line, ObjectId } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import type { OpName } from "../trace/ops.ts";
import { PromiseModel, type Microtask, type ModelPromise } from "./promise-model.ts";
import {
  FIXED_THINGS,
  MICROTASKS,
  SCRIPT_LANE,
  TASKS,
  type Batch,
  type LaneNow,
  type LaneSort,
  type Limit,
  type NewLane,
  type ScriptEvent,
  type Thing,
} from "./script-record.ts";

/** How far a recording goes before the run is ended. */
const MOST_EVENTS = 200_000;
const MOST_LANES = 4000;
const MOST_MICROTASKS = 20_000;
/** From so many microtasks in one checkpoint on, they are what there is too much of, whichever limit was reached. */
const LONG_CHAIN = 1000;

/** Between two batches, in milliseconds; looked at every so many marks. */
const BATCH_MS = 50;
const MARKS_BETWEEN_LOOKS = 256;
/** Code that runs for so long without an event computes. */
const COMPUTING_MS: Milliseconds = 5;

export interface RecorderSurroundings {
  readonly nowMs: () => Milliseconds;
  readonly onBatch: (batch: Batch) => void;
  readonly onLimit: (limit: Limit) => void;
}

export class Recorder {
  readonly #surroundings: RecorderSurroundings;
  readonly #stack: LaneNow[] = [];
  readonly #namesTaken = new Map<string, number>();
  readonly model: PromiseModel;
  #lanes: NewLane[] = [];
  #things: Thing[] = [...FIXED_THINGS];
  #events: ScriptEvent[] = [];
  #laneCount = 2;
  #thingCount = FIXED_THINGS.length;
  #eventCount = 0;
  #marks = 0;
  #inCheckpoint = 0;
  #lastBatchMs: Milliseconds;
  #lastEventMs: Milliseconds;
  /** Whether it was told that what runs computes. */
  #isComputing = false;
  #line: Line = 0;
  #isOver = false;

  constructor(surroundings: RecorderSurroundings) {
    this.#surroundings = surroundings;
    this.#lastBatchMs = surroundings.nowMs();
    this.#lastEventMs = this.#lastBatchMs;
    this.model = new PromiseModel({
      queued: (task) => this.tell("task-wake", { object: MICROTASKS, other: task.lane.id }),
      settled: (promise) => this.#tellSettled(promise),
    });
  }

  /** Who runs now; null between two jobs. */
  get running(): LaneNow | null {
    return this.#stack.at(-1) ?? null;
  }

  /** @param name what a reader calls it; a second one of that name is numbered */
  newLane(name: string, sort: LaneSort, line: Line): LaneNow {
    const times = (this.#namesTaken.get(name) ?? 0) + 1;
    this.#namesTaken.set(name, times);
    const lane: LaneNow = { id: this.#laneCount++, name: times === 1 ? name : `${name} #${times}`, line };
    this.#lanes.push({ id: lane.id, name: lane.name, sort });
    if (this.#laneCount > MOST_LANES) this.#end({ kind: "lanes", count: MOST_LANES, line });
    return lane;
  }

  /** A statement begins. */
  at(line: Line): void {
    this.#line = line;
    const running = this.running;
    if (running !== null) running.line = line;
    if (++this.#marks % MARKS_BETWEEN_LOOKS === 0) this.#look();
  }

  /** An event of whoever runs now. Between two jobs nobody does, and it is the script's. */
  tell(op: OpName, more: Partial<Omit<ScriptEvent, "at" | "op">> = {}): void {
    if (this.#isOver) return;
    const running = this.running;
    const now = this.#surroundings.nowMs();
    this.#lastEventMs = now;
    this.#isComputing = false;
    this.#events.push({
      at: now,
      lane: more.lane ?? running?.id ?? SCRIPT_LANE,
      op,
      line: more.line ?? running?.line ?? this.#line,
      ...more,
    });
    if (++this.#eventCount >= MOST_EVENTS) this.#end({ kind: "events", count: MOST_EVENTS, line: this.#line });
    this.#sendIfDue(now);
  }

  /** A task begins: the script's, a timer's, a message's. */
  beginTask(lane: LaneNow, isScript = false): void {
    this.#stack.length = 0;
    this.model.taskBegins();
    this.#inCheckpoint = 0;
    this.#stack.push(lane);
    if (isScript) this.tell("start");
    else this.tell("task-run", { object: TASKS });
  }

  /** A microtask begins, out of the queue. */
  beginMicrotask(lane: LaneNow): void {
    this.#stack.length = 0;
    this.#stack.push(lane);
    if (!this.model.begins(lane)) this.tell("task-wake", { object: MICROTASKS, other: lane.id });
    this.tell("task-run", { object: MICROTASKS });
    if (++this.#inCheckpoint >= MOST_MICROTASKS)
      this.#end({ kind: "microtasks", count: MOST_MICROTASKS, line: lane.line });
  }

  /** Goes on in the caller's stack, as a call does. */
  callInto(lane: LaneNow): void {
    if (this.running === null) return this.beginMicrotask(lane);
    this.tell("call", { other: lane.id });
    this.#stack.push(lane);
    this.tell("task-run");
  }

  /** Whoever runs hands back: to its caller, or to the loop. */
  leave(lane: LaneNow): void {
    const place = this.#stack.lastIndexOf(lane);
    if (place < 0) return;
    this.#stack.length = place;
    if (this.running !== null) this.tell("return", { other: lane.id });
  }

  /** The object of a promise, named once it matters. */
  objectOf(promise: ModelPromise): ObjectId {
    if (promise.object !== null) return promise.object;
    promise.object = this.#thingCount++;
    this.#things.push({ name: promise.name, kind: "future" });
    return promise.object;
  }

  /** A lane that waits for a promise goes to the queue, now or when the promise settles. */
  react(promise: ModelPromise, task: Microtask, op: "wait" | "task-suspend"): void {
    const isSettled = promise.state === "settled";
    if (isSettled) this.model.react(promise, task);
    this.tell(op, { lane: task.lane.id, object: this.objectOf(promise) });
    if (!isSettled) this.model.react(promise, task);
  }

  send(): void {
    const batch: Batch = { lanes: this.#lanes, things: this.#things, events: this.#events, line: this.#line };
    this.#lanes = [];
    this.#things = [];
    this.#events = [];
    this.#lastBatchMs = this.#surroundings.nowMs();
    this.#surroundings.onBatch(batch);
  }

  #tellSettled(promise: ModelPromise): void {
    if (promise.object === null && promise.waiting.length === 0) return;
    this.tell("set", { object: this.objectOf(promise), ...(promise.rejected && { ok: false }) });
  }

  /** Code that runs for long without an event is told once, at the line where it is. */
  #look(): void {
    const now = this.#surroundings.nowMs();
    if (!this.#isComputing && now - this.#lastEventMs >= COMPUTING_MS) {
      this.tell("compute");
      this.#isComputing = true;
    }
    this.#sendIfDue(now);
  }

  #sendIfDue(now: Milliseconds): void {
    if (this.#isOver || now - this.#lastBatchMs < BATCH_MS) return;
    this.send();
  }

  /** Whoever started the worker ends it now; until then nothing more is kept. */
  #end(limit: Limit): void {
    if (this.#isOver) return;
    this.send();
    this.#isOver = true;
    const isChain = this.#inCheckpoint >= LONG_CHAIN;
    this.#surroundings.onLimit(isChain ? { ...limit, kind: "microtasks", count: this.#inCheckpoint } : limit);
  }
}
