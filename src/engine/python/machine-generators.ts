/**
 * Generators, coroutines and asynchronous generators: frames that stop in the middle and go on later.
 * Rule: a frame's `state` says where it stands; what resumed it is its `back` while it runs, and nobody while it does not.
 */
import { CONTROL } from "../memory/layout.ts";
import { OK, type OkCode } from "../program/world.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import { CODE_KIND, OPCODE, type CodeKind } from "./bytecode.ts";
import { END, LoopIterator, Resume } from "./callables.ts";
import { ACTION, ENDED, type Frame, FRAME_STATE, isPlain, PUSHED, type Return, type Slot } from "./frames.ts";
import { laneKey } from "./loop/futures.ts";
import { AwaitedSleep } from "./loop/sleeps.ts";
import { MachineResults } from "./machine-results.ts";
import { type Host, type NativeResult, PyRaise, TailCall } from "./native.ts";
import { type AsyncStep, type StepMode, STEP_STATE } from "./object-model.ts";
import { PyRef, type Value } from "./values.ts";

/** Generators of a run that have lanes of their own: more would be of no use to anybody. */
const MOST_GENERATOR_LANES = 64;

/** What a kind of code is called in messages. */
const WORDS: Readonly<Partial<Record<CodeKind, string>>> = {
  [CODE_KIND.GENERATOR]: "generator",
  [CODE_KIND.COROUTINE]: "coroutine",
  [CODE_KIND.ASYNC_GENERATOR]: "async generator",
};

const STEP_NAMES: Readonly<Record<StepMode, string>> = { send: "anext", throw: "athrow", close: "aclose" };

export abstract class MachineGenerators extends MachineResults {
  // —— going on ——

  protected override resume(request: Resume, returns: Return): boolean {
    const frame = this.generators.get(request.generator.at) ?? this.materialize(request.generator);
    if (frame === undefined) {
      const step = this.objects.asyncStep(request.generator);
      return step === null ? this.resumeEnded(request, returns) : this.resumeStepByHand(step, request, returns);
    }
    const { code } = frame;
    if (frame.state === FRAME_STATE.RUNNING && !this.detach(frame))
      this.raise("ValueError", `${WORDS[code.kind]} already executing`);
    const fresh = frame.state === FRAME_STATE.CREATED;
    if (fresh && request.mode === "send" && request.value !== null)
      this.raise("TypeError", `can't send non-None value to a just-started ${WORDS[code.kind]}`);
    if (fresh && request.mode === "close") {
      this.generators.delete(frame.generator);
      return this.deliver(null, returns);
    }
    if (frame.lane !== 0) {
      if (this.mustHandOver(frame.lane)) {
        this.pending = { kind: "deliver", value: request, returns };
        return false;
      }
      this.enterLane(frame, request);
    }
    if (!frame.stepping) frame.mode = request.mode;
    frame.fallback = request.fallback;
    this.enter(frame, returns);
    if (request.mode === "next" || request.mode === "send") {
      frame.slots[frame.sp++] = request.value;
      return true;
    }
    return this.throwInto(
      frame,
      request.mode === "close" ? this.objects.makeException("GeneratorExit", "") : request.value,
    );
  }

  protected override coroutineFrame(coroutine: PyRef): Frame | null {
    return this.generators.get(coroutine.at) ?? this.materialize(coroutine) ?? null;
  }

  /** A call made a generator. A coroutine that its caller throws away at once will never be awaited. */
  protected madeGenerator(frame: Frame, generator: PyRef): NativeResult {
    const { code, returns } = frame;
    if (code.kind === CODE_KIND.GENERATOR) this.giveLane(frame);
    if (code.kind !== CODE_KIND.COROUTINE) return generator;
    frame.madeAt = this.lineOf(this.frame);
    if (code.internal) return generator;
    if (returns !== PUSHED || this.frame === null || this.frame.code.internal || !this.dropsResult()) return generator;
    this.generators.delete(generator.at);
    return this.neverAwaited(code.parts.qualifiedName, frame.madeAt, generator);
  }

  // —— lanes of generators ——

