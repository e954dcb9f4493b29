/**
 * How results travel: from natives, tail calls, functions, classes and generators to the frame that waits for them.
 * Rule: false means "stop here": what is to be done again then lies in `pending`, or the instruction is run again.
 */
import { InternalError } from "../base/errors.ts";
import { bindArguments } from "./arguments.ts";
import { PyMethod, PyNative, Resume, RunLoop, SwitchTo } from "./callables.ts";
import { ACTION, CLASS_BUILDER, Frame, PUSHED, pushUnpacked, type Return, type Slot, type Thens } from "./frames.ts";
import { MachineNames } from "./machine-names.ts";
import { PyRaise, SUSPEND, TailCall, type NativeResult, Unfinished } from "./native.ts";
import { PyRef, type PyTuple, type Value } from "./values.ts";

const NEGATED: Thens = { then: (_host, result) => result === false, next: null };

export abstract class MachineResults extends MachineNames {
  /** Brings a result to the frame that waits for it. False when it must stop. */
  protected deliver(result: NativeResult, returns: Return): boolean {
    let value = result;
    let { thens } = returns;
    for (;;) {
      if (value instanceof Unfinished) return this.take(value, thens, returns);
      if (thens === null) break;
      const before: Value = value as Value;
      value = thens.then(this.host, before);
      if (value === SUSPEND) {
        this.pending = { kind: "deliver", value: before, returns: { ...returns, thens } };
        return false;
      }
      thens = thens.next;
    }
    return this.arrive(value as Value, returns);
  }

  /** Does what there is instead of a result. False when it must stop. */
  private take(request: Unfinished, thens: Thens | null, returns: Return): boolean {
    const same = thens === returns.thens;
    if (request instanceof TailCall) {
      const { callee, args, keywords, then } = request;
      if (then !== null) return this.invoke(callee, args, keywords, { ...returns, thens: { then, next: thens } });
      return this.invoke(callee, args, keywords, same ? returns : { ...returns, thens });
    }
    const onward = same ? returns : { ...returns, thens };
    if (request instanceof Resume) return this.resume(request, onward);
    if (request instanceof SwitchTo) return this.switchTo(request, onward);
    if (!(request instanceof RunLoop)) throw new InternalError("a native gave back what the machine does not know");
    this.beginLoop(request, onward);
    return true;
  }

  protected arrive(value: Value, { action, argument }: Return): boolean {
    const frame = this.frame;
    if (action === ACTION.TEXT) {
      this.lastWords = this.lastWords?.withText(typeof value === "string" ? value : "<exception str() failed>") ?? null;
      return true;
    }
    if (action === ACTION.GREENLET) return this.greenletReturned(value);
    if (frame === null) return true;
    switch (action) {
      case ACTION.PUSH:
      case ACTION.FOR:
      case ACTION.SEND:
        frame.slots[frame.sp++] = value;
        return true;
      case ACTION.DROP:
        return true;
      case ACTION.NOT:
        return this.deliverTruth(value, true);
      case ACTION.TRUTH:
        return this.deliverTruth(value, false);
      case ACTION.METHOD:
        frame.slots[frame.sp++] = value;
        frame.slots[frame.sp++] = undefined;
        return true;
      case ACTION.UNPACK:
        pushUnpacked(frame, value as PyTuple);
        return true;
      case ACTION.RAISE:
        throw new PyRaise(value);
      case ACTION.TASK:
        return this.taskYielded(value);
      case ACTION.CALLBACK:
        return true;
      default:
        throw new InternalError(`no action ${String(action satisfies never)} with argument ${argument}`);
    }
  }

  protected deliverTruth(value: Value, negated: boolean): boolean {
    if (typeof value === "boolean") return this.arrive(negated ? !value : value, PUSHED);
    const thens: Thens | null = negated ? NEGATED : null;
    return this.deliver(this.objects.truth(value), { thens, action: ACTION.PUSH, argument: 0 });
  }

  /** Calls anything. False when it must stop; the call is then pending. */
  protected invoke(
    callee: Value,
    args: Value[],
    keywords: ReadonlyMap<string, Value> | null,
    returns: Return,
  ): boolean {
    if (callee instanceof PyNative) {
      const result = callee.native(this.host, args.slice(), keywords);
      if (result === SUSPEND) {
        this.pending = { kind: "call", callee, args, keywords, returns };
        return false;
      }
      return this.deliver(result, returns);
    }
    if (callee instanceof PyMethod) return this.invoke(callee.callee, withSelf(callee.self, args), keywords, returns);
    if (callee === CLASS_BUILDER) {
      this.beginClass(args, keywords, returns);
      return true;
    }
    if (callee instanceof PyRef) {
      const parts = this.objects.functionParts(callee);
      if (parts !== null) {
        const { code, closure } = parts;
        const slots = new Array<Slot>(code.frameSize);
        if (code.simpleParameters === args.length && keywords === null)
          for (let i = 0; i < args.length; i++) slots[i] = args[i];
        else bindArguments(this.host, parts, args, keywords, slots);
        this.push(new Frame(code, slots, this.frame, returns, closure));
        return true;
      }
    }
    const result = this.objects.call(callee, args.slice(), keywords);
    if (result === SUSPEND) {
      this.pending = { kind: "call", callee, args, keywords, returns };
      return false;
    }
    return this.deliver(result, returns);
  }

