/**
 * Observes promises through the functions by which both listings and the language itself reach them. Rule: the native function does
 * the work with the same values; only callbacks are wrapped, and a wrapper does what the missing one would have done.
 */
import type { Marks } from "./marks.ts";
import type { ModelPromise } from "./promise-model.ts";
import type { Recorder } from "./recorder.ts";
import { resolveModel } from "./resolving.ts";
import type { LaneNow } from "./script-record.ts";

type Callback = (value: unknown) => unknown;
type Native = (this: unknown, ...given: unknown[]) => unknown;

/** `Promise.all` and its kin while they go through their promises. */
interface Combining {
  readonly kind: Combinator;
  readonly promise: ModelPromise;
  /** Promises that have to be heard of, and one for the call itself. */
  left: number;
}

const COMBINATORS = ["all", "allSettled", "any", "race"] as const;
type Combinator = (typeof COMBINATORS)[number];

export class PromisePatches {
  readonly #recorder: Recorder;
  readonly #marks: Marks;
  readonly #promise: PromiseConstructor;
  readonly #then: Native;
  #combining: Combining | null = null;
  /** What a reader calls the next reaction. */
  #verb = "then";
  /** A `finally` callback has just returned a plain value: the language goes on with a settled promise of its own. */
  #finallyReturned = false;

  constructor(recorder: Recorder, marks: Marks, promise: PromiseConstructor) {
    this.#recorder = recorder;
    this.#marks = marks;
    this.#promise = promise;
    this.#then = Reflect.get(promise.prototype, "then") as Native;
  }

