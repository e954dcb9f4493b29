/**
 * Runs instructions on frames. Rules: the loop never re-enters itself (what calls back is a frame), so between two instructions the
 * machine can always be copied; an instruction that must stop leaves no trace and runs again from its start.
 *
 * The loop is one function, so that a frame's position, stack and code lie in variables of it: what runs often has its case here, all
 * else is in `machine-rare.ts`.
 */
import type { Word } from "../base/ids.ts";
import { GLOBALS_BASE } from "../memory/layout.ts";
import { UNBOUND } from "../memory/words.ts";
import { VERB } from "../program/operation.ts";
import { OutOfMemory } from "../program/world.ts";
import { bindArguments } from "./arguments.ts";
import { BINARY, OPCODE, type Code } from "./bytecode.ts";
import { END, LoopIterator, PyMethod, PyNative, RangeIterator, Resume } from "./callables.ts";
import { compareIntegers, fastArithmetic } from "./fast-integers.ts";
import { ACTION, ENDED, Frame, isPlain, PUSHED, type Action, type Slot } from "./frames.ts";
import { AWAIT, awaitKind } from "./loop/awaits.ts";
import type { AwaitedSleep } from "./loop/sleeps.ts";
import { MachineRare } from "./machine-rare.ts";
import type { Pending } from "./machine-state.ts";
import { PyRaise, SUSPEND, type NativeResult } from "./native.ts";
import { PythonError } from "./text/index.ts";
import { PyRef, PyTuple, type Value } from "./values.ts";

export abstract class MachineInstructions extends MachineRare {
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

  /**
   * Runs instructions. False when it must stop; true when it stands between entries or should be called again.
   * @param single end after one instruction that used the leave it was given.
   */
  private execute(single: boolean): boolean {
    const { pending } = this;
    if (this.world.breaksAnywhere && (pending !== null || this.frame === null)) this.world.breaker();
    if (pending !== null) {
      if (!this.takeUp(pending)) return false;
      if (single && !this.granted) return false;
    }
    if (this.frame !== null) return this.executeFrames(single);
    return this.continueEntries() && !(single && !this.granted);
  }

  /** Does what an instruction left to be done. False when it must stop. */
  private takeUp(pending: Pending): boolean {
    this.pending = null;
    return pending.kind === "call"
      ? this.invoke(pending.callee, pending.args, pending.keywords, pending.returns)
      : this.deliver(pending.value, pending.returns);
  }

