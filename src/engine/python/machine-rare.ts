/**
 * Instructions that run seldom enough to be told apart outside the loop: a method each, so that the loop stays small.
 * Rule: a method works on the frame's own stack and position, which the loop puts back before and reads again after it; false
 * means "stop here", and then the instruction runs again from its start.
 */
import { InternalError } from "../base/errors.ts";
import { GLOBALS_BASE } from "../memory/layout.ts";
import { UNBOUND } from "../memory/words.ts";
import { VERB } from "../program/operation.ts";
import { CODE_KIND, OPCODE } from "./bytecode.ts";
import { LoopIterator, PyMethod, type PyModule } from "./callables.ts";
import { ACTION, CLASS_BUILDER, type Frame, isPlain, type Return, type Slot } from "./frames.ts";
import { MachineBuilding, UNPACKED } from "./machine-building.ts";
import { type NativeResult, PyRaise, SUSPEND, TailCall } from "./native.ts";
import type { PyRef, PyTuple, Value } from "./values.ts";

const METHOD_PUSHED: Return = { thens: null, action: ACTION.METHOD, argument: 0 };

export abstract class MachineRare extends MachineBuilding {
  /** Carries out an instruction that the loop has no case for. False when it must stop. */
  protected executeRare(frame: Frame, opcode: number, arg: number): boolean {
    switch (opcode) {
      // —— names ——
      case /* DELETE_GLOBAL */ 19:
      case /* DELETE_NAME */ 24:
        return this.deleteName(frame, arg);
      case /* LOAD_NAME_CLASS */ 25:
        return this.loadNameOfClass(frame, arg);
      case /* STORE_NAME_CLASS */ 26:
        return this.storeNameOfClass(frame, arg);
      case /* DELETE_NAME_CLASS */ 27:
        return this.deleteNameOfClass(frame, arg);
      case /* DELETE_DEREF */ 35:
        return this.deleteCell(frame, arg);
      case /* LOAD_FROM_DICT_OR_DEREF */ 36:
        return this.loadNameOrCell(frame, arg);
      // —— operators, subscripts, attributes ——
      case /* UNARY_INVERT */ 38:
        return this.settle(frame, 1, this.objects.unary("~", this.peek(frame, 1)));
      case /* UNARY_POSITIVE */ 40:
        return this.settle(frame, 1, this.objects.unary("+", this.peek(frame, 1)));
      case /* DELETE_SUBSCR */ 48:
        return this.deleteSubscript(frame);
      case /* STORE_SLICE */ 50:
        return this.storeSlice(frame);
      case /* DELETE_ATTR */ 56:
      case /* DELETE_ATTR_VISIBLE */ 57:
        return this.deleteAttribute(frame, arg, opcode === OPCODE.DELETE_ATTR_VISIBLE);
      case /* LOAD_SUPER_ATTR */ 58:
        return this.loadSuperAttribute(frame, arg);
      // —— containers under construction ——
      case /* BUILD_SET */ 61:
        return this.buildSet(frame, arg);
      case /* BUILD_MAP */ 62:
        return this.buildMap(frame, arg);
      case /* BUILD_CONST_KEY_MAP */ 120:
        return this.buildConstKeyMap(frame, arg);
      case /* SET_ADD */ 65:
        return this.setAdd(frame, arg);
      case /* MAP_ADD */ 66:
        return this.mapAdd(frame, arg);
      case /* LIST_EXTEND */ 67:
        return this.listExtend(frame, arg);
      case /* SET_UPDATE */ 68:
        return this.setUpdate(frame, arg);
      case /* DICT_UPDATE */ 69:
        return this.dictUpdate(frame, arg);
      case /* DICT_MERGE */ 70:
        return this.dictMerge(frame, arg);
      case /* LIST_TO_TUPLE */ 71:
        return this.listToTuple(frame);
      case /* UNPACK_EX */ 73:
        return this.unpackEx(frame, arg);
      // —— calls, functions, classes, modules ——
      case /* CALL_KW */ 85:
        return this.callWithKeywords(frame, arg);
      case /* CALL_FUNCTION_EX */ 86:
        return this.callWithStars(frame, (arg & 1) === 1);
      case /* SET_FUNCTION_ATTRIBUTE */ 90:
        return this.setFunctionAttribute(frame, arg);
      case /* LOAD_BUILD_CLASS */ 91:
        return this.pushed(frame, CLASS_BUILDER);
      case /* IMPORT_NAME */ 92:
        return this.importName(frame, arg);
      case /* IMPORT_FROM */ 93:
        return this.settle(frame, 0, this.importFrom(this.peek(frame, 1) as PyModule, frame.code.names[arg]));
      case /* IMPORT_STAR */ 118:
        return this.importAll(frame);
      // —— exceptions ——
      case /* CHECK_EG_MATCH */ 122:
        return this.settle(frame, 2, this.callOnTwo(frame, "_match_group"), UNPACKED);
      case /* PREP_RERAISE_STAR */ 124:
        return this.settle(frame, 2, this.callOnTwo(frame, "_raised_by_star"));
      case /* LOAD_ASSERTION_ERROR */ 99:
        return this.pushed(frame, this.preludeValue("builtins", "AssertionError"));
      case /* WITH_EXCEPT_START */ 101:
        return this.exitWithException(frame);
      // —— generators and coroutines ——
      case /* CLEANUP_THROW */ 109:
        return this.cleanUpThrow(frame);
      case /* GET_YIELD_FROM_ITER */ 110:
        return this.getInnerIterator(frame);
      case /* GET_AITER */ 112:
        return this.settle(frame, 1, this.asyncIterator(this.peek(frame, 1)));
      case /* GET_ANEXT */ 113:
        return this.settle(frame, 0, this.asyncNext(this.peek(frame, 1)));
      case /* END_ASYNC_FOR */ 114:
        return this.endAsyncFor(frame);
      case /* BEFORE_ASYNC_WITH */ 115:
        return this.enterAsyncContext(frame);
      case /* STOPITERATION_ERROR */ 116:
        return this.replaceTop(frame, this.wrapStop(frame, this.peek(frame, 1)));
      default:
        throw new InternalError(`the machine has no instruction ${opcode} (in ${frame.code.parts.qualifiedName})`);
    }
  }

