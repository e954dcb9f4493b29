/**
 * What a machine is between two instructions: frames, generators, what is handled, what still has to be said; and what natives and
 * objects see of it. The classes `MachineNames`, `MachineResults` and `MachineEndings` add to it, `Machine` runs it.
 * Rule: everything here can be copied by sharing it, but for frames.
 */
import type { Address, Word } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import { GLOBALS_BASE, THREAD, threadBlock } from "../memory/layout.ts";
import type { Chunk } from "../memory/allocator.ts";
import type { Memory } from "../memory/memory.ts";
import { toSmallWord, UNBOUND } from "../memory/words.ts";
import { createOperation, STATUS, type Operation, type Status, VERB, type Verb } from "../program/operation.ts";
import type { Lane, OkCode, World } from "../program/world.ts";
import type { OpCode } from "../trace/ops.ts";
import { CODE_KIND, OPCODE, type Code, type CompiledProgram } from "./bytecode.ts";
import { LoopIterator } from "./callables.ts";
import type { Frame, Return } from "./frames.ts";
import type { Heap } from "./heap.ts";
import type { LastWords } from "./last-words.ts";
import { type Context, EMPTY_CONTEXT } from "./loop/context.ts";
import { LOOP_CODE } from "./loop/loop-code.ts";
import { Loops } from "./loop/loops.ts";
import { type Host, type NativeResult, PyRaise, TailCall } from "./native.ts";
import type { Environment, ObjectModel } from "./object-model.ts";
import { PyRef, type Value } from "./values.ts";

/** Calls of Python functions within each other, as CPython's default. */
const DEEPEST_CALL = 1000;
/** Words that each thread sets aside for the day the memory is spent: for a MemoryError, and for the text of its end. */
const RESERVES: readonly number[] = [768, 1024];

const TRACEMALLOC = "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n";

/** A native or a `then` that has to run again before anything else. */
export type Pending =
  | {
      readonly kind: "call";
      readonly callee: Value;
      readonly args: Value[];
      readonly keywords: ReadonlyMap<string, Value> | null;
      readonly returns: Return;
    }
  | { readonly kind: "deliver"; readonly value: NativeResult; readonly returns: Return };

/** What a thread does, one after another. */
export type Entry =
  | { readonly kind: "module"; readonly code: Code }
  | { readonly kind: "call"; readonly module: string; readonly name: string; readonly args: Value[] };

/** One call as the inspector shows it. */
export interface FrameView {
  readonly code: Code;
  readonly name: string;
  readonly line: number;
  readonly locals: ReadonlyMap<string, Value>;
}

export abstract class MachineState {
  readonly world: World;
  readonly heap: Heap;
  readonly objects: ObjectModel;
  readonly program: CompiledProgram;
  readonly operation: Operation = createOperation();
  /** Whether an exception left the thread's function. */
  failed = false;
  protected readonly environment: Environment;
  protected readonly host: Host;
  protected readonly memory: Memory;
  protected readonly breakerAt: Address;
  protected readonly threadObject: Address;
  protected entries: readonly Entry[];
  protected frame: Frame | null = null;
  protected depth = 0;
  protected handled: Value = null;
  protected pending: Pending | null = null;
  /** Text that an uncaught exception still has to print, and the exception's word. */
  protected lastWords: LastWords | null = null;
  /** Pieces of heap for the first MemoryError and for the last words, should the run's memory be spent. */
  protected reserves: readonly Chunk[] = [];
  protected outOfMemory: PyRef | null = null;
  /** What tracebacks add to exceptions of this thread, by address; replaced, never changed. */
  protected hints = new Map<Address, string>();
  protected generators = new Map<Address, Frame>();
  protected loops = new Loops();
  protected context: Context = EMPTY_CONTEXT;
  /** Warnings that were given, by line and text: each is given once. Replaced, never changed. */
  protected warned: ReadonlySet<string> = new Set();
  /** Let go for one visible operation (gated worlds). */
  protected granted = false;
  protected status: Status = STATUS.OK;
  protected ended = false;
  /** Something that is no exception of the listing's came out of an instruction: it is still the current one. */
  protected interrupted = false;
  /** Whether the last operation of the current instruction re-raised, so that no place is added. */
  protected reraised = false;

