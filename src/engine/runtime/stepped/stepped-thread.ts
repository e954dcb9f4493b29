/** One thread of a simulation: its machine and where it stands between two steps. Rule: only the simulation writes it. */
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Request } from "../../model/transition.ts";
import { VERB } from "../../program/operation.ts";
import type { Machine } from "../../python/index.ts";
import { createReadings, type ReadingsInARow } from "./clock-readings.ts";
import type { Tell } from "./tell-operation.ts";

/** Where a thread stands. */
export const STAGE = {
  /** It has local work to do, or is about to begin. */
  RUNNING: 0,
  /** Before an operation that can be done now. */
  READY: 1,
  /** Before an operation that cannot. */
  BLOCKED: 2,
  ENDED: 3,
} as const;
export type Stage = (typeof STAGE)[keyof typeof STAGE];

/** What has been told of the present operation's wait. */
export const TOLD = {
  NOTHING: 0,
  /** A condition's: that it was woken, or too late. */
  WOKEN: 1,
  WAITS: 2,
} as const;
export type Told = (typeof TOLD)[keyof typeof TOLD];

export class SteppedThread {
  readonly id: ThreadId;
  readonly machine: Machine;
  /** Word of its name (a str), 0 for main. */
  readonly name: Word;
  readonly object: Address;
  readonly daemon: boolean;
  stage: Stage = STAGE.RUNNING;
  /** Its present operation is no step: it is done as soon as it can be. */
  attached = false;
  /** Its present operation is one on memory, which is never blocked. */
  plain = false;
  told: Told = TOLD.NOTHING;
  /** Whether its start has been told. */
  begun = false;
  /** `python: 3.10`: it has passed a call or a backward jump since its last operation. */
  passed = false;
  /** It has touched something shared since the first start. */
  hasAccessed = false;
  /** Virtual time: what it slept and waited. */
  clockMs: Milliseconds = 0;
  readonly read: ReadingsInARow = createReadings();
  /** Number of the mark since which its flags, or its machine, were put aside. */
  savedAt = 0;
  imagedAt = 0;
  /** Tells events of its present operation; made when it is first wanted. */
  tell: Tell | null = null;
  /** The present operation as models want it. */
  readonly request: Writable<Request>;

  constructor(machine: Machine, parts: Pick<SteppedThread, "id" | "name" | "object" | "daemon">) {
    this.machine = machine;
    this.id = parts.id;
    this.name = parts.name;
    this.object = parts.object;
    this.daemon = parts.daemon;
    this.request = { verb: VERB.NONE, thread: parts.id, object: 0, key: 0, value: 0, timeoutMs: 0 };
  }

  /** Fills `request` from the operation that the machine stands before. */
  ask(): Request {
    const { next } = this.machine;
    const { request } = this;
    request.verb = next.verb;
    request.object = next.object;
    request.key = next.key;
    request.value = next.value;
    request.timeoutMs = next.timeoutMs;
    return request;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The flags of a thread at one moment. */
export interface ThreadFlags {
  readonly stage: Stage;
  readonly attached: boolean;
  readonly plain: boolean;
  readonly told: Told;
  readonly begun: boolean;
  readonly passed: boolean;
  readonly hasAccessed: boolean;
  readonly clockMs: Milliseconds;
  readonly readings: number;
  readonly readFromMs: Milliseconds;
  readonly readToMs: Milliseconds;
}

export function flagsOf(thread: SteppedThread): ThreadFlags {
  const { stage, attached, plain, told, begun, passed, hasAccessed, clockMs } = thread;
  const { readings, fromMs: readFromMs, toMs: readToMs } = thread.read;
  const flags = { stage, attached, plain, told, begun, passed, hasAccessed, clockMs };
  return { ...flags, readings, readFromMs, readToMs };
}

export function restoreFlags(thread: SteppedThread, flags: ThreadFlags): void {
  thread.stage = flags.stage;
  thread.attached = flags.attached;
  thread.plain = flags.plain;
  thread.told = flags.told;
  thread.begun = flags.begun;
  thread.passed = flags.passed;
  thread.hasAccessed = flags.hasAccessed;
  thread.clockMs = flags.clockMs;
  thread.read.readings = flags.readings;
  thread.read.fromMs = flags.readFromMs;
  thread.read.toMs = flags.readToMs;
}