  /** Generators of a listing that starts no threads have lanes: there is room for what they say to each other. */
  private giveLane(frame: Frame): void {
    const { code } = frame;
    if (code.internal || this.program.starts || code.parts.name.startsWith("<")) return;
    if (this.memory.add(CONTROL.GENERATORS, 1) >= MOST_GENERATOR_LANES) return;
    frame.lane = this.world.createLane("generator", this.heap.stringWord(code.parts.name), this.world.lane);
  }

  private enterLane(frame: Frame, { mode, value }: Resume): void {
    frame.callerLane = this.world.lane;
    const op = mode === "throw" || mode === "close" ? OP.throw : value === null ? OP.switch : OP.send;
    this.note(op, 0, laneKey(frame.lane), op === OP.switch || value === null ? 0 : this.heap.toWord(value));
    this.world.lane = frame.lane;
    if (frame.state === FRAME_STATE.CREATED) this.world.note(OP.start, 0, 0, 0);
  }

  private leaveLane(frame: Frame, op: OpCode, value: Value, ok?: OkCode): void {
    this.world.line = this.lineOf(frame);
    this.world.note(op, 0, laneKey(frame.callerLane), value === null ? 0 : this.heap.toWord(value), ok);
    this.world.lane = frame.callerLane;
  }

  /** Before a generator yields or returns, or a greenlet's function returns: then another lane goes on. */
  protected mustHandBack({ lane, callerLane, returns }: Frame): boolean {
    if (lane !== 0) return this.mustHandOver(callerLane);
    return returns.action === ACTION.GREENLET && this.mustHandOver(0);
  }

  /** An exception left the generator. */
  protected laneFailed(frame: Frame, exception: Value): void {
    if (frame.lane !== 0) this.leaveLane(frame, OP.finish, exception, OK.FALSE);
  }

  /** At the end of a thread: a coroutine that was kept and never awaited; null when there is none left. */
  protected nextNeverAwaited(): NativeResult {
    for (const [at, frame] of this.generators) {
      const { code, state, madeAt } = frame;
      if (code.kind !== CODE_KIND.COROUTINE || code.internal || state !== FRAME_STATE.CREATED) continue;
      this.generators.delete(at);
      const warning = this.neverAwaited(code.parts.qualifiedName, madeAt, null);
      if (warning !== null) return warning;
    }
    return null;
  }

  /** Puts the frame on top of the stack; what it hands back goes to the present frame. */
  protected enter(frame: Frame, returns: Return): void {
    const caller = this.frame;
    frame.state = FRAME_STATE.RUNNING;
    frame.chained = returns.action === ACTION.SEND && caller !== null && caller.chained;
    frame.back = caller;
    frame.returns = returns;
    frame.outerHandled = this.handled;
    if (frame.ownHandled !== null) this.handled = frame.ownHandled;
    this.push(frame);
  }

  /** The frame of a coroutine that has none yet (`asyncio.sleep`); undefined for one that ended. */
  protected abstract materialize(generator: PyRef): Frame | undefined;

  /** Takes a suspended task's calls apart, so that one of its coroutines can be resumed by itself; false where it really runs. */
  protected abstract detach(frame: Frame): boolean;

  /** Throws into a generator; into the one it delegates to, where it does. */
  protected throwInto(frame: Frame, exception: Value): boolean {
    const send = frame.pc - 2;
    const receiver = frame.slots[frame.sp - 1];
    const delegates = send >= 0 && frame.code.instructions[send * 2] === OPCODE.SEND;
    if (!delegates || receiver instanceof LoopIterator || receiver === undefined) throw new PyRaise(exception);
    const returns: Return = { thens: null, action: ACTION.SEND, argument: frame.code.instructions[send * 2 + 1] };
    if (receiver instanceof PyRef && this.objects.isGenerator(receiver)) {
      frame.pc = send + 1;
      return this.resume(new Resume(receiver, frame.mode === "close" ? "close" : "throw", exception), returns);
    }
    const step = this.objects.asyncStep(receiver);
    if (step !== null) {
      frame.pc = send + 1;
      return this.resumeStep(step, "throw", exception, returns);
    }
    return this.throwIntoIterator(frame, receiver, exception, returns);
  }