  constructor(
    environment: Environment,
    program: CompiledProgram,
    world: World,
    entries: readonly Entry[],
    threadObject: Address,
    from?: MachineState,
  ) {
    this.environment = environment;
    this.program = program;
    this.world = world;
    this.memory = world.memory;
    this.entries = entries;
    this.threadObject = threadObject;
    this.breakerAt = threadBlock(world.thread) + THREAD.BREAKER;
    if (from === undefined) {
      this.heap = environment.createHeap(world, program);
      if (world.thread === 0) environment.prepare(this.heap, program);
      this.host = this.createHost();
      this.objects = environment.createObjects(this.host, program);
      this.reserves = RESERVES.map((words) => {
        const at = this.heap.alloc(words);
        return { from: at, to: at + words };
      });
    } else {
      this.heap = from.heap.copy(world);
      this.host = this.createHost();
      this.objects = from.objects.copy(this.host);
    }
  }

  /** Calls that are under way, outermost first, without those of the prelude. */
  frames(): readonly FrameView[] {
    return this.views(this.frame);
  }

  protected views(innermost: Frame | null): readonly FrameView[] {
    const views: FrameView[] = [];
    for (let frame = innermost; frame !== null; frame = frame.back)
      if (!frame.code.internal) views.unshift(this.viewOf(frame));
    return views;
  }

  /** Whether an event loop has this thread now. */
  get runsLoop(): boolean {
    return this.loops.running !== null;
  }

  /** The line of the listing that the thread is at; 0 before its first. */
  get line(): number {
    for (let at = this.frame; at !== null; at = at.back)
      if (!at.code.internal) return at.code.lines[this.placeIn(at)] ?? 0;
    return 0;
  }

  /** The instruction of the listing that a stopped machine is at, by its index in its code; null before the first and after the last. */
  get place(): { readonly code: Code; readonly index: number } | null {
    for (let at = this.frame; at !== null; at = at.back)
      if (!at.code.internal) return { code: at.code, index: this.placeIn(at) };
    return null;
  }

  /** The instruction a stopped machine's frame is at: the next of the innermost one, the call of every other. */
  protected placeIn(frame: Frame): number {
    return frame === this.frame && this.pending === null && !this.interrupted ? frame.pc : frame.pc - 1;
  }

  protected viewOf(frame: Frame): FrameView {
    const { locals, cells, frees, name, kind } = frame.code.parts;
    const boxed = new Set([...cells, ...frees]);
    const shown = new Map<string, Value>();
    for (let i = 0; i < locals.length; i++) {
      const slot = frame.slots[i];
      const value = boxed.has(i) && slot instanceof PyRef && this.isCell(frame, i) ? this.objects.loadCell(slot) : slot;
      if (value !== undefined && !(value instanceof LoopIterator) && !locals[i].startsWith("."))
        shown.set(locals[i], value);
    }
    return {
      code: frame.code,
      name: kind === CODE_KIND.MODULE ? "<module>" : name,
      line: frame.code.lines[this.placeIn(frame)] ?? 0,
      locals: shown,
    };
  }

  /** A parameter that is captured becomes a cell only by MAKE_CELL, at the function's start. */
  protected isCell(frame: Frame, local: number): boolean {
    const { instructions } = frame.code;
    for (let pc = 0; pc < frame.pc && pc * 2 < instructions.length; pc++) {
      if (instructions[pc * 2] === OPCODE.MAKE_CELL && instructions[pc * 2 + 1] === local) return true;
      if (instructions[pc * 2] === OPCODE.COPY_FREE_VARS) return true;
      if (instructions[pc * 2] === OPCODE.RESUME) break;
    }
    return frame.code.parts.frees.includes(local);
  }

  // —— what natives and objects see ——

  protected createHost(): Host {
    const getObjects = (): ObjectModel => this.objects;
    const getLoops = (): Loops => this.loops;
    const getFrames = (): Map<Address, Frame> => this.generators;
    const getContext = (): Context => this.context;
    const setContext = (context: Context): void => {
      this.context = context;
    };
    const isResultDropped = (): boolean => this.nextOpcode() === OPCODE.POP_TOP;
    const isResultAwaited = (): boolean => this.nextOpcode() === OPCODE.GET_AWAITABLE;
    return {
      world: this.world,
      heap: this.heap,
      program: this.program,
      operation: this.operation,
      get objects() {
        return getObjects();
      },
      perform: () => this.performOperation(),
      mustStop: (verb, object, key) => this.mustStop(verb, object, key),
      note: (op, object, key, value, ok) => this.note(op, object, key, value, ok),
      get loops() {
        return getLoops();
      },
      get context() {
        return getContext();
      },
      set context(context) {
        setContext(context);
      },
      get framesByGenerator() {
        return getFrames();
      },
      coroutineFrame: (coroutine) => this.coroutineFrame(coroutine),
      get isResultDropped() {
        return isResultDropped();
      },
      get isResultAwaited() {
        return isResultAwaited();
      },
      neverAwaited: (name, made) => this.neverAwaited(name, this.lineOf(this.frame), made),
      raise: (typeName, message) => this.raise(typeName, message),
      preludeValue: (module, name) => this.preludeValue(module, name),
      toRealMs: (seconds) => seconds * this.world.secondMs,
    };
  }