  /**
   * The loop. What a frame holds lies in variables while it runs; `continue frames` reads them anew, since another frame, or the same
   * elsewhere, goes on.
   */
  private executeFrames(single: boolean): boolean {
    const memory = this.memory;
    const { world, objects, heap } = this;
    const gated = world.gated;
    const anywhere = world.breaksAnywhere;
    const atJumps = world.breaksAtJumps;
    const breakerAt = this.breakerAt;
    let result: NativeResult | undefined;

    frames: for (;;) {
      if (this.frame === null) return true;
      let frame: Frame = this.frame;
      let code: Code = frame.code;
      let instructions = code.instructions;
      let slots = frame.slots;
      let sp = frame.sp;
      let pc = frame.pc;

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
          // —— raising ——
          // First, since V8 reckons how hot a loop is by its jumps back less those ahead: left by a throw far down, it would never be optimised.
          case /* RAISE_VARARGS */ 94:
            frame.sp = sp;
            result = this.exceptionGiven(frame, arg);
            if (isPlain(result)) throw new PyRaise(result);
            drop = arg;
            action = ACTION.RAISE;
            break dispatch;
          case /* RERAISE */ 95:
            frame.sp = --sp;
            this.reraised = true;
            throw new PyRaise(slots[sp] as Value);

          case /* NOP */ 0:
          case /* RESUME */ 1:
          case /* SETUP_ANNOTATIONS */ 117:
          case /* ASYNC_GEN_WRAP */ 119:
            continue;

          case /* POP_TOP */ 2:
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
          case /* LOAD_FAST */ 7:
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
          case /* LOAD_GLOBAL */ 15:
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
                  result = SUSPEND;
                  break dispatch;
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
                  result = SUSPEND;
                  break dispatch;
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
                  result = SUSPEND;
                  break dispatch;
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
                  result = SUSPEND;
                  break dispatch;
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

          // —— operators ——
          case /* UNARY_NEGATIVE */ 37:
            drop = 1;
            result = objects.unary("-", slots[sp - 1] as Value);
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
          case /* BINARY_SLICE */ 49:
            drop = 3;
            result = objects.getItem(
              slots[sp - 3] as Value,
              objects.makeSlice(slots[sp - 2] as Value, slots[sp - 1] as Value, null),
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
              if (!(error instanceof PyRaise) || !objects.isInstanceOfBuiltin(error.value, "StopIteration"))
                throw error;
              slots[sp++] = undefined;
              pc = arg;
              continue;
            }
            break dispatch;
          }
          case /* JUMP_FORWARD */ 77:
          case /* JUMP_BACKWARD_NO_INTERRUPT */ 79:
            pc = arg;
            continue;
          case /* JUMP_BACKWARD */ 78:
            if (atJumps || memory.load(breakerAt) !== 0) {
              frame.sp = sp;
              world.breaker();
            }
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
            if (gated && this.mustHandBack(frame)) {
              frame.sp = opcode === OPCODE.RETURN_VALUE ? sp + 1 : sp;
              frame.pc = pc - 1;
              return false;
            }
            frame.sp = sp;
            if (!this.returnFrom(frame, value)) return false;
            continue frames;
          }
          case /* MAKE_FUNCTION */ 89:
            slots[sp - 1] = objects.makeFunction((slots[sp - 1] as Code).id);
            continue;

          // —— exceptions ——
          case /* CHECK_EXC_MATCH */ 98:
            slots[sp - 1] = objects.exceptionMatches(slots[sp - 2] as Value, slots[sp - 1] as Value);
            continue;
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
          case /* HANDLE_MATCH */ 123:
            this.handled = slots[sp - 1] as Value;
            continue;
          case /* BEFORE_WITH */ 100: {
            const manager = slots[sp - 1] as Value;
            result = this.enterContext(manager);
            if (result !== SUSPEND) slots[sp - 1] = this.exit;
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
            continue frames;
          }
          case /* YIELD_VALUE */ 106: {
            if (gated && this.mustHandBack(frame)) {
              frame.sp = sp;
              frame.pc = pc - 1;
              return false;
            }
            const value = slots[--sp] as Value;
            frame.sp = sp;
            const went = frame.chained ? this.yieldChained(frame, value, arg) : this.yieldFrom(frame, value, arg === 0);
            if (!went) return false;
            continue frames;
          }
          case /* SEND */ 107: {
            const receiver = slots[sp - 2];
            const value = slots[sp - 1] as Value;
            const kind = awaitKind(heap, receiver);
            if (kind !== AWAIT.OTHER) {
              frame.sp = sp - 1;
              if (!this.sendToAwaited(kind, frame, receiver as PyRef | AwaitedSleep, value, arg)) return false;
              continue frames;
            }
            drop = 1;
            action = ACTION.SEND;
            argument = arg;
            let sent: NativeResult | typeof ENDED;
            try {
              sent = this.send(receiver, value);
            } catch (error) {
              if (!(error instanceof PyRaise) || !objects.isInstanceOfBuiltin(error.value, "StopIteration"))
                throw error;
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
          case /* GET_AWAITABLE */ 111:
            drop = 1;
            result = this.awaitable(slots[sp - 1] as Value, arg);
            break dispatch;

          // —— the event loop ——
          case /* EVENT_LOOP */ 121:
            if (atJumps || memory.load(breakerAt) !== 0) world.breaker();
            frame.pc = pc - 1;
            if (!this.turnLoop()) return false;
            continue frames;

          default:
            frame.sp = sp;
            if (!this.executeRare(frame, opcode, arg)) return false;
            continue frames;
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
        continue frames;
      }
    }
  }
}
