/**
 * The machine: one thread's body. Runs bytecode on frames, asks the object model for everything that has an address, and the
 * world for everything that other threads can see. Rules: it never re-enters itself (what calls back is a frame), so between
 * two instructions it can always be copied; an instruction that must stop leaves no trace and runs again from its start.
 */
import type { Address, Word } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import { GLOBALS_BASE } from "../memory/layout.ts";
import { UNBOUND } from "../memory/words.ts";
import { STATUS, VERB, type Operation, type Status } from "../program/operation.ts";
import { OutOfMemory, type Body, type Progress, type World } from "../program/world.ts";
import { OP } from "../trace/ops.ts";
import { bindArguments } from "./arguments.ts";
import { BINARY, CODE_KIND, OPCODE, type Code, type CompiledProgram } from "./bytecode.ts";
import { END, LoopIterator, PyMethod, type PyModule, PyNative, RangeIterator, Resume } from "./callables.ts";
import { compareIntegers, fastArithmetic } from "./fast-integers.ts";
import { ACTION, CLASS_BUILDER, ENDED, Frame, isPlain, PUSHED, type Action, type Return, type Slot } from "./frames.ts";
import type { LastWords } from "./last-words.ts";
import { AWAIT, awaitKind } from "./loop/awaits.ts";
import { Loops } from "./loop/loops.ts";
import type { AwaitedSleep } from "./loop/sleeps.ts";
import { copyFrames, MachineImage, restoreOperation } from "./machine-image.ts";
import { MachineEndings } from "./machine-endings.ts";
import { PyRaise, SUSPEND, TailCall, type NativeResult } from "./native.ts";
import type { Environment } from "./object-model.ts";
import { PythonError } from "./text/index.ts";
import { lineOfRaise } from "./traceback.ts";
import { PyRef, PyTuple, type Value } from "./values.ts";

export type { MachineImage } from "./machine-image.ts";
export type { Entry, FrameView } from "./machine-state.ts";

/** The text of an exception that left the thread goes to its last words. */
const TEXT_WANTED: Return = { thens: null, action: ACTION.TEXT, argument: 0 };

export class Machine extends MachineEndings implements Body {
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

  // —— Body ——

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

  // —— the way through the thread ——

  protected go(single: boolean): void {
    while (!this.ended) {
      try {
        if (!this.execute(single)) return;
      } catch (error) {
        if (!(error instanceof PyRaise || error instanceof PythonError || error instanceof OutOfMemory))
          this.interrupted = true;
        this.unwind(this.toException(error), this.reraised);
        this.reraised = false;
        if (single && !this.granted) return;
      }
    }
  }

  /** Begins the next entry, or ends. False when it must stop. */
  protected continueEntries(): boolean {
    if (this.lastWords !== null) return this.sayLastWords(this.lastWords);
    const [entry, ...rest] = this.entries;
    if (entry === undefined) {
      const warning = this.nextNeverAwaited();
      if (warning !== null) return this.deliver(warning, PUSHED);
      this.ended = true;
      return true;
    }
    this.entries = rest;
    this.handled = null;
    if (entry.kind === "module")
      this.push(new Frame(entry.code, new Array<Slot>(entry.code.frameSize), null, PUSHED, []));
    else if (!this.invoke(this.preludeValue(entry.module, entry.name), entry.args, null, PUSHED)) return false;
    return true;
  }

  /** False when it must stop, or when a `__str__` of the listing has to run first. */
  protected sayLastWords(words: LastWords): boolean {
    const [first] = words.waiting;
    if (first !== undefined) {
      this.deliver(this.objects.exceptionText(first), TEXT_WANTED);
      return true;
    }
    if (!words.told && words.farewell === null) {
      const { traceback, about } = this.objects.exceptionParts(words.exception);
      this.world.line = lineOfRaise(this.program, traceback);
      this.world.note(OP.raise, about, 0, this.heap.toWord(words.exception));
      this.lastWords = words.afterTelling();
    }
    this.operation.verb = VERB.PRINT;
    this.operation.object = 0;
    this.operation.key = UNBOUND;
    this.operation.timeoutMs = 0;
    this.operation.value = this.lastWord(this.lastText(words));
    if (this.performOperation() < 0) return false;
    this.lastWords = null;
    return true;
  }

  // —— the loop ——

