/** What resolving a promise with a value does (ECMAScript, 27.2.1.3.2 Promise Resolve Functions), as far as it can be known. */
import type { ModelPromise } from "./promise-model.ts";
import type { Recorder } from "./recorder.ts";

export function resolveModel(
  recorder: Recorder,
  promiseType: PromiseConstructor,
  promise: ModelPromise,
  value: unknown,
): void {
  if (promise.isResolved) return;
  promise.isResolved = true;
  if (value instanceof promiseType) return adopt(recorder, promise);
  switch (thenOf(value)) {
    case "none":
      return recorder.model.settle(promise, false);
    case "function":
      adopt(recorder, promise);
      // It calls the resolving functions when it likes, and those are the language's own.
      promise.state = "unknown";
      return;
    case "getter":
      promise.state = "unknown";
  }
}

/** One job to call the other's `then`. */
function adopt(recorder: Recorder, promise: ModelPromise): void {
  const line = recorder.running?.line ?? 0;
  const lane = recorder.newLane(`adopt:${line}`, "adoption", line);
  recorder.tell("task-create", { other: lane.id });
  recorder.model.queue({ lane, adopts: promise });
}

/** Whether a value has a `then` to be called; a getter is not asked, since asking can be seen. */
function thenOf(value: unknown): "none" | "function" | "getter" {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return "none";
  for (let owner: object | null = value; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
    const found = Object.getOwnPropertyDescriptor(owner, "then");
    if (found === undefined) continue;
    if (found.get !== undefined) return "getter";
    return typeof found.value === "function" ? "function" : "none";
  }
  return "none";
}
