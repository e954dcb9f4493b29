import { expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { nameOfTask } from "./lane-names.ts";

it("calls a task by its coroutine, as long as that is one of a kind", () => {
  const builder = new TraceBuilder();
  for (const name of ["MainThread", "Task-1 (main)", "Task-2 (fetch)", "Task-3 (fetch)"]) builder.addThread(name);
  const { threads } = builder.build();
  expect(threads.map(({ id }) => nameOfTask({ threads }, id))).toEqual([
    "MainThread",
    "main",
    "Task-2 (fetch)",
    "Task-3 (fetch)",
  ]);
});
