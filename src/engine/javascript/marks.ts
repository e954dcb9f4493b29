/** What the marks in an instrumented text call. Rule: each gives back the very value that it was given. */
import type { Line } from "../base/ids.ts";
import type { ModelPromise } from "./promise-model.ts";
import type { Recorder } from "./recorder.ts";
import { resolveModel } from "./resolving.ts";
import type { LaneNow } from "./script-record.ts";

/** One call of an async function, from its begin to its end. */
export interface Activation {
  readonly lane: LaneNow;
  /** What the call gave its caller. */
  readonly promise: ModelPromise;
  isSuspended: boolean;
  /** Whether the caller has the promise already. */
  hasReturned: boolean;
  result: unknown;
  hasFailed: boolean;
}

type AsyncFunction = (this: unknown, ...given: unknown[]) => unknown;

export class Marks {
  readonly #recorder: Recorder;
  readonly #promise: PromiseConstructor;
  /** The activation whose caller gets its promise next. */
  #returned: Activation | null = null;
  /** Promises whose executors run now. */
  readonly #making: ModelPromise[] = [];

  constructor(recorder: Recorder, promise: PromiseConstructor) {
    this.#recorder = recorder;
    this.#promise = promise;
  }

  at(line: Line, activation?: Activation): void {
    if (activation?.isSuspended === true) this.#resume(activation);
    if (this.#recorder.running === null) this.#adoptFirst();
    this.#recorder.at(line);
  }

  begin(name: string, line: Line): Activation {
    const lane = this.#recorder.newLane(name, "async", line);
    this.#recorder.callInto(lane);
    const promise = this.#recorder.model.create(`promise of ${lane.name}`, line);
    return { lane, promise, isSuspended: false, hasReturned: false, result: undefined, hasFailed: false };
  }

  result(activation: Activation, value?: unknown): unknown {
    activation.result = value;
    activation.hasFailed = false;
    return value;
  }

  failed(activation: Activation, error: unknown): unknown {
    if (activation.isSuspended) this.#resume(activation);
    activation.hasFailed = true;
    return error;
  }

  end(activation: Activation): void {
    const { lane, promise, hasFailed, result } = activation;
    if (activation.isSuspended) this.#resume(activation);
    if (hasFailed) this.#recorder.model.settle(promise, true);
    else resolveModel(this.#recorder, this.#promise, promise, result);
    this.#recorder.tell("finish", { lane: lane.id, line: lane.line });
    this.#handBack(activation);
  }

  /** Before an await. */
  suspend(activation: Activation, line: Line, value: unknown): unknown {
    this.#recorder.at(line);
    const { model } = this.#recorder;
    const task = { lane: activation.lane, adopts: null };
    activation.isSuspended = true;
    if (value instanceof this.#promise && value.constructor === this.#promise) {
      this.#recorder.react(model.of(value), task, "task-suspend");
    } else {
      const own = model.create("a settled value", line);
      resolveModel(this.#recorder, this.#promise, own, value);
      this.#recorder.react(own, task, "task-suspend");
    }
    this.#handBack(activation);
    return value;
  }

  /** Behind an await that gave a value. */
  resumed(activation: Activation, value: unknown): unknown {
    if (activation.isSuspended) this.#resume(activation);
    return value;
  }

  /** A yield of an async generator: who goes on with it and when is not known. */
  pause(activation: Activation, line: Line, value?: unknown): unknown {
    this.#recorder.at(line);
    activation.isSuspended = true;
    this.#recorder.tell("task-suspend");
    this.#handBack(activation);
    return value;
  }

  /** What `for await` goes through: each turn waits for the next item. */
  each(activation: Activation, line: Line, items: unknown): unknown {
    const from = Reflect.get(Object(items), Symbol.asyncIterator) as (() => AsyncIterator<unknown>) | undefined;
    if (from !== undefined && from !== null)
      return { [Symbol.asyncIterator]: () => this.#watched(activation, line, from.call(items as never)) };
    const plain = Reflect.get(Object(items), Symbol.iterator) as () => Iterator<unknown>;
    return { [Symbol.iterator]: () => this.#watched(activation, line, plain.call(items as never)) };
  }

  /** What a call gave: the promise of the activation that has just returned is known by it. */
  called(value: unknown): unknown {
    const returned = this.#returned;
    this.#returned = null;
    if (returned !== null && value instanceof this.#promise && !this.#recorder.model.knows(value))
      this.#recorder.model.link(value, returned.promise);
    return value;
  }

  /** An async function that native code may call, so that its promises are known too. */
  async(target: AsyncFunction, name = ""): AsyncFunction {
    if (target.name === "" && name !== "") Object.defineProperty(target, "name", { value: name, configurable: true });
    return new Proxy(target, {
      apply: (inner, self, given: unknown[]) => this.called(Reflect.apply(inner, self, given)),
    });
  }

  /** The executor of a new promise. */
  executor(line: Line, executor: unknown): unknown {
    const promise = this.#recorder.model.create(`promise of line ${line}`, line);
    this.#making.push(promise);
    if (typeof executor !== "function") return executor;
    return (resolve: (value: unknown) => void, reject: (reason: unknown) => void): void => {
      const { resolveWith, rejectWith } = this.settlers(promise, resolve, reject);
      try {
        Reflect.apply(executor, undefined, [resolveWith, rejectWith]);
      } catch (error) {
        rejectWith(error);
      }
    };
  }

  made(promise: object): object {
    const model = this.#making.pop();
    if (model !== undefined && !this.#recorder.model.knows(promise)) this.#recorder.model.link(promise, model);
    return promise;
  }

  /** Resolving functions that tell the model. */
  settlers(promise: ModelPromise, resolve: (value: unknown) => void, reject: (reason: unknown) => void) {
    return {
      resolveWith: (value: unknown): void => {
        if (!promise.isResolved) resolveModel(this.#recorder, this.#promise, promise, value);
        resolve(value);
      },
      rejectWith: (reason: unknown): void => {
        if (!promise.isResolved) this.#recorder.model.settle(promise, true);
        reject(reason);
      },
    };
  }

  #resume(activation: Activation): void {
    activation.isSuspended = false;
    this.#recorder.callInto(activation.lane);
  }

  #handBack(activation: Activation): void {
    this.#recorder.leave(activation.lane);
    if (activation.hasReturned) return;
    activation.hasReturned = true;
    this.#returned = activation;
  }

  /** Code runs, and nothing that was seen began: it is the `then` of a thenable, which the first job of the queue calls. */
  #adoptFirst(): void {
    const { first } = this.#recorder.model;
    if (first !== undefined && first.adopts !== null) this.#recorder.beginMicrotask(first.lane);
  }

  /** The same methods as the iterator has: where there is none, closing it early takes no job. */
  #watched(activation: Activation, line: Line, iterator: Iterator<unknown> | AsyncIterator<unknown>) {
    const pass = (name: "return" | "throw") => {
      const method = iterator[name] as ((value: unknown) => unknown) | undefined;
      return method === undefined ? {} : { [name]: (value: unknown) => Reflect.apply(method, iterator, [value]) };
    };
    const next = () => {
      this.#recorder.at(line);
      const given = iterator.next();
      activation.isSuspended = true;
      this.#recorder.tell("task-suspend");
      this.#handBack(activation);
      return given;
    };
    return { next, ...pass("return"), ...pass("throw") };
  }
}
