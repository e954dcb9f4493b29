/**
 * The machine: one thread's body. It runs bytecode on frames, asks the object model for everything that has an address, and the
 * world for everything that other threads can see. Here is how it is stepped, copied, put aside and taken back; what it does lies in
 * the classes it is made of, each in a file of its own (`README.md` has their order). Rule: it is copied between two instructions only.
 */
import type { Address } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import { STATUS, type Operation, type Status } from "../program/operation.ts";
import type { Body, Progress, World } from "../program/world.ts";
import type { CompiledProgram } from "./bytecode.ts";
import type { Frame } from "./frames.ts";
import { Loops } from "./loop/loops.ts";
import { copyFrames, MachineImage, restoreOperation } from "./machine-image.ts";
import { MachineInstructions } from "./machine-instructions.ts";
import type { Environment } from "./object-model.ts";
import { PyRef } from "./values.ts";

export type { MachineImage } from "./machine-image.ts";
export type { Entry, FrameView } from "./machine-state.ts";

export class Machine extends MachineInstructions implements Body {
  /** The body of a started thread. */
  static forThread(environment: Environment, program: CompiledProgram, world: World, threadObject: Address): Machine {
    return new Machine(
      environment,
      program,
      world,
      [{ kind: "call", module: "threading", name: "_bootstrap", args: [new PyRef(threadObject)] }],
      threadObject,
    );
  }

  get next(): Operation {
    return this.operation;
  }

  advance(): Progress {
    this.granted = false;
    this.go(false);
    return this.ended ? "ended" : "operation";
  }

  perform(): Status {
    this.granted = true;
    this.status = STATUS.OK;
    this.go(true);
    this.granted = false;
    return this.status;
  }

  /** `perform` and then `advance`, in one way through the loop. */
  performAndAdvance(): void {
    this.granted = true;
    this.status = STATUS.OK;
    this.go(false);
    this.granted = false;
  }

  run(): void {
    if (this.world.gated) throw new InternalError("a body in a gated world is stepped, not run");
    this.go(false);
    if (!this.ended) throw new InternalError("a body stopped in a world that does not stop bodies");
  }

  copy(world: World): Machine {
    const copied = new Machine(this.environment, this.program, world, this.entries, this.threadObject, this);
    const { frame, generators, loops } = copyFrames(this.frame, this.generators, this.loops);
    copied.frame = frame;
    copied.generators = new Map(generators);
    copied.loops = loops ?? new Loops();
    copied.context = this.context;
    copied.depth = this.depth;
    copied.handled = this.handled;
    copied.pending = this.pending;
    copied.lastWords = this.lastWords;
    copied.hints = new Map(this.hints);
    copied.warned = this.warned;
    copied.reserves = this.reserves;
    copied.outOfMemory = this.outOfMemory;
    copied.ended = this.ended;
    copied.failed = this.failed;
    Object.assign(copied.operation, this.operation);
    return copied;
  }

  /** The frame that runs now, to be looked at; null at the end. */
  get top(): Frame | null {
    return this.frame;
  }

  /** The machine as it stands before its next operation or at its end, put aside. */
  image(): MachineImage {
    const { entries, depth, handled, pending, lastWords, reserves, outOfMemory, ended, failed, heap, context } = this;
    const rest = {
      entries,
      depth,
      handled,
      pending,
      lastWords,
      reserves,
      outOfMemory,
      ended,
      failed,
      context,
      lane: this.world.lane,
      warned: this.warned,
    };
    return new MachineImage(
      rest,
      this.frame,
      this.generators,
      this.loops,
      this.hints,
      heap.next,
      heap.end,
      this.operation,
    );
  }

  /**
   * Goes back to an image of this machine, which is used up. The caller has taken the memory back to the same moment, and makes all
   * machines forget what they saw since (`heap.forget`) if anything was allocated meanwhile.
   */
  restore(image: MachineImage): void {
    this.frame = image.frame;
    if (image.generators.size > 0 || this.generators.size > 0) this.generators = new Map(image.generators);
    if (image.loops !== null) this.loops = image.loops;
    else if (!this.loops.isEmpty) this.loops = new Loops();
    this.context = image.context;
    this.world.lane = image.lane;
    this.warned = image.warned;
    this.entries = image.entries;
    this.depth = image.depth;
    this.handled = image.handled;
    this.pending = image.pending;
    this.lastWords = image.lastWords;
    if (image.hints.size > 0 || this.hints.size > 0) this.hints = new Map(image.hints);
    this.reserves = image.reserves;
    this.outOfMemory = image.outOfMemory;
    this.ended = image.ended;
    this.failed = image.failed;
    this.interrupted = false;
    this.reraised = false;
    this.heap.continueAt(image.heapNext, image.heapEnd);
    restoreOperation(this.operation, image);
  }

  /**
   * After `breaker` threw: an instruction that was begun (a call or a backward jump) is taken back, and the machine can be copied or go on.
   * Nothing has happened then but that its place was read.
   */
  takeBack(): void {
    if (this.frame !== null && !this.world.breaksAnywhere) this.frame.pc--;
    this.interrupted = false;
  }
}