  install(): void {
    const { prototype } = this.#promise;
    // `catch` calls `then`: the reaction is called by the name that stands in the listing.
    replace(prototype, "catch", (native, self, given) =>
      this.#calling("catch", () => Reflect.apply(native, self, given)),
    );
    replace(prototype, "finally", (native, self, [callback]) => this.#finally(native, self, callback));
    replace(prototype, "then", (_native, self, given) => this.#react(self, given[0], given[1]));
    for (const kind of COMBINATORS)
      replace(this.#promise, kind, (native, self, given) =>
        this.#combine(kind, () => Reflect.apply(native, self, given)),
      );
    for (const name of ["resolve", "reject"] as const)
      replace(this.#promise, name, (native, self, given) =>
        this.#settled(name, Reflect.apply(native, self, given), given[0]),
      );
    if (Reflect.has(this.#promise, "withResolvers"))
      replace(this.#promise, "withResolvers", (native, self, given) =>
        this.#withResolvers(Reflect.apply(native, self, given)),
      );
  }

  #calling<T>(verb: string, work: () => T): T {
    const before = this.#verb;
    this.#verb = verb;
    try {
      return work();
    } finally {
      this.#verb = before;
    }
  }

  #finally(native: Native, self: unknown, callback: unknown): unknown {
    const watched =
      typeof callback !== "function"
        ? callback
        : (): unknown => {
            const given = this.#marks.called(Reflect.apply(callback, undefined, []));
            this.#finallyReturned = Object(given) !== given;
            return given;
          };
    return this.#calling("finally", () => Reflect.apply(native, self, [watched]));
  }

  #react(promise: unknown, onFulfilled: unknown, onRejected: unknown): unknown {
    const { model } = this.#recorder;
    if (!(promise instanceof this.#promise)) return Reflect.apply(this.#then, promise, [onFulfilled, onRejected]);
    if (this.#finallyReturned && !model.knows(promise))
      model.link(promise, { ...model.create("a settled value", 0), state: "settled" });
    this.#finallyReturned = false;
    if (this.#recorder.running === null && model.first?.adopts) return this.#adopt(promise, onFulfilled, onRejected);
    const { running } = this.#recorder;
    const line = running?.line ?? 0;
    const lane = this.#recorder.newLane(`${this.#combining?.kind ?? this.#verb}:${line}`, "reaction", line);
    const combining = this.#combining;
    if (combining !== null) combining.left++;
    const derived = model.create(`promise of ${lane.name}`, line);
    const verb = this.#verb;
    const wrap =
      (callback: unknown, rejected: boolean): Callback =>
      (value) =>
        this.#calling(verb, () => this.#runReaction(lane, derived, callback, rejected, value, combining));
    const given = Reflect.apply(this.#then, promise, [wrap(onFulfilled, false), wrap(onRejected, true)]);
    if (given instanceof this.#promise) model.link(given, derived);
    this.#recorder.tell("task-create", { other: lane.id });
    this.#recorder.react(model.of(promise), { lane, adopts: null }, "wait");
    return given;
  }

  #runReaction(
    lane: LaneNow,
    derived: ModelPromise,
    callback: unknown,
    rejected: boolean,
    value: unknown,
    combining: Combining | null,
  ): unknown {
    this.#recorder.beginMicrotask(lane);
    try {
      if (typeof callback !== "function" && rejected) throw value;
      const given =
        typeof callback === "function" ? this.#marks.called(Reflect.apply(callback, undefined, [value])) : value;
      if (combining !== null) this.#heard(combining, rejected);
      resolveModel(this.#recorder, this.#promise, derived, given);
      return given;
    } catch (error) {
      this.#recorder.model.settle(derived, true);
      throw error;
    } finally {
      this.#recorder.tell("finish", { lane: lane.id, line: lane.line });
      this.#recorder.leave(lane);
    }
  }

  /** The job by which the language calls `then` of a promise that another was resolved with. */
  #adopt(source: Promise<unknown>, onFulfilled: unknown, onRejected: unknown): unknown {
    const { model } = this.#recorder;
    const first = model.first;
    if (first === undefined || first.adopts === null) throw new TypeError("no promise waits to be adopted");
    const target = first.adopts;
    const { lane } = first;
    this.#recorder.beginMicrotask(lane);
    const wrap =
      (callback: unknown, rejected: boolean): Callback =>
      (value) => {
        this.#recorder.beginMicrotask(lane);
        model.settle(target, rejected);
        this.#recorder.tell("finish");
        this.#recorder.leave(lane);
        return (callback as Callback)(value);
      };
    const given = Reflect.apply(this.#then, source, [wrap(onFulfilled, false), wrap(onRejected, true)]);
    this.#recorder.react(model.of(source), { lane, adopts: null }, "wait");
    this.#recorder.leave(lane);
    return given;
  }

  #combine(kind: Combinator, work: () => unknown): unknown {
    const before = this.#combining;
    const promise = this.#recorder.model.create(`promise of ${kind}`, this.#recorder.running?.line ?? 0);
    const combining: Combining = { kind, promise, left: 1 };
    this.#combining = combining;
    try {
      const given = work();
      if (given instanceof this.#promise) this.#recorder.model.link(given, promise);
      return given;
    } finally {
      this.#combining = before;
      if (kind !== "race") this.#countDown(combining);
    }
  }

  /** One of the promises has settled. */
  #heard(combining: Combining, rejected: boolean): void {
    const { kind, promise } = combining;
    const decides = kind === "race" || (kind === "all" && rejected) || (kind === "any" && !rejected);
    if (decides) this.#recorder.model.settle(promise, rejected);
    else this.#countDown(combining);
  }

  #countDown(combining: Combining): void {
    combining.left--;
    if (combining.left === 0) this.#recorder.model.settle(combining.promise, combining.kind === "any");
  }

  #settled(name: "resolve" | "reject", given: unknown, value: unknown): unknown {
    const { model, running } = this.#recorder;
    if (!(given instanceof this.#promise) || given === value || model.knows(given)) return given;
    const promise = model.create(`promise of line ${running?.line ?? 0}`, running?.line ?? 0);
    model.link(given, promise);
    if (name === "reject") model.settle(promise, true);
    else resolveModel(this.#recorder, this.#promise, promise, value);
    return given;
  }

  #withResolvers(given: unknown): unknown {
    const made = given as { readonly promise: object; readonly resolve: Callback; readonly reject: Callback };
    const { model, running } = this.#recorder;
    const promise = model.create(`promise of line ${running?.line ?? 0}`, running?.line ?? 0);
    model.link(made.promise, promise);
    const { resolveWith, rejectWith } = this.#marks.settlers(promise, made.resolve, made.reject);
    return { promise: made.promise, resolve: resolveWith, reject: rejectWith };
  }
}

/** Puts a function in another's place, with its name and its number of parameters. */
function replace(
  owner: object,
  name: string,
  made: (native: Native, self: unknown, given: readonly unknown[]) => unknown,
): void {
  const native = Reflect.get(owner, name) as Native;
  const value = function (this: unknown, ...given: unknown[]): unknown {
    return made(native, this, given);
  };
  Object.defineProperty(value, "name", { value: name, configurable: true });
  Object.defineProperty(value, "length", { value: native.length, configurable: true });
  Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });
}