  /** An iterator of the listing's own may have `throw` and `close`. */
  private throwIntoIterator(frame: Frame, receiver: Value, exception: Value, returns: Return): boolean {
    const closing = frame.mode === "close";
    const method = this.objects.specialMethod(receiver, closing ? "close" : "throw");
    if (method === undefined) throw new PyRaise(exception);
    frame.pc--;
    const then = closing ? (host: Host) => host.raise("GeneratorExit", "") : null;
    return this.deliver(new TailCall(method, closing ? [] : [exception], null, then), returns);
  }

  /** A generator that has ended, or was never begun. */
  protected resumeEnded({ generator, mode, value, fallback }: Resume, returns: Return): boolean {
    if (mode === "close") return this.deliver(null, returns);
    if (this.objects.generatorKind(generator) === CODE_KIND.COROUTINE)
      this.raise("RuntimeError", "cannot reuse already awaited coroutine");
    if (mode === "throw") throw new PyRaise(value);
    return this.stopIteration(null, returns, fallback);
  }

  // —— stopping and ending ——

  /** `own`: what an asynchronous generator yields by itself, and not what it awaits. */
  protected yieldFrom(frame: Frame, value: Value, own: boolean): boolean {
    if (frame.lane !== 0) this.leaveLane(frame, OP.yield, value);
    frame.state = FRAME_STATE.SUSPENDED;
    frame.ownHandled = this.handled === frame.outerHandled ? null : this.handled;
    this.handled = frame.outerHandled;
    this.pop(frame);
    const isAsync = frame.code.kind === CODE_KIND.ASYNC_GENERATOR;
    if (frame.mode === "close" && (own || !isAsync)) {
      frame.stepping = false;
      this.raise("RuntimeError", `${WORDS[frame.code.kind]} ignored GeneratorExit`);
    }
    if (!isAsync || !own) return this.deliver(value, frame.returns);
    frame.stepping = false;
    return this.stopIteration(value, frame.returns, undefined);
  }

  protected override endGenerator(frame: Frame, value: Value): boolean {
    if (frame.lane !== 0) this.leaveLane(frame, OP.finish, value);
    this.forget(frame);
    if (frame.returns.action === ACTION.TASK) return this.taskReturned(value, frame);
    if (frame.code.kind === CODE_KIND.ASYNC_GENERATOR) {
      if (frame.mode === "close") return this.stopIteration(null, frame.returns, undefined);
      throw new PyRaise(this.objects.makeException("StopAsyncIteration", ""));
    }
    if (frame.mode !== "close") return this.stopIteration(value, frame.returns, frame.fallback);
    // Who delegated to it is closing, too.
    if (frame.returns.action === ACTION.SEND) throw new PyRaise(this.objects.makeException("GeneratorExit", ""));
    // What a generator returns when it is told to close, `close()` gives (3.13).
    return this.deliver(value, frame.returns);
  }

  /** The coroutine of the current task came to its end. */
  protected abstract taskReturned(value: Value, frame: Frame): boolean;

  protected forget(frame: Frame): void {
    frame.stepping = false;
    this.generators.delete(frame.generator);
    this.handled = frame.outerHandled;
  }

  /** Whether an exception that leaves a frame is how its closing ends; what closed it then has its result. */
  protected endsClosing(frame: Frame, exception: Value): boolean {
    if (frame.mode !== "close") return false;
    const { objects } = this;
    if (frame.code.kind !== CODE_KIND.ASYNC_GENERATOR) {
      if (!objects.isInstanceOfBuiltin(exception, "GeneratorExit")) return false;
      if (frame.returns.action === ACTION.SEND) return false;
      this.deliver(null, frame.returns);
      return true;
    }
    if (
      !objects.isInstanceOfBuiltin(exception, "GeneratorExit") &&
      !objects.isInstanceOfBuiltin(exception, "StopAsyncIteration")
    )
      return false;
    this.stopIteration(null, frame.returns, undefined);
    return true;
  }