  protected beginClass(
    [body, name, ...bases]: Value[],
    keywords: ReadonlyMap<string, Value> | null,
    returns: Return,
  ): void {
    const parts = this.objects.functionParts(body as PyRef);
    if (parts === null) throw new InternalError("a class without a body");
    const frame = new Frame(parts.code, new Array<Slot>(parts.code.frameSize), this.frame, returns, parts.closure);
    frame.namespace = new Map();
    frame.classParts = { name: name as string, bases, keywords };
    this.push(frame);
  }

  /** A function's or generator's result. False when it must stop. */
  protected returnFrom(frame: Frame, value: Value): boolean {
    // A greenlet's end is told where it ended; between its last switch and that it may have done nothing that is told.
    if (frame.returns.action === ACTION.GREENLET) this.world.line = this.lineOf(frame);
    this.pop(frame);
    if (frame.generator !== 0) return this.endGenerator(frame, value);
    if (frame.namespace !== null && frame.classParts !== null) return this.endClass(frame, value);
    return this.deliver(value, frame.returns);
  }

  protected endClass({ namespace, classParts, code, returns }: Frame, value: Value): boolean {
    if (namespace === null || classParts === null) throw new InternalError("a class body without names");
    const cell = namespace.get("__classcell__") ?? (value instanceof PyRef ? value : null);
    namespace.delete("__classcell__");
    const { name, bases, keywords } = classParts;
    const built = this.objects.buildClass(
      name,
      code.parts.qualifiedName,
      bases,
      namespace,
      cell instanceof PyRef ? cell : null,
      keywords,
    );
    return this.deliver(built, returns);
  }

  /** How the context is left that `enterContext` entered last: read it at once. */
  protected exit: Value = null;

  /** BEFORE_WITH. */
  protected enterContext(manager: Value): NativeResult {
    const { objects } = this;
    const methods = objects.contextOf(manager);
    if (methods !== null) {
      const entered = methods.enter.native(this.host, [manager], null);
      if (entered !== SUSPEND) this.exit = new PyMethod(manager, methods.exit);
      return entered;
    }
    const enter = objects.specialMethod(manager, "__enter__");
    if (enter === undefined) this.noContextManager(manager, "", "");
    const exit = objects.specialMethod(manager, "__exit__");
    if (exit === undefined) this.noContextManager(manager, "", " (missed __exit__ method)");
    this.exit = exit;
    return this.callOther(enter, [], null);
  }

  protected abstract switchTo(request: SwitchTo, returns: Return): boolean;

  /** The function of the current greenlet came to its end. */
  protected abstract greenletReturned(value: Value): boolean;

  protected abstract beginLoop(request: RunLoop, returns: Return): void;

  /** The coroutine of the current task gave something to the event loop: `machine-awaits.ts`. */
  protected abstract taskYielded(value: Value): boolean;

  // —— generators: `machine-generators.ts` ——

  protected abstract resume(request: Resume, returns: Return): boolean;

  /** The frame of a generator or coroutine returned; it is popped already. */
  protected abstract endGenerator(frame: Frame, value: Value): boolean;

  /** What is no native: functions, methods, classes, instances. Becomes a tail call where a frame is needed. */
  protected callOther(callee: Value, args: Value[], keywords: ReadonlyMap<string, Value> | null): NativeResult {
    if (callee instanceof PyNative) return callee.native(this.host, args, keywords);
    if (callee instanceof PyMethod) return this.callOther(callee.callee, withSelf(callee.self, args), keywords);
    if (callee === CLASS_BUILDER) return new TailCall(callee, args, keywords);
    if (callee instanceof PyRef && this.objects.functionParts(callee) !== null)
      return new TailCall(callee, args, keywords);
    return this.objects.call(callee, args, keywords);
  }
}

/** `[self, ...args]`, which a loop makes in a fraction of the time. */
function withSelf(self: Value, args: readonly Value[]): Value[] {
  const all: Value[] = [self];
  for (let i = 0; i < args.length; i++) all.push(args[i]);
  return all;
}