  private pushed(frame: Frame, slot: Slot): boolean {
    frame.slots[frame.sp++] = slot;
    return true;
  }

  private replaceTop({ slots, sp }: Frame, slot: Slot): boolean {
    slots[sp - 1] = slot;
    return true;
  }

  // —— names ——

  private deleteName(frame: Frame, index: number): boolean {
    const { memory, world } = this;
    const reference = frame.code.globals[index];
    const at = GLOBALS_BASE + reference.slot;
    if (memory.load(at) === UNBOUND) this.unknownName(reference.name);
    if (!reference.visible || !world.started) {
      memory.store(at, UNBOUND);
      return true;
    }
    if (this.mustStop(VERB.WRITE, at, UNBOUND)) return this.settle(frame, 0, SUSPEND);
    world.write(at, at, UNBOUND, UNBOUND);
    return true;
  }

  /** `packed`: the module's name, and in its upper bits the class's. */
  private loadNameOfClass(frame: Frame, packed: number): boolean {
    const own = frame.namespace?.get(frame.code.names[packed >> 16]);
    if (own !== undefined) return this.pushed(frame, own);
    const reference = frame.code.globals[packed & 0xffff];
    const word = reference.slot < 0 ? UNBOUND : this.memory.load(GLOBALS_BASE + reference.slot);
    return this.pushed(frame, word === UNBOUND ? this.fallback(reference) : this.heap.fromWord(word));
  }

  private storeNameOfClass(frame: Frame, index: number): boolean {
    this.namespaceOf(frame).set(frame.code.names[index], frame.slots[--frame.sp] as Value);
    return true;
  }

  private deleteNameOfClass(frame: Frame, index: number): boolean {
    const name = frame.code.names[index];
    if (!this.namespaceOf(frame).delete(name)) this.unknownName(name);
    return true;
  }

  private deleteCell({ slots, code }: Frame, local: number): boolean {
    const cell = slots[local] as PyRef;
    if (this.objects.loadCell(cell) === undefined) this.unboundCell(code, local);
    this.objects.storeCell(cell, undefined);
    return true;
  }

  /** `packed`: the cell's local, and in its upper bits the class's name. */
  private loadNameOrCell(frame: Frame, packed: number): boolean {
    const { code, slots, namespace } = frame;
    const own = namespace?.get(code.names[packed >> 16]);
    const value = own ?? this.objects.loadCell(slots[packed & 0xffff] as PyRef);
    if (value === undefined) this.unboundCell(code, packed & 0xffff);
    return this.pushed(frame, value);
  }

  // —— attributes ——

  private deleteAttribute(frame: Frame, index: number, visible: boolean): boolean {
    const owner = this.peek(frame, 1);
    return this.settleDropped(frame, 1, this.objects.deleteAttribute(owner, frame.code.names[index], visible));
  }

  /** `packed`: whether it is called at once in the lowest bit, the name above the second. */
  private loadSuperAttribute(frame: Frame, packed: number): boolean {
    const { objects } = this;
    const self = this.peek(frame, 1);
    const found = objects.superAttribute(this.peek(frame, 2), self, frame.code.names[packed >> 2]);
    if ((packed & 1) === 0)
      return this.settle(frame, 3, objects.isMethod && isPlain(found) ? new PyMethod(self, found) : found);
    if (!isPlain(found)) return this.settle(frame, 3, found, METHOD_PUSHED);
    const { slots, sp } = frame;
    slots[sp - 3] = found;
    slots[sp - 2] = objects.isMethod ? self : undefined;
    slots[--frame.sp] = undefined;
    return true;
  }

  // —— calls, functions, modules ——

  /** `operands`: all arguments; the names of the last of them lie on top. */
  private callWithKeywords(frame: Frame, operands: number): boolean {
    this.breakAtCall();
    const { slots, sp } = frame;
    const names = (slots[sp - 1] as PyTuple).items as readonly string[];
    const base = sp - operands - 3;
    const positional = sp - 1 - names.length;
    const keywords = new Map<string, Value>();
    for (let i = 0; i < names.length; i++) keywords.set(names[i], slots[positional + i] as Value);
    const args = slots.slice(slots[base + 1] === undefined ? base + 2 : base + 1, positional) as Value[];
    return this.settle(frame, operands + 3, this.callOther(slots[base] as Value, args, keywords));
  }

