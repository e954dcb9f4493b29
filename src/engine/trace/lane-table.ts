/**
 * Lanes of a run beside its threads: event loops, tasks, generators and greenlets, which threads run in turns. Workers number them as they
 * make them; a trace counts them on behind its threads. Rule: a lane's state at the end is read off its last event.
 */
import type { ThreadId, Word } from "../base/ids.ts";
import { FIRST_LANE } from "../memory/layout.ts";
import { NO_SEQ, NOTE, RECORD, RECORD_WORDS } from "../memory/ring-layout.ts";
import type { RingRecords } from "./assemble.ts";
import { OP, type OpCode } from "./ops.ts";
import type { ThreadKind, ThreadState, TraceThread } from "./trace.ts";

const KINDS: readonly ThreadKind[] = ["loop", "task", "generator", "greenlet"];

interface NewLane {
  readonly lane: number;
  readonly name: Word;
  readonly parent: number;
  readonly kind: ThreadKind;
}

export class LaneTable {
  readonly #threads: readonly TraceThread[];
  readonly #lanes: readonly NewLane[];
  readonly #ids = new Map<number, ThreadId>();
  /** Id of the first lane. */
  readonly #first: ThreadId;

  constructor(records: readonly RingRecords[], threads: readonly TraceThread[]) {
    this.#threads = threads;
    this.#lanes = findLanes(records);
    this.#first = threads.reduce((most, { id }) => Math.max(most, id + 1), 0);
    this.#lanes.forEach(({ lane }, i) => this.#ids.set(lane, this.#first + i));
  }

  get isEmpty(): boolean {
    return this.#lanes.length === 0;
  }

  /** The thread or lane of a trace that a worker called so. */
  idOf(lane: number): ThreadId {
    return lane < FIRST_LANE ? lane : (this.#ids.get(lane) ?? 0);
  }

  /** The number that a worker gave to a lane of the trace; the thread's own for a thread. */
  laneOf(id: ThreadId): number {
    return this.#lanes[id - this.#first]?.lane ?? id;
  }

  /** Threads and lanes of the trace. */
  threads(nameOf: (word: Word) => string, last: (id: ThreadId) => LaneEnd): readonly TraceThread[] {
    const process = this.#threads[0]?.process ?? 0;
    const lanes = this.#lanes.map(({ lane, name, parent, kind }): TraceThread => {
      const id = this.idOf(lane);
      const state = stateAtEnd(last(id));
      return { id, name: nameOf(name), kind, process, worker: false, state, parent: this.idOf(parent) };
    });
    return [...this.#threads, ...lanes];
  }
}

/** What a lane's last events were. */
export interface LaneEnd {
  /** 0 for a lane without events. */
  readonly op: OpCode;
  /** Whether it failed or was cancelled before it finished. */
  readonly failed: boolean;
  readonly cancelled: boolean;
}

function stateAtEnd({ op, failed, cancelled }: LaneEnd): ThreadState {
  switch (op) {
    case 0:
      return "new";
    case OP.finish:
      return cancelled ? "stopped" : failed ? "failed" : "finished";
    case OP["task-suspend"]:
    case OP["select-wait"]:
    case OP.yield:
    case OP.switch:
    case OP.send:
    case OP.throw:
      return "blocked";
    default:
      return "stopped";
  }
}

function findLanes(records: readonly RingRecords[]): readonly NewLane[] {
  const lanes: NewLane[] = [];
  for (const { chunks } of records) {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += RECORD_WORDS) {
        if (chunk[at + RECORD.SEQ] !== NO_SEQ || (chunk[at + RECORD.META] & 255) !== NOTE.NEW_LANE) continue;
        const more = chunk[at + RECORD.VALUE];
        if (more < 0) continue;
        lanes.push({
          lane: chunk[at + RECORD.OBJECT],
          name: chunk[at + RECORD.KEY],
          parent: more >> 3,
          kind: KINDS[more & 7],
        });
      }
    }
  }
  return lanes.sort((a, b) => a.lane - b.lane);
}
