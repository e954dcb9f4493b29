import { expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { badgeOf, nameOfTask } from "./lane-names.ts";

const LOOP = 1;

function threadsOf(...names: readonly string[]) {
  const builder = new TraceBuilder();
  for (const name of names) builder.addThread(name);
  return builder.build().threads.map((one) => ({ ...one, parent: one.id > LOOP ? LOOP : undefined }));
}

it("calls a task by its coroutine, and numbers those that are called alike", () => {
  const threads = threadsOf("MainThread", "event loop", "Task-1 (main)", "Task-2 (fetch)", "Task-3 (fetch)", "buyer");
  expect(threads.map(({ id }) => nameOfTask({ threads }, id))).toEqual([
    "MainThread",
    "event loop",
    "main",
    "fetch",
    "fetch #2",
    "buyer",
  ]);
});

it("puts T and a number into a thread's badge, and a name, short enough, into that of a lane inside one", () => {
  const threads = threadsOf("MainThread", "Thread-1", "Task-1 (main)", "a_coroutine_with_a_long_name");
  expect(threads.map(({ id }) => badgeOf({ threads }, id))).toEqual(["main", "T1", "main()", "a_coroutine_wit…"]);
  expect(badgeOf(null, 3)).toBe("T3");
});