  protected stopIteration(value: Value, returns: Return, fallback: Value | undefined): boolean {
    const frame = this.frame;
    if (frame !== null) {
      if (returns.action === ACTION.FOR) {
        frame.slots[frame.sp++] = undefined;
        frame.pc = returns.argument;
        return true;
      }
      if (returns.action === ACTION.SEND) {
        frame.slots[frame.sp++] = value;
        frame.pc = returns.argument;
        return true;
      }
    }
    if (fallback !== undefined) return this.deliver(fallback, returns);
    throw new PyRaise(this.objects.makeExceptionWith("StopIteration", value === null ? [] : [value]));
  }

  /** STOPITERATION_ERROR: what may not leave a generator leaves it as RuntimeError. */
  protected wrapStop(frame: Frame, exception: Value): Value {
    const { objects } = this;
    const { kind } = frame.code;
    const name = objects.isInstanceOfBuiltin(exception, "StopIteration")
      ? "StopIteration"
      : kind === CODE_KIND.ASYNC_GENERATOR && objects.isInstanceOfBuiltin(exception, "StopAsyncIteration")
        ? "StopAsyncIteration"
        : null;
    if (name === null) return exception;
    const error = objects.makeException("RuntimeError", `${WORDS[kind]} raised ${name}`);
    objects.setCause(error, exception);
    objects.setContext(error, exception);
    return error;
  }

  // —— delegating ——

  /** What SEND does with a receiver that is no future. */
  protected send(receiver: Slot, value: Value): NativeResult | typeof ENDED {
    if (receiver instanceof LoopIterator) {
      const item = receiver.next(this.host);
      return item === END ? ENDED : item;
    }
    const target = receiver as Value;
    if (this.objects.isGenerator(target)) return new Resume(target as PyRef, "send", value);
    if (value === null) return this.objects.iteratorNext(target);
    const send = this.objects.getAttribute(target, "send", false);
    return isPlain(send) ? new TailCall(send, [value]) : send;
  }

  // —— awaiting ——

  /** GET_AWAITABLE. `kind` 1: what `__aenter__` gave, 2: what `__aexit__` gave. */
  protected awaitable(value: Value, kind: number): NativeResult {
    if (value instanceof AwaitedSleep) return value;
    if (value instanceof PyRef && this.objects.isAwaitedAsIs(value)) {
      const frame = this.generators.get(value.at);
      if (frame !== undefined && this.isAwaited(frame))
        this.raise("RuntimeError", "coroutine is being awaited already");
      return value;
    }
    const method = this.objects.specialMethod(value, "__await__");
    if (method === undefined) return this.raise("TypeError", this.notAwaitable(value, kind));
    return new TailCall(method, [], null, (host, result) => host.objects.checkAwaitIterator(result));
  }

  private notAwaitable(value: Value, kind: number): string {
    const type = this.objects.typeName(value);
    if (kind === 0) return `object ${type} can't be used in 'await' expression`;
    const from = kind === 1 ? "__aenter__" : "__aexit__";
    return `'async with' received an object from ${from} that does not implement __await__: ${type}`;
  }

  /** Whether a coroutine's frame stands in an `await`, its own or that of a suspended task. */
  private isAwaited(frame: Frame): boolean {
    if (frame.state === FRAME_STATE.CREATED) return false;
    if (frame.state === FRAME_STATE.RUNNING) return !this.isOnStack(frame);
    return frame.pc >= 2 && frame.code.instructions[(frame.pc - 2) * 2] === OPCODE.SEND;
  }

  protected isOnStack(frame: Frame): boolean {
    for (let at = this.frame; at !== null; at = at.back) if (at === frame) return true;
    return false;
  }

  /** GET_AITER. */
  protected asyncIterator(value: Value): NativeResult {
    const method = this.objects.specialMethod(value, "__aiter__");
    if (method === undefined)
      this.raise(
        "TypeError",
        `'async for' requires an object with __aiter__ method, got ${this.objects.typeName(value)}`,
      );
    return new TailCall(method, [], null, (host, iterator) => {
      if (host.objects.specialMethod(iterator, "__anext__") !== undefined) return iterator;
      const type = host.objects.typeName(iterator);
      return host.raise(
        "TypeError",
        `'async for' received an object from __aiter__ that does not implement __anext__: ${type}`,
      );
    });
  }

