/**
 * A marked listing's life in its worker: the functions it sees, its task, the end when nothing can come any more. Rule: what the
 * recorder needs of the worker is taken before the listing runs, so that nothing the listing does can change it.
 */
import type { ModelPromise } from "./promise-model.ts";
import { Marks } from "./marks.ts";
import { GIVEN_NAMES, LANGUAGE_NAMES, MARKS, type GivenName } from "./names.ts";
import type { ChannelLike } from "./patch-ports.ts";
import { type NativeTasks, TaskPatches } from "./patch-tasks.ts";
import { PromisePatches } from "./patch-promises.ts";
import { Recorder } from "./recorder.ts";
import { SCRIPT_LANE, type FromScript, type ScriptOrder } from "./script-record.ts";

/** What a worker gives. */
export interface ScriptHost extends NativeTasks {
  readonly say: (message: FromScript) => void;
  readonly structuredClone: (value: unknown) => unknown;
  /** Tells of promises that were rejected and that nobody reacted to. */
  readonly onUnhandled: (listener: (promise: object, reason: unknown) => void) => void;
  /** The global object, where what a listing may not reach is to be taken away; null leaves it. */
  readonly globals: object | null;
}

/** Length of a real second. */
const SECOND_MS = 1000;

/** Runs a listing; returns when its own task has ended, and tells when all has. */
export function runScript({ text, secondMs = SECOND_MS }: ScriptOrder, host: ScriptHost): void {
  const scale = secondMs / SECOND_MS;
  const recorder = new Recorder({
    nowMs: host.nowMs,
    onBatch: (batch) => host.say({ kind: "batch", batch }),
    onLimit: (limit) => host.say({ kind: "limit", limit }),
  });
  const marks = new Marks(recorder, Promise);
  const tasks = new TaskPatches(
    recorder,
    host,
    createRest(host, recorder, () => tasks.left),
    scale,
  );
  host.onUnhandled((promise, reason) => {
    const model: ModelPromise | null = recorder.model.knows(promise) ? recorder.model.of(promise) : null;
    tasks.tellUnhandled(reason, model?.line ?? 0);
  });
  const given = givenTo(tasks, host, scale);
  const body = evaluate(text, host);
  if (body === null) return;
  new PromisePatches(recorder, marks, Promise).install();
  if (host.globals !== null) hideGlobals(host.globals);
  refuseMadeCode();
  host.say({ kind: "started" });
  const script = { id: SCRIPT_LANE, name: "script", line: 0 };
  tasks.runTask(script, () => body(marks, ...GIVEN_NAMES.map((name) => given[name])), true);
}

/** In a block of its own a listing may declare any name again. */
function evaluate(text: string, host: ScriptHost): ((...given: unknown[]) => unknown) | null {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- running what the reader wrote is what this worker is for
    return new Function(MARKS, ...GIVEN_NAMES, `"use strict";{${text}\n}`) as (...given: unknown[]) => unknown;
  } catch (error) {
    host.say({ kind: "refused", reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    return null;
  }
}

function givenTo(
  tasks: TaskPatches,
  { structuredClone, nowMs }: ScriptHost,
  scale: number,
): Readonly<Record<GivenName, unknown>> {
  const beganMs = nowMs();
  const print = (...values: unknown[]) => tasks.print(values);
  return {
    ...tasks.functions(),
    console: { log: print, info: print, debug: print, warn: print, error: print },
    MessageChannel: function MessageChannel(): ChannelLike {
      return tasks.createChannel();
    },
    structuredClone,
    performance: { now: () => (nowMs() - beganMs) / scale },
  };
}

/**
 * Looks whether all has ended, in a task of its own: by then no microtask is left. A second look gives the worker time to tell of
 * rejections that nobody reacted to, which it does in a task too.
 */
function createRest(host: ScriptHost, recorder: Recorder, left: () => number): () => void {
  let isLooking = false;
  const look = (times: number): void => {
    host.setTimeout(() => {
      isLooking = left() === 0;
      if (!isLooking) return;
      if (times > 1) return look(times - 1);
      recorder.send();
      host.say({ kind: "ended", strays: recorder.model.strays + recorder.model.length, endMs: host.nowMs() });
    }, 0);
  };
  return () => {
    if (isLooking) return;
    isLooking = true;
    look(2);
  };
}

/** Takes away what would reach out of the worker. */
function hideGlobals(globals: object): void {
  for (let owner: object | null = globals; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
    if (owner === Object.prototype) return;
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (LANGUAGE_NAMES.has(name)) continue;
      const refuse = (): never => {
        throw new ReferenceError(`${name} is not available to a listing here`);
      };
      // What cannot be redefined is no way out of the worker: the language's constants.
      Reflect.defineProperty(globals, name, { get: refuse, configurable: false });
    }
  }
}

/** Code made from a text carries no marks. */
function refuseMadeCode(): void {
  const refuse = function (): never {
    throw new EvalError("code made from a text is not run here");
  };
  const plain = Object.getPrototypeOf(function () {}) as object;
  const others = [async function () {}, function* () {}, async function* () {}].map(
    (one) => Object.getPrototypeOf(one) as object,
  );
  for (const prototype of [plain, ...others])
    Object.defineProperty(prototype, "constructor", { value: refuse, writable: false, configurable: false });
}