  protected performOperation(): Status | -1 {
    const { operation, world } = this;
    operation.line = this.lineOf(this.frame);
    if (world.gated) {
      if (!this.granted) return -1;
      this.granted = false;
    }
    const status = world.perform(operation);
    this.status = status;
    return status === STATUS.BLOCKED ? -1 : status;
  }

  protected mustStop(verb: Verb, object: Address, key: Word): boolean {
    const { world } = this;
    world.line = this.lineOf(this.frame);
    if (!world.gated) return false;
    const { operation } = this;
    // Also when it goes ahead: since it stopped here, others may have moved what an index from the end means.
    operation.verb = verb;
    operation.object = object;
    operation.key = key;
    if (this.granted) {
      this.granted = false;
      return false;
    }
    operation.value = UNBOUND;
    operation.timeoutMs = 0;
    operation.line = world.line;
    return true;
  }

  /**
   * Before one lane of this thread lets another go on: a gated world stops there, as before a task's turn (`VERB.TASK_STEP`). Inside an
   * event loop it does not: what a task does up to its next wait is one step.
   */
  protected mustHandOver(lane: Lane): boolean {
    if (!this.world.gated || this.loops.running !== null) return false;
    return this.mustStop(VERB.TASK_STEP, 0, toSmallWord(lane));
  }

  protected abstract coroutineFrame(coroutine: PyRef): Frame | null;

  protected note(op: OpCode, object: Address, key: Word, value: Word, ok?: OkCode): void {
    this.world.line = this.lineOf(this.frame);
    this.world.note(op, object, key, value, ok);
  }

  /** Whether the current instruction is a call whose result the next one drops. */
  protected dropsResult(): boolean {
    return this.nextOpcode() === OPCODE.POP_TOP;
  }

  /** What the listing's present frame does with the result of the current instruction; −1 where there is no frame. */
  private nextOpcode(): number {
    const { frame } = this;
    return frame === null ? -1 : frame.code.instructions[frame.pc * 2];
  }

  /** CPython's warning of a coroutine that nobody will ever await, once a place; `made` is the result after it. */
  protected neverAwaited(name: string, line: number, made: Value): NativeResult {
    const head = `listing.py:${line}: RuntimeWarning: coroutine '${name}' was never awaited\n`;
    if (this.warned.has(head)) return made;
    this.warned = new Set([...this.warned, head]);
    const source = (this.program.sourceLines[line - 1] ?? "").trim();
    const text = `${head}${source === "" ? "" : `  ${source}\n`}${TRACEMALLOC}`;
    return new TailCall(this.preludeValue("builtins", "_warn"), [text], null, () => made);
  }

  protected raise(typeName: string, message: string): never {
    throw new PyRaise(this.objects.makeException(typeName, message));
  }

  protected preludeValue(module: string, name: string): Value {
    const found = this.program.modules.find((one) => one.name === module);
    const slot = found?.slots.get(name);
    const word = slot === undefined ? UNBOUND : this.memory.load(GLOBALS_BASE + slot);
    if (word !== UNBOUND) return this.heap.fromWord(word);
    const native = found?.natives.get(name);
    if (native === undefined) throw new InternalError(`${module}.${name} of the prelude is not bound`);
    return native;
  }

  protected push(frame: Frame): void {
    if (++this.depth > DEEPEST_CALL) {
      this.depth--;
      this.raise("RecursionError", "maximum recursion depth exceeded");
    }
    this.frame = frame;
  }

  protected pop(frame: Frame): void {
    this.depth--;
    this.frame = frame.back;
  }

  /** Line of the innermost call that is the listing's own, else the one where the task's coroutine was made; 0 where a loop goes on by itself. */
  protected lineOf(frame: Frame | null): number {
    let made = 0;
    for (let at = frame; at !== null && at.code !== LOOP_CODE; at = at.back) {
      if (!at.code.internal) return at.code.lines[at.pc - 1] ?? 0;
      made = at.madeAt;
    }
    return made;
  }
}