  /** GET_ANEXT: what is awaited for the next item. */
  protected asyncNext(iterator: Value): NativeResult {
    const method = this.objects.specialMethod(iterator, "__anext__");
    if (method === undefined)
      this.raise(
        "TypeError",
        `'async for' requires an iterator with __anext__ method, got ${this.objects.typeName(iterator)}`,
      );
    return new TailCall(method, [], null, (host, result) => {
      if (result instanceof PyRef && host.objects.isAwaitedAsIs(result)) return result;
      const wait = host.objects.specialMethod(result, "__await__");
      if (wait !== undefined)
        return new TailCall(wait, [], null, (again, inner) => again.objects.checkAwaitIterator(inner));
      const type = host.objects.typeName(result);
      return host.raise("TypeError", `'async for' received an invalid object from __anext__: ${type}`);
    });
  }

  // —— asynchronous generators ——

  /** One step of an asynchronous generator goes on: what `__anext__`, `asend`, `athrow` and `aclose` gave is awaited. */
  protected resumeStep(step: AsyncStep, mode: "send" | "throw", value: Value, returns: Return): boolean {
    const frame = this.generators.get(step.generator.at);
    const name = `${STEP_NAMES[step.mode]}()`;
    const kind = step.mode === "send" ? "__anext__()/asend()" : "aclose()/athrow()";
    if (step.state === STEP_STATE.ENDED) this.raise("RuntimeError", `cannot reuse already awaited ${kind}`);
    if (step.state === STEP_STATE.GOING) return this.continueStep(step, frame, mode, value, returns);
    if (frame?.stepping === true) {
      step.end();
      this.raise("RuntimeError", `${name}: asynchronous generator is already running`);
    }
    if (mode === "throw") {
      step.end();
      throw new PyRaise(value);
    }
    if (frame === undefined) return this.stepEnded(step, returns);
    if (step.mode === "close" && frame.state === FRAME_STATE.CREATED) {
      step.end();
      this.generators.delete(frame.generator);
      return this.stopIteration(null, returns, undefined);
    }
    if (value !== null && step.mode !== "send")
      this.raise("RuntimeError", "can't send non-None value to a just-started coroutine");
    return this.beginStep(step, frame, value, returns);
  }

  /** A step that is no part of an `await`: its methods were called. */
  private resumeStepByHand(step: AsyncStep, { mode, value }: Resume, returns: Return): boolean {
    if (mode === "close") {
      step.end();
      return this.deliver(null, returns);
    }
    return this.resumeStep(step, mode === "throw" ? "throw" : "send", value, returns);
  }

  private beginStep(step: AsyncStep, frame: Frame, value: Value, returns: Return): boolean {
    const sent = value === null ? step.value : value;
    const fresh = frame.state === FRAME_STATE.CREATED;
    if (fresh && step.mode === "send" && sent !== null) {
      step.end();
      this.raise("TypeError", "can't send non-None value to a just-started async generator");
    }
    if (fresh) this.loops.running?.noteGenerator(frame.generator, (at) => this.generators.has(at));
    step.go();
    frame.stepping = true;
    frame.mode = step.mode;
    const mode = step.mode === "send" ? "send" : "throw";
    const given = step.mode === "close" ? this.objects.makeException("GeneratorExit", "") : sent;
    return this.resume(new Resume(step.generator, mode, given), returns);
  }

  private continueStep(
    step: AsyncStep,
    frame: Frame | undefined,
    mode: "send" | "throw",
    value: Value,
    returns: Return,
  ): boolean {
    if (frame === undefined || !frame.stepping) {
      step.end();
      this.raise("RuntimeError", "cannot reuse already awaited __anext__()/asend()");
    }
    return this.resume(new Resume(step.generator, mode, value), returns);
  }

  /** A step of a generator that has ended. */
  private stepEnded(step: AsyncStep, returns: Return): boolean {
    step.end();
    if (step.mode === "send") throw new PyRaise(this.objects.makeException("StopAsyncIteration", ""));
    return this.stopIteration(null, returns, undefined);
  }
}