  private callWithStars(frame: Frame, withKeywords: boolean): boolean {
    this.breakAtCall();
    const keywords = withKeywords ? this.objects.keywordsOf(this.peek(frame, 1)) : null;
    const operands = withKeywords ? 4 : 3;
    const { items } = this.peek(frame, operands - 2) as PyTuple;
    const self = frame.slots[frame.sp - operands + 1];
    const args = self === undefined ? items.slice() : [self as Value, ...items];
    return this.settle(frame, operands, this.callOther(this.peek(frame, operands), args, keywords));
  }

  /** A call is where the world may end or interrupt a thread. */
  private breakAtCall(): void {
    if (this.world.breaksAtJumps || this.memory.load(this.breakerAt) !== 0) this.world.breaker();
  }

  private setFunctionAttribute(frame: Frame, which: number): boolean {
    const { objects } = this;
    const target = this.peek(frame, 1) as PyRef;
    const value = this.peek(frame, 2);
    if (which === 1) objects.setFunctionDefaults(target, value as PyTuple);
    else if (which === 2) objects.setFunctionKeywordDefaults(target, objects.keywordsOf(value));
    else if (which === 8) objects.setFunctionClosure(target, (value as PyTuple).items as readonly PyRef[]);
    frame.slots[--frame.sp] = undefined;
    return this.replaceTop(frame, target);
  }

  private importName(frame: Frame, index: number): boolean {
    const whole = frame.code.names[index];
    // Without a list of names the package itself is bound: `import a.b` binds `a`.
    const name = this.peek(frame, 1) === null ? whole.split(".", 1)[0] : whole;
    frame.sp -= 2;
    return this.pushed(frame, this.moduleNamed(name));
  }

  private importAll(frame: Frame): boolean {
    this.importStar(frame.slots[--frame.sp] as Value);
    return true;
  }

  // —— exceptions ——

  /** What `raise`, `raise x` and `raise x from y` raise. */
  protected exceptionGiven(frame: Frame, operands: number): NativeResult {
    if (operands === 0) {
      if (this.handled === null) this.raise("RuntimeError", "No active exception to reraise");
      this.reraised = true;
      return this.handled;
    }
    const made = this.objects.toException(this.peek(frame, operands));
    if (operands === 2 && isPlain(made)) this.objects.setCause(made, this.peek(frame, 1));
    return made;
  }

  /** No place is added to its traceback. */
  private raiseAgain(exception: Value): never {
    this.reraised = true;
    throw new PyRaise(exception);
  }

  /** Asks a function of the prelude with the two uppermost values. */
  private callOnTwo(frame: Frame, name: string): TailCall {
    return new TailCall(this.preludeValue("builtins", name), [this.peek(frame, 2), this.peek(frame, 1)]);
  }

  private exitWithException(frame: Frame): boolean {
    const { objects } = this;
    const exception = this.peek(frame, 1);
    const args = [objects.typeOf(exception), exception, objects.tracebackOf(exception)];
    return this.settle(frame, 0, this.callOther(this.peek(frame, 4), args, null));
  }

  // —— generators and coroutines ——

  private cleanUpThrow(frame: Frame): boolean {
    const exception = this.peek(frame, 1);
    if (!this.objects.isInstanceOfBuiltin(exception, "StopIteration")) this.raiseAgain(exception);
    frame.sp -= 3;
    this.pushed(frame, null);
    return this.pushed(frame, this.objects.stopValue(exception));
  }

  /** Of `yield from`. */
  private getInnerIterator(frame: Frame): boolean {
    const { objects } = this;
    const value = this.peek(frame, 1);
    if (objects.isGenerator(value)) {
      if (objects.generatorKind(value as PyRef) === CODE_KIND.GENERATOR || frame.code.internal) return true;
      this.raise("TypeError", "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    const iterator = objects.getIterator(value);
    return iterator instanceof LoopIterator ? this.replaceTop(frame, iterator) : this.settle(frame, 1, iterator);
  }

  private endAsyncFor(frame: Frame): boolean {
    const exception = this.peek(frame, 1);
    if (!this.objects.isInstanceOfBuiltin(exception, "StopAsyncIteration")) this.raiseAgain(exception);
    frame.sp -= 2;
    return true;
  }

  private enterAsyncContext(frame: Frame): boolean {
    const manager = this.peek(frame, 1);
    const enter = this.objects.specialMethod(manager, "__aenter__");
    if (enter === undefined) this.noContextManager(manager, "asynchronous ", "");
    const exit = this.objects.specialMethod(manager, "__aexit__");
    if (exit === undefined) this.noContextManager(manager, "asynchronous ", " (missed __aexit__ method)");
    const entered = this.callOther(enter, [], null);
    if (entered !== SUSPEND) this.replaceTop(frame, exit);
    return this.settle(frame, 0, entered);
  }
}