  /**
   * Runs instructions. False when it must stop; true when it stands between entries or should be called again.
   * @param single end after one instruction that used the leave it was given.
   */
  protected execute(single: boolean): boolean {
    const pending = this.pending;
    if (this.world.breaksAnywhere && (pending !== null || this.frame === null)) this.world.breaker();
    if (pending !== null) {
      this.pending = null;
      const went =
        pending.kind === "call"
          ? this.invoke(pending.callee, pending.args, pending.keywords, pending.returns)
          : this.deliver(pending.value, pending.returns);
      if (!went) return false;
      if (single && !this.granted) return false;
    }
    if (this.frame === null) {
      if (!this.continueEntries()) return false;
      return !(single && !this.granted);
    }
    const memory = this.memory;
    const { world, objects, heap } = this;
    const gated = world.gated;
    const anywhere = world.breaksAnywhere;
    const atJumps = world.breaksAtJumps;
    const breakerAt = this.breakerAt;
    let frame: Frame = this.frame;
    let code: Code = frame.code;
    let instructions = code.instructions;
    let slots = frame.slots;
    let sp = frame.sp;
    let pc = frame.pc;
    let result: NativeResult | undefined;

    for (;;) {
      if (single && !this.granted) {
        frame.pc = pc;
        frame.sp = sp;
        return false;
      }
      if (anywhere) {
        frame.pc = pc;
        frame.sp = sp;
        world.breaker();
      }
      const opcode = instructions[pc * 2];
      const arg = instructions[pc * 2 + 1];
      frame.pc = ++pc;
      // How a result of the object model goes on, where the case does not say: pushed, after `drop` operands were popped.
      let drop = 0;
      let action: Action = ACTION.PUSH;
      let argument = 0;

      // Literal numbers, since only these become a jump table before the code is optimised; `machine-cases.test.ts` holds them to OPCODE.
      dispatch: switch (opcode) {
        case /* NOP */ 0:
        case /* RESUME */ 1:
        case /* SETUP_ANNOTATIONS */ 117:
          continue;

        case /* POP_TOP */ 2:
          slots[--sp] = undefined;
          continue;
        case /* END_FOR */ 76:
          slots[--sp] = undefined;
          continue;
        case /* PUSH_NULL */ 3:
          slots[sp++] = undefined;
          continue;
        case /* COPY */ 4:
          slots[sp] = slots[sp - arg];
          sp++;
          continue;
        case /* SWAP */ 5: {
          const top = slots[sp - 1];
          slots[sp - 1] = slots[sp - arg];
          slots[sp - arg] = top;
          continue;
        }
        case /* LOAD_CONST */ 6:
          slots[sp++] = code.constants[arg];
          continue;

        // —— locals ——
        case /* LOAD_FAST */ 7: {
          const value = slots[arg];
          if (value === undefined) this.unboundLocal(code, arg);
          slots[sp++] = value;
          continue;
        }
        case /* LOAD_FAST_CHECK */ 8: {
          const value = slots[arg];
          if (value === undefined) this.unboundLocal(code, arg);
          slots[sp++] = value;
          continue;
        }
        case /* LOAD_FAST_LOAD_FAST */ 9: {
          const first = slots[arg >> 4];
          const second = slots[arg & 15];
          if (first === undefined) this.unboundLocal(code, arg >> 4);
          if (second === undefined) this.unboundLocal(code, arg & 15);
          slots[sp++] = first;
          slots[sp++] = second;
          continue;
        }
        case /* LOAD_FAST_AND_CLEAR */ 10:
          slots[sp++] = slots[arg];
          slots[arg] = undefined;
          continue;
        case /* STORE_FAST */ 11:
          slots[arg] = slots[--sp];
          continue;
        case /* STORE_FAST_LOAD_FAST */ 12:
          slots[arg >> 4] = slots[sp - 1];
          slots[sp - 1] = slots[arg & 15];
          continue;
        case /* STORE_FAST_STORE_FAST */ 13:
          slots[arg >> 4] = slots[--sp];
          slots[arg & 15] = slots[--sp];
          continue;
        case /* DELETE_FAST */ 14:
          if (slots[arg] === undefined) this.unboundLocal(code, arg);
          slots[arg] = undefined;
          continue;

        // —— module names ——
        case /* LOAD_GLOBAL */ 15: {
          const reference = code.globals[arg >> 1];
          const word = reference.slot < 0 ? UNBOUND : memory.load(GLOBALS_BASE + reference.slot);
          slots[sp++] =
            (word & 1) === 1 ? word >> 1 : word === UNBOUND ? this.fallback(reference) : heap.fromWord(word);
          if ((arg & 1) === 1) slots[sp++] = undefined;
          continue;
        }
        case /* LOAD_NAME */ 20: {
          const reference = code.globals[arg >> 1];
          const word = reference.slot < 0 ? UNBOUND : memory.load(GLOBALS_BASE + reference.slot);
          slots[sp++] =
            (word & 1) === 1 ? word >> 1 : word === UNBOUND ? this.fallback(reference) : heap.fromWord(word);
          if ((arg & 1) === 1) slots[sp++] = undefined;
          continue;
        }
        case /* LOAD_GLOBAL_VISIBLE */ 16:
        case /* LOAD_NAME_VISIBLE */ 21: {
          const reference = code.globals[arg >> 1];
          const at = GLOBALS_BASE + reference.slot;
          let word: Word;
          if (world.started) {
            if (gated) {
              if (this.mustStop(VERB.READ, at, UNBOUND)) {
                frame.sp = sp;
                frame.pc = pc - 1;
                return false;
              }
            } else {
              world.line = code.lines[pc - 1];
            }
            word = world.read(at, at, UNBOUND);
          } else {
            word = memory.load(at);
          }
          slots[sp++] =
            (word & 1) === 1 ? word >> 1 : word === UNBOUND ? this.fallback(reference) : heap.fromWord(word);
          if ((arg & 1) === 1) slots[sp++] = undefined;
          continue;
        }
        case /* STORE_GLOBAL */ 17:
        case /* STORE_NAME */ 22: {
          const value = slots[--sp] as Value;
          const reference = code.globals[arg];
          if (typeof value === "object" && value !== null) this.publish(value, reference.name, reference.reachable);
          memory.store(GLOBALS_BASE + reference.slot, heap.toWord(value));
          continue;
        }
        case /* STORE_GLOBAL_VISIBLE */ 18:
        case /* STORE_NAME_VISIBLE */ 23: {
          const value = slots[sp - 1] as Value;
          const reference = code.globals[arg];
          const at = GLOBALS_BASE + reference.slot;
          if (world.started) {
            if (gated) {
              if (this.mustStop(VERB.WRITE, at, UNBOUND)) {
                frame.sp = sp;
                frame.pc = pc - 1;
                return false;
              }
            } else {
              world.line = code.lines[pc - 1];
            }
            if (typeof value === "object" && value !== null) this.publish(value, reference.name, reference.reachable);
            world.write(at, at, UNBOUND, heap.toWord(value));
          } else {
            if (typeof value === "object" && value !== null) this.publish(value, reference.name, reference.reachable);
            memory.store(at, heap.toWord(value));
          }
          sp--;
          continue;
        }
        case /* DELETE_GLOBAL */ 19:
        case /* DELETE_NAME */ 24: {
          const reference = code.globals[arg];
          const at = GLOBALS_BASE + reference.slot;
          if (memory.load(at) === UNBOUND) this.unknownName(reference.name);
          if (reference.visible && world.started) {
            if (this.mustStop(VERB.WRITE, at, UNBOUND)) {
              frame.sp = sp;
              frame.pc = pc - 1;
              return false;
            }
            world.write(at, at, UNBOUND, UNBOUND);
          } else {
            memory.store(at, UNBOUND);
          }
          continue;
        }
        case /* LOAD_NAME_CLASS */ 25: {
          const own = frame.namespace?.get(code.names[arg >> 16]);
          if (own !== undefined) {
            slots[sp++] = own;
            continue;
          }
          const reference = code.globals[arg & 0xffff];
          const word = reference.slot < 0 ? UNBOUND : memory.load(GLOBALS_BASE + reference.slot);
          slots[sp++] = word === UNBOUND ? this.fallback(reference) : heap.fromWord(word);
          continue;
        }
        case /* STORE_NAME_CLASS */ 26:
          this.namespaceOf(frame).set(code.names[arg], slots[--sp] as Value);
          continue;
        case /* DELETE_NAME_CLASS */ 27:
          if (!this.namespaceOf(frame).delete(code.names[arg])) this.unknownName(code.names[arg]);
          continue;

        // —— cells ——
        case /* MAKE_CELL */ 28:
          slots[arg] = objects.makeCell(slots[arg] as Value | undefined, code.parts.locals[arg]);
          continue;
        case /* COPY_FREE_VARS */ 29: {
          const { frees } = code.parts;
          for (let i = 0; i < frees.length; i++) slots[frees[i]] = frame.closure[i];
          continue;
        }
        case /* LOAD_CLOSURE */ 30:
          slots[sp++] = slots[arg];
          continue;
        case /* LOAD_DEREF */ 31:
        case /* LOAD_DEREF_VISIBLE */ 32: {
          const cell = slots[arg] as PyRef;
          if (opcode === OPCODE.LOAD_DEREF_VISIBLE && world.started) {
            const at = objects.sharedCellWord(cell);
            if (at !== 0) {
              if (this.mustStop(VERB.READ, cell.at, UNBOUND)) {
                frame.sp = sp;
                frame.pc = pc - 1;
                return false;
              }
              const word = world.read(at, cell.at, UNBOUND);
              if (word === UNBOUND) this.unboundCell(code, arg);
              slots[sp++] = heap.fromWord(word);
              continue;
            }
          }
          const value = objects.loadCell(cell);
          if (value === undefined) this.unboundCell(code, arg);
          slots[sp++] = value;
          continue;
        }
        case /* STORE_DEREF */ 33:
        case /* STORE_DEREF_VISIBLE */ 34: {
          const cell = slots[arg] as PyRef;
          const value = slots[sp - 1] as Value;
          if (opcode === OPCODE.STORE_DEREF_VISIBLE && world.started) {
            const at = objects.sharedCellWord(cell);
            if (at !== 0) {
              if (this.mustStop(VERB.WRITE, cell.at, UNBOUND)) {
                frame.sp = sp;
                frame.pc = pc - 1;
                return false;
              }
              if (typeof value === "object" && value !== null) this.publish(value, code.parts.locals[arg], true);
              world.write(at, cell.at, UNBOUND, heap.toWord(value));
              sp--;
              continue;
            }
          }
          objects.storeCell(cell, value);
          sp--;
          continue;
        }
        case /* DELETE_DEREF */ 35: {
          const cell = slots[arg] as PyRef;
          if (objects.loadCell(cell) === undefined) this.unboundCell(code, arg);
          objects.storeCell(cell, undefined);
          continue;
        }
        case /* LOAD_FROM_DICT_OR_DEREF */ 36: {
          const own = frame.namespace?.get(code.names[arg >> 16]);
          const value = own ?? objects.loadCell(slots[arg & 0xffff] as PyRef);
          if (value === undefined) this.unboundCell(code, arg & 0xffff);
          slots[sp++] = value;
          continue;
        }

        // —— operators ——
        case /* UNARY_NEGATIVE */ 37:
          drop = 1;
          result = objects.unary("-", slots[sp - 1] as Value);
          break dispatch;
        case /* UNARY_POSITIVE */ 40:
          drop = 1;
          result = objects.unary("+", slots[sp - 1] as Value);
          break dispatch;
        case /* UNARY_INVERT */ 38:
          drop = 1;
          result = objects.unary("~", slots[sp - 1] as Value);
          break dispatch;
        case /* UNARY_NOT */ 39: {
          const value = slots[sp - 1] as Value;
          if (typeof value === "boolean") {
            slots[sp - 1] = !value;
            continue;
          }
          drop = 1;
          action = ACTION.NOT;
          result = value;
          break dispatch;
        }
        case /* TO_BOOL */ 41: {
          const value = slots[sp - 1] as Value;
          if (typeof value === "boolean") continue;
          if (typeof value === "number") {
            slots[sp - 1] = value !== 0;
            continue;
          }
          drop = 1;
          result = objects.truth(value);
          break dispatch;
        }
        case /* BINARY_OP */ 42: {
          const right = slots[sp - 1] as Value;
          const left = slots[sp - 2] as Value;
          const operator = arg >= BINARY.INPLACE ? arg - BINARY.INPLACE : arg;
          if (typeof left === "number" && typeof right === "number") {
            const fast = fastArithmetic(operator, left, right);
            if (fast !== undefined) {
              slots[--sp] = undefined;
              slots[sp - 1] = fast;
              continue;
            }
          }
          drop = 2;
          result =
            arg >= BINARY.INPLACE ? objects.inplace(operator, left, right) : objects.binary(operator, left, right);
          break dispatch;
        }
        case /* COMPARE_OP */ 43: {
          const right = slots[sp - 1] as Value;
          const left = slots[sp - 2] as Value;
          if (typeof left === "number" && typeof right === "number") {
            slots[--sp] = undefined;
            slots[sp - 1] = compareIntegers(arg & 15, left, right);
            continue;
          }
          drop = 2;
          if ((arg & 16) !== 0) action = ACTION.TRUTH;
          result = objects.compare(arg & 15, left, right);
          break dispatch;
        }
        case /* IS_OP */ 44: {
          const right = slots[--sp] as Value;
          slots[sp - 1] = objects.isSame(slots[sp - 1] as Value, right) !== (arg === 1);
          continue;
        }
        case /* CONTAINS_OP */ 45:
          drop = 2;
          if (arg === 1) action = ACTION.NOT;
          else action = ACTION.TRUTH;
          result = objects.contains(slots[sp - 1] as Value, slots[sp - 2] as Value);
          break dispatch;

        // —— subscripts and attributes ——
        case /* BINARY_SUBSCR */ 46:
          drop = 2;
          result = objects.getItem(slots[sp - 2] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* STORE_SUBSCR */ 47:
          drop = 3;
          action = ACTION.DROP;
          result = objects.setItem(slots[sp - 2] as Value, slots[sp - 1] as Value, slots[sp - 3] as Value);
          break dispatch;
        case /* DELETE_SUBSCR */ 48:
          drop = 2;
          action = ACTION.DROP;
          result = objects.deleteItem(slots[sp - 2] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* BINARY_SLICE */ 49:
          drop = 3;
          result = objects.getItem(
            slots[sp - 3] as Value,
            objects.makeSlice(slots[sp - 2] as Value, slots[sp - 1] as Value, null),
          );
          break dispatch;
        case /* STORE_SLICE */ 50:
          drop = 4;
          action = ACTION.DROP;
          result = objects.setItem(
            slots[sp - 3] as Value,
            objects.makeSlice(slots[sp - 2] as Value, slots[sp - 1] as Value, null),
            slots[sp - 4] as Value,
          );
          break dispatch;
        case /* BUILD_SLICE */ 51: {
          const step = arg === 3 ? (slots[sp - 1] as Value) : null;
          const slice = objects.makeSlice(slots[sp - arg] as Value, slots[sp - arg + 1] as Value, step);
          sp -= arg;
          slots[sp++] = slice;
          continue;
        }
        case /* LOAD_ATTR */ 52:
        case /* LOAD_ATTR_VISIBLE */ 53: {
          const owner = slots[sp - 1] as Value;
          const name = code.names[arg >> 1];
          const visible = opcode === OPCODE.LOAD_ATTR_VISIBLE;
          frame.sp = sp;
          drop = 1;
          if ((arg & 1) === 0) {
            result = objects.getAttribute(owner, name, visible);
            break dispatch;
          }
          result = objects.loadMethod(owner, name, visible);
          if (!isPlain(result)) {
            action = ACTION.METHOD;
            break dispatch;
          }
          slots[sp - 1] = result;
          slots[sp++] = objects.isMethod ? owner : undefined;
          continue;
        }
        case /* STORE_ATTR */ 54:
        case /* STORE_ATTR_VISIBLE */ 55:
          drop = 2;
          action = ACTION.DROP;
          result = objects.setAttribute(
            slots[sp - 1] as Value,
            code.names[arg],
            slots[sp - 2] as Value,
            opcode === OPCODE.STORE_ATTR_VISIBLE,
          );
          break dispatch;
        case /* DELETE_ATTR */ 56:
        case /* DELETE_ATTR_VISIBLE */ 57:
          drop = 1;
          action = ACTION.DROP;
          result = objects.deleteAttribute(
            slots[sp - 1] as Value,
            code.names[arg],
            opcode === OPCODE.DELETE_ATTR_VISIBLE,
          );
          break dispatch;
        case /* LOAD_SUPER_ATTR */ 58: {
          const self = slots[sp - 1] as Value;
          drop = 3;
          result = objects.superAttribute(slots[sp - 2] as Value, self, code.names[arg >> 2]);
          if ((arg & 1) === 0) {
            if (objects.isMethod && isPlain(result)) result = new PyMethod(self, result);
            break dispatch;
          }
          if (!isPlain(result)) {
            action = ACTION.METHOD;
            break dispatch;
          }
          slots[sp - 3] = result;
          slots[sp - 2] = objects.isMethod ? self : undefined;
          slots[--sp] = undefined;
          continue;
        }

        // —— containers under construction ——
        case /* BUILD_TUPLE */ 59:
          sp -= arg;
          slots[sp] = new PyTuple(slots.slice(sp, sp + arg) as Value[]);
          sp++;
          continue;
        case /* BUILD_LIST */ 60:
          sp -= arg;
          slots[sp] = objects.makeList(slots.slice(sp, sp + arg) as Value[]);
          sp++;
          continue;
        case /* BUILD_SET */ 61:
          drop = arg;
          result = objects.makeSet(slots.slice(sp - arg, sp) as Value[]);
          break dispatch;
        case /* BUILD_MAP */ 62:
          drop = 2 * arg;
          result = objects.makeDict(slots.slice(sp - 2 * arg, sp) as Value[]);
          break dispatch;
        case /* BUILD_CONST_KEY_MAP */ 120: {
          const keys = (slots[sp - 1] as PyTuple).items;
          drop = arg + 1;
          result = objects.makeDict(keys.flatMap((key, i) => [key, slots[sp - 1 - arg + i] as Value]));
          break dispatch;
        }
        case /* BUILD_STRING */ 63: {
          let text = "";
          for (let i = sp - arg; i < sp; i++) text += slots[i] as string;
          sp -= arg;
          slots[sp++] = text;
          continue;
        }
        case /* LIST_APPEND */ 64: {
          const item = slots[--sp] as Value;
          objects.listAppend(slots[sp - arg] as Value, item);
          continue;
        }
        case /* SET_ADD */ 65:
          drop = 1;
          action = ACTION.DROP;
          result = objects.setAdd(slots[sp - 1 - arg] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* MAP_ADD */ 66:
          drop = 2;
          action = ACTION.DROP;
          result = objects.dictSet(slots[sp - 2 - arg] as Value, slots[sp - 2] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* LIST_EXTEND */ 67:
          drop = 1;
          action = ACTION.DROP;
          this.checkIterable(slots[sp - 1] as Value, arg > 255 ? (slots[sp - 4] as Value) : null);
          result = objects.listExtend(slots[sp - 1 - (arg & 255)] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* SET_UPDATE */ 68:
          drop = 1;
          action = ACTION.DROP;
          result = objects.setUpdate(slots[sp - 1 - arg] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* DICT_UPDATE */ 69:
          drop = 1;
          action = ACTION.DROP;
          result = objects.dictUpdate(slots[sp - 1 - arg] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* DICT_MERGE */ 70:
          this.refuseTwice(slots[sp - 1 - arg] as Value, slots[sp - 1] as Value, slots[sp - 4 - arg] as Value);
          drop = 1;
          action = ACTION.DROP;
          result = objects.dictUpdate(slots[sp - 1 - arg] as Value, slots[sp - 1] as Value);
          break dispatch;
        case /* LIST_TO_TUPLE */ 71:
          slots[sp - 1] = objects.listToTuple(slots[sp - 1] as Value);
          continue;
        case /* UNPACK_SEQUENCE */ 72: {
          const value = slots[sp - 1] as Value;
          if (value instanceof PyTuple && value.items.length === arg) {
            sp--;
            for (let i = arg - 1; i >= 0; i--) slots[sp++] = value.items[i];
            continue;
          }
          drop = 1;
          action = ACTION.UNPACK;
          result = objects.unpackSequence(value, arg, -1);
          break dispatch;
        }
        case /* UNPACK_EX */ 73:
          drop = 1;
          action = ACTION.UNPACK;
          result = objects.unpackSequence(slots[sp - 1] as Value, arg & 255, arg >> 8);
          break dispatch;

        // —— loops and jumps ——
        case /* GET_ITER */ 74: {
          const iterator = objects.getIterator(slots[sp - 1] as Value);
          if (iterator instanceof LoopIterator) {
            slots[sp - 1] = iterator;
            continue;
          }
          drop = 1;
          result = iterator;
          break dispatch;
        }
        case /* FOR_ITER */ 75: {
          const iterator = slots[sp - 1];
          if (iterator instanceof RangeIterator) {
            if (iterator.left <= 0) {
              slots[sp++] = undefined;
              pc = arg;
              continue;
            }
            iterator.left--;
            slots[sp++] = iterator.value;
            iterator.value += iterator.step;
            continue;
          }
          if (iterator instanceof LoopIterator) {
            const item = iterator.next(this.host);
            if (item === END) {
              slots[sp++] = undefined;
              pc = arg;
              continue;
            }
            action = ACTION.FOR;
            argument = arg;
            result = item;
            break dispatch;
          }
          action = ACTION.FOR;
          argument = arg;
          try {
            result = objects.isGenerator(iterator as Value)
              ? new Resume(iterator as PyRef, "next")
              : objects.iteratorNext(iterator as Value);
          } catch (error) {
            if (!(error instanceof PyRaise) || !objects.isInstanceOfBuiltin(error.value, "StopIteration")) throw error;
            slots[sp++] = undefined;
            pc = arg;
            continue;
          }
          break dispatch;
        }
        case /* JUMP_FORWARD */ 77:
          pc = arg;
          continue;
        case /* JUMP_BACKWARD */ 78:
          if (atJumps || memory.load(breakerAt) !== 0) {
            frame.sp = sp;
            world.breaker();
          }
          pc = arg;
          continue;
        case /* JUMP_BACKWARD_NO_INTERRUPT */ 79:
          pc = arg;
          continue;
        case /* POP_JUMP_IF_FALSE */ 80:
          if (slots[--sp] === false) pc = arg;
          continue;
        case /* POP_JUMP_IF_TRUE */ 81:
          if (slots[--sp] === true) pc = arg;
          continue;
        case /* POP_JUMP_IF_NONE */ 82:
          if (slots[--sp] === null) pc = arg;
          continue;
        case /* POP_JUMP_IF_NOT_NONE */ 83:
          if (slots[--sp] !== null) pc = arg;
          continue;

        // —— calls ——
        case /* CALL */ 84: {
          if (atJumps || memory.load(breakerAt) !== 0) {
            frame.sp = sp;
            world.breaker();
          }
          const base = sp - arg - 2;
          const callee = slots[base] as Value;
          const from = slots[base + 1] === undefined ? base + 2 : base + 1;
          const count = sp - from;
          if (callee instanceof PyRef) {
            const parts = objects.functionParts(callee);
            if (parts !== null) {
              const called = parts.code;
              const fresh = new Array<Slot>(called.frameSize);
              if (called.simpleParameters === count) for (let i = 0; i < count; i++) fresh[i] = slots[from + i];
              else bindArguments(this.host, parts, slots.slice(from, sp) as Value[], null, fresh);
              const next = new Frame(called, fresh, frame, PUSHED, parts.closure);
              frame.sp = base;
              this.push(next);
              frame = next;
              code = called;
              instructions = code.instructions;
              slots = fresh;
              sp = next.sp;
              pc = 0;
              continue;
            }
          }
          drop = arg + 2;
          // Of a bound method the place before the arguments becomes that of its self.
          const bound = callee instanceof PyMethod;
          const args = slots.slice(bound ? from - 1 : from, sp) as Value[];
          if (bound) args[0] = callee.self;
          const called = bound ? callee.callee : callee;
          if (called instanceof PyNative) result = called.native(this.host, args, null);
          else result = this.callOther(called, args, null);
          break dispatch;
        }
        case /* CALL_KW */ 85: {
          if (atJumps || memory.load(breakerAt) !== 0) {
            frame.sp = sp;
            world.breaker();
          }
          const names = (slots[sp - 1] as PyTuple).items as readonly string[];
          const base = sp - arg - 3;
          const callee = slots[base] as Value;
          const from = slots[base + 1] === undefined ? base + 2 : base + 1;
          const positional = sp - 1 - names.length;
          const keywords = new Map<string, Value>();
          for (let i = 0; i < names.length; i++) keywords.set(names[i], slots[positional + i] as Value);
          drop = arg + 3;
          const args = slots.slice(from, positional) as Value[];
          if (callee instanceof PyNative) result = callee.native(this.host, args, keywords);
          else result = this.callOther(callee, args, keywords);
          break dispatch;
        }
        case /* CALL_FUNCTION_EX */ 86: {
          if (atJumps || memory.load(breakerAt) !== 0) {
            frame.sp = sp;
            world.breaker();
          }
          const withKeywords = (arg & 1) === 1;
          const keywords = withKeywords ? objects.keywordsOf(slots[sp - 1] as Value) : null;
          drop = withKeywords ? 4 : 3;
          const base = sp - drop;
          const callee = slots[base] as Value;
          const given = slots[sp - (withKeywords ? 2 : 1)] as PyTuple;
          const args = slots[base + 1] === undefined ? given.items.slice() : [slots[base + 1] as Value, ...given.items];
          if (callee instanceof PyNative) result = callee.native(this.host, args, keywords);
          else result = this.callOther(callee, args, keywords);
          break dispatch;
        }
        case /* RETURN_VALUE */ 87:
        case /* RETURN_CONST */ 88: {
          const value = opcode === OPCODE.RETURN_VALUE ? (slots[--sp] as Value) : code.constants[arg];
          const back = frame.back;
          if (frame.returns === PUSHED && frame.generator === 0 && frame.namespace === null && back !== null) {
            this.depth--;
            this.frame = back;
            frame = back;
            code = frame.code;
            instructions = code.instructions;
            slots = frame.slots;
            sp = frame.sp;
            pc = frame.pc;
            slots[sp++] = value;
            continue;
          }
          frame.sp = sp;
          if (!this.returnFrom(frame, value)) return false;
          if (this.frame === null) return true;
          frame = this.frame;
          code = frame.code;
          instructions = code.instructions;
          slots = frame.slots;
          sp = frame.sp;
          pc = frame.pc;
          continue;
        }
        case /* MAKE_FUNCTION */ 89:
          slots[sp - 1] = objects.makeFunction((slots[sp - 1] as Code).id);
          continue;
        case /* SET_FUNCTION_ATTRIBUTE */ 90: {
          const target = slots[sp - 1] as PyRef;
          const value = slots[sp - 2] as Value;
          if (arg === 1) objects.setFunctionDefaults(target, value as PyTuple);
          else if (arg === 2) objects.setFunctionKeywordDefaults(target, objects.keywordsOf(value));
          else if (arg === 8) objects.setFunctionClosure(target, (value as PyTuple).items as readonly PyRef[]);
          slots[--sp] = undefined;
          slots[sp - 1] = target;
          continue;
        }
        case /* LOAD_BUILD_CLASS */ 91:
          slots[sp++] = CLASS_BUILDER;
          continue;

        // —— modules ——
        case /* IMPORT_NAME */ 92: {
          const whole = code.names[arg];
          // Without a list of names the package itself is bound: `import a.b` binds `a`.
          const name = slots[sp - 1] === null ? whole.split(".", 1)[0] : whole;
          sp -= 2;
          slots[sp++] = this.moduleNamed(name);
          continue;
        }
        case /* IMPORT_FROM */ 93:
          drop = 0;
          result = this.importFrom(slots[sp - 1] as PyModule, code.names[arg]);
          break dispatch;
        case /* IMPORT_STAR */ 118:
          this.importStar(slots[--sp] as Value);
          continue;

        // —— exceptions ——
        case /* RAISE_VARARGS */ 94: {
          frame.sp = sp;
          if (arg === 0) {
            if (this.handled === null) this.raise("RuntimeError", "No active exception to reraise");
            this.reraised = true;
            throw new PyRaise(this.handled);
          }
          const made = objects.toException(slots[sp - arg] as Value);
          if (!isPlain(made)) {
            drop = arg;
            action = ACTION.RAISE;
            result = made;
            break dispatch;
          }
          if (arg === 2) objects.setCause(made, slots[sp - 1] as Value);
          throw new PyRaise(made);
        }
        case /* RERAISE */ 95: {
          const exception = slots[--sp] as Value;
          frame.sp = sp;
          this.reraised = true;
          throw new PyRaise(exception);
        }
        case /* PUSH_EXC_INFO */ 96: {
          const exception = slots[sp - 1];
          slots[sp - 1] = this.handled;
          slots[sp++] = exception;
          this.handled = exception as Value;
          continue;
        }
        case /* POP_EXCEPT */ 97:
          this.handled = slots[--sp] as Value;
          continue;
        case /* CHECK_EXC_MATCH */ 98:
          slots[sp - 1] = objects.exceptionMatches(slots[sp - 2] as Value, slots[sp - 1] as Value);
          continue;
        case /* CHECK_EG_MATCH */ 122:
          drop = 2;
          action = ACTION.UNPACK;
          result = new TailCall(
            this.preludeValue("builtins", "_match_group"),
            [slots[sp - 2] as Value, slots[sp - 1] as Value],
            null,
          );
          break dispatch;
        case /* HANDLE_MATCH */ 123:
          this.handled = slots[sp - 1] as Value;
          continue;
        case /* PREP_RERAISE_STAR */ 124:
          drop = 2;
          result = new TailCall(
            this.preludeValue("builtins", "_raised_by_star"),
            [slots[sp - 2] as Value, slots[sp - 1] as Value],
            null,
          );
          break dispatch;
        case /* LOAD_ASSERTION_ERROR */ 99:
          slots[sp++] = this.preludeValue("builtins", "AssertionError");
          continue;
        case /* BEFORE_WITH */ 100: {
          const manager = slots[sp - 1] as Value;
          const entered = this.enterContext(manager);
          if (entered === SUSPEND) {
            frame.sp = sp;
            frame.pc = pc - 1;
            return false;
          }
          slots[sp - 1] = this.exit;
          result = entered;
          break dispatch;
        }
        case /* WITH_EXCEPT_START */ 101: {
          const exception = slots[sp - 1] as Value;
          result = this.callOther(
            slots[sp - 4] as Value,
            [objects.typeOf(exception), exception, objects.tracebackOf(exception)],
            null,
          );
          break dispatch;
        }

        // —— text ——
        case /* CONVERT_VALUE */ 102:
          drop = 1;
          result = objects.convertValue(arg, slots[sp - 1] as Value);
          break dispatch;
        case /* FORMAT_SIMPLE */ 103: {
          const value = slots[sp - 1] as Value;
          if (typeof value === "string") continue;
          drop = 1;
          result = objects.formatValue(value, "");
          break dispatch;
        }
        case /* FORMAT_WITH_SPEC */ 104:
          drop = 2;
          result = objects.formatValue(slots[sp - 2] as Value, slots[sp - 1] as string);
          break dispatch;

        // —— generators ——
        case /* RETURN_GENERATOR */ 105: {
          const generator = objects.makeGenerator(code.id, code.kind);
          frame.generator = generator.at;
          frame.sp = sp;
          this.generators.set(generator.at, frame);
          const { returns } = frame;
          this.pop(frame);
          if (!this.deliver(this.madeGenerator(frame, generator), returns)) return false;
          if (this.frame === null) return true;
          frame = this.frame;
          code = frame.code;
          instructions = code.instructions;
          slots = frame.slots;
          sp = frame.sp;
          pc = frame.pc;
          continue;
        }
        case /* YIELD_VALUE */ 106: {
          const value = slots[--sp] as Value;
          frame.sp = sp;
          const went = frame.chained ? this.yieldChained(frame, value, arg) : this.yieldFrom(frame, value, arg === 0);
          if (!went) return false;
          if (this.frame === null) return true;
          frame = this.frame;
          code = frame.code;
          instructions = code.instructions;
          slots = frame.slots;
          sp = frame.sp;
          pc = frame.pc;
          continue;
        }
        case /* SEND */ 107: {
          const receiver = slots[sp - 2];
          const value = slots[sp - 1] as Value;
          const kind = awaitKind(heap, receiver);
          if (kind !== AWAIT.OTHER) {
            frame.sp = sp - 1;
            if (!this.sendToAwaited(kind, frame, receiver as PyRef | AwaitedSleep, value, arg)) return false;
            if (this.frame === null) return true;
            frame = this.frame;
            code = frame.code;
            instructions = code.instructions;
            slots = frame.slots;
            sp = frame.sp;
            pc = frame.pc;
            continue;
          }
          drop = 1;
          action = ACTION.SEND;
          argument = arg;
          let sent: NativeResult | typeof ENDED;
          try {
            sent = this.send(receiver, value);
          } catch (error) {
            if (!(error instanceof PyRaise) || !objects.isInstanceOfBuiltin(error.value, "StopIteration")) throw error;
            slots[sp - 1] = objects.stopValue(error.value);
            pc = arg;
            continue;
          }
          if (sent === ENDED) {
            slots[sp - 1] = null;
            pc = arg;
            continue;
          }
          result = sent;
          break dispatch;
        }
        case /* END_SEND */ 108:
          slots[sp - 2] = slots[sp - 1];
          slots[--sp] = undefined;
          continue;
        case /* CLEANUP_THROW */ 109: {
          const exception = slots[sp - 1] as Value;
          if (!objects.isInstanceOfBuiltin(exception, "StopIteration")) {
            this.reraised = true;
            frame.sp = sp;
            throw new PyRaise(exception);
          }
          sp -= 3;
          slots[sp++] = null;
          slots[sp++] = objects.stopValue(exception);
          continue;
        }
        case /* GET_YIELD_FROM_ITER */ 110: {
          const value = slots[sp - 1] as Value;
          if (objects.isGenerator(value)) {
            if (objects.generatorKind(value as PyRef) === CODE_KIND.GENERATOR || code.internal) continue;
            this.raise("TypeError", "cannot 'yield from' a coroutine object in a non-coroutine generator");
          }
          const iterator = objects.getIterator(value);
          if (iterator instanceof LoopIterator) {
            slots[sp - 1] = iterator;
            continue;
          }
          drop = 1;
          result = iterator;
          break dispatch;
        }
        case /* GET_AWAITABLE */ 111:
          drop = 1;
          result = this.awaitable(slots[sp - 1] as Value, arg);
          break dispatch;
        case /* GET_AITER */ 112:
          drop = 1;
          result = this.asyncIterator(slots[sp - 1] as Value);
          break dispatch;
        case /* GET_ANEXT */ 113:
          drop = 0;
          result = this.asyncNext(slots[sp - 1] as Value);
          break dispatch;
        case /* END_ASYNC_FOR */ 114: {
          const exception = slots[sp - 1] as Value;
          if (!objects.isInstanceOfBuiltin(exception, "StopAsyncIteration")) {
            this.reraised = true;
            frame.sp = sp;
            throw new PyRaise(exception);
          }
          sp -= 2;
          continue;
        }
        case /* BEFORE_ASYNC_WITH */ 115: {
          const manager = slots[sp - 1] as Value;
          const enter = objects.specialMethod(manager, "__aenter__");
          if (enter === undefined) this.noContextManager(manager, "asynchronous ", "");
          const exit = objects.specialMethod(manager, "__aexit__");
          if (exit === undefined) this.noContextManager(manager, "asynchronous ", " (missed __aexit__ method)");
          const entered = this.callOther(enter, [], null);
          if (entered === SUSPEND) {
            frame.sp = sp;
            frame.pc = pc - 1;
            return false;
          }
          slots[sp - 1] = exit;
          result = entered;
          break dispatch;
        }
        case /* STOPITERATION_ERROR */ 116:
          slots[sp - 1] = this.wrapStop(frame, slots[sp - 1] as Value);
          continue;
        case /* ASYNC_GEN_WRAP */ 119:
          continue;

        // —— the event loop ——
        case /* EVENT_LOOP */ 121:
          if (atJumps || memory.load(breakerAt) !== 0) world.breaker();
          frame.pc = pc - 1;
          if (!this.turnLoop()) return false;
          if (this.frame === null) return true;
          frame = this.frame;
          code = frame.code;
          instructions = code.instructions;
          slots = frame.slots;
          sp = frame.sp;
          pc = frame.pc;
          continue;
        default:
          throw new InternalError(`the machine has no instruction ${opcode} (in ${code.parts.qualifiedName})`);
      }

      // A result of the object model, a native or a generator: the usual value first.
      if (result === SUSPEND) {
        frame.sp = sp;
        frame.pc = pc - 1;
        return false;
      }
      if (isPlain(result)) {
        if (action === ACTION.PUSH || action === ACTION.FOR) {
          sp -= drop;
          slots[sp++] = result;
          continue;
        }
        if (action === ACTION.DROP) {
          sp -= drop;
          continue;
        }
        if (typeof result === "boolean" && (action === ACTION.TRUTH || action === ACTION.NOT)) {
          sp -= drop;
          slots[sp++] = result !== (action === ACTION.NOT);
          continue;
        }
      }
      sp -= drop;
      frame.sp = sp;
      if (!this.deliver(result, { thens: null, action, argument })) return false;
      if (this.frame === null) return true;
      frame = this.frame;
      code = frame.code;
      instructions = code.instructions;
      slots = frame.slots;
      sp = frame.sp;
      pc = frame.pc;
    }
  }
}
