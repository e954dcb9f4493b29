/**
 * A machine at rest, put aside: what a machine needs to stand there again after its memory was taken back to the same moment. Rule: an image
 * is never run; whoever wants to go on from it more than once takes a copy first.
 */
import type { Address, Line, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Chunk } from "../memory/allocator.ts";
import { createOperation, type Operation, type Verb } from "../program/operation.ts";
import type { Lane } from "../program/world.ts";
import type { Frame } from "./frames.ts";
import type { LastWords } from "./last-words.ts";
import type { Context } from "./loop/context.ts";
import type { Loops } from "./loop/loops.ts";
import { Copies } from "./loop/task-state.ts";
import type { Entry, Pending } from "./machine-state.ts";
import type { PyRef, Value } from "./values.ts";

/** What an image is made of, but for frames and the operation. */
interface Rest {
  readonly entries: readonly Entry[];
  readonly depth: number;
  readonly handled: Value;
  readonly pending: Pending | null;
  readonly lastWords: LastWords | null;
  readonly reserves: readonly Chunk[];
  readonly outOfMemory: PyRef | null;
  readonly ended: boolean;
  readonly failed: boolean;
  readonly context: Context;
  readonly lane: Lane;
  readonly warned: ReadonlySet<string>;
}

/** Fields are written one by one: an image is made for nearly every step of an exploration, and spread objects are ten times as slow. */
export class MachineImage {
  frame: Frame | null;
  generators: ReadonlyMap<Address, Frame>;
  /** null where it has none. */
  loops: Loops | null;
  readonly context: Context;
  readonly lane: Lane;
  readonly warned: ReadonlySet<string>;
  readonly hints: ReadonlyMap<Address, string>;
  readonly entries: readonly Entry[];
  readonly depth: number;
  readonly handled: Value;
  readonly pending: Pending | null;
  readonly lastWords: LastWords | null;
  readonly reserves: readonly Chunk[];
  readonly outOfMemory: PyRef | null;
  readonly ended: boolean;
  readonly failed: boolean;
  /** Where its next piece of heap comes from, and the end of that chunk. */
  readonly heapNext: Address;
  readonly heapEnd: Address;
  /** The operation that it stands before. */
  readonly verb: Verb;
  readonly object: Address;
  readonly key: Word;
  readonly value: Word;
  readonly timeoutMs: Milliseconds;
  readonly line: Line;

  constructor(
    rest: Rest,
    frame: Frame | null,
    generators: ReadonlyMap<Address, Frame>,
    loops: Loops | null,
    hints: ReadonlyMap<Address, string>,
    heapNext: Address,
    heapEnd: Address,
    operation: Operation,
  ) {
    this.frame = null;
    this.generators = NO_GENERATORS;
    this.loops = null;
    this.hints = hints.size === 0 ? NO_HINTS : new Map(hints);
    this.entries = rest.entries;
    this.depth = rest.depth;
    this.handled = rest.handled;
    this.pending = rest.pending;
    this.lastWords = rest.lastWords;
    this.reserves = rest.reserves;
    this.outOfMemory = rest.outOfMemory;
    this.ended = rest.ended;
    this.failed = rest.failed;
    this.context = rest.context;
    this.lane = rest.lane;
    this.warned = rest.warned;
    this.heapNext = heapNext;
    this.heapEnd = heapEnd;
    this.verb = operation.verb;
    this.object = operation.object;
    this.key = operation.key;
    this.value = operation.value;
    this.timeoutMs = operation.timeoutMs;
    this.line = operation.line;
    this.#copyFrames(frame, generators, loops);
  }

  #copyFrames(frame: Frame | null, generators: ReadonlyMap<Address, Frame>, loops: Loops | null): void {
    if (generators.size === 0 && (loops === null || loops.isEmpty)) {
      this.frame = copyChain(frame);
      return;
    }
    const copies = copyFrames(frame, generators, loops);
    this.frame = copies.frame;
    this.generators = copies.generators;
    this.loops = copies.loops;
  }

  /** The same image once more, to go on from. */
  copy(): MachineImage {
    return new MachineImage(
      this,
      this.frame,
      this.generators,
      this.loops,
      this.hints,
      this.heapNext,
      this.heapEnd,
      restored(this),
    );
  }
}

const NO_GENERATORS: ReadonlyMap<Address, Frame> = new Map();
/** What most machines add to tracebacks. */
const NO_HINTS: ReadonlyMap<Address, string> = new Map();

/** What of a machine refers to frames, copied together: a generator's or a task's frame may be one of the chain. */
export interface FrameCopies {
  readonly frame: Frame | null;
  readonly generators: ReadonlyMap<Address, Frame>;
  /** null where there are none. */
  readonly loops: Loops | null;
}

/** Copies a chain of frames, those of generators and of whatever loops schedule. */
export function copyFrames(
  frame: Frame | null,
  generators: ReadonlyMap<Address, Frame>,
  loops: Loops | null,
): FrameCopies {
  const withLoops = loops !== null && !loops.isEmpty;
  if (generators.size === 0 && !withLoops) return { frame: copyChain(frame), generators: NO_GENERATORS, loops: null };
  const known = new Map<Frame, Frame>();
  const copy = (one: Frame): Frame => {
    const there = known.get(one);
    if (there !== undefined) return there;
    const fresh = one.copy();
    known.set(one, fresh);
    fresh.back = one.back && copy(one.back);
    return fresh;
  };
  return {
    frame: frame && copy(frame),
    generators: new Map([...generators].map(([at, one]) => [at, copy(one)])),
    loops: withLoops ? loops.copy(new Copies(copy)) : null,
  };
}

function copyChain(frame: Frame | null): Frame | null {
  if (frame === null) return null;
  const first = frame.copy();
  for (let from = frame, to = first; from.back !== null; from = from.back) {
    to.back = from.back.copy();
    to = to.back;
  }
  return first;
}

/** Fills an operation from an image. */
export function restoreOperation(operation: Operation, image: MachineImage): void {
  operation.verb = image.verb;
  operation.object = image.object;
  operation.key = image.key;
  operation.value = image.value;
  operation.timeoutMs = image.timeoutMs;
  operation.line = image.line;
}

function restored(image: MachineImage): Operation {
  const operation = createOperation();
  restoreOperation(operation, image);
  return operation;
}
