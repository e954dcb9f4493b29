/** What the recorder tells, by a clock that the test moves. */
import { describe, expect, it } from "vitest";
import { Recorder } from "./recorder.ts";
import type { Batch, Limit } from "./script-record.ts";

function record() {
  const clock = { ms: 0 };
  const batches: Batch[] = [];
  const limits: Limit[] = [];
  const recorder = new Recorder({
    nowMs: () => clock.ms,
    onBatch: (batch) => batches.push(batch),
    onLimit: (limit) => limits.push(limit),
  });
  const script = { id: 0, name: "script", line: 0 };
  recorder.beginTask(script, true);
  const told = () => {
    recorder.send();
    return batches.flatMap(({ events }) => events.map(({ op, line }) => `${op} ${line}`));
  };
  return { clock, recorder, script, batches, limits, told };
}

describe("the recorder", () => {
  it("tells once that code computes, at its line", () => {
    const { clock, recorder, told } = record();
    for (let turn = 0; turn < 2000; turn++) {
      clock.ms += 0.01;
      recorder.at(7);
    }
    expect(told()).toEqual(["start 0", "compute 7"]);
  });

  it("says nothing of short stretches", () => {
    const { clock, recorder, told } = record();
    for (let turn = 0; turn < 2000; turn++) {
      clock.ms += 0.01;
      recorder.at(7);
      if (turn % 400 === 0) recorder.tell("print", { value: "x" });
    }
    expect(told().filter((one) => one.startsWith("compute"))).toEqual([]);
  });

  it("sends what it has while a listing computes on", () => {
    const { clock, recorder, batches } = record();
    for (let turn = 0; turn < 1000; turn++) {
      clock.ms += 1;
      recorder.at(3);
    }
    expect(batches.length).toBeGreaterThan(2);
    expect(batches.at(-1)?.line).toBe(3);
  });

  it("numbers lanes of one name, and hands back to the caller", () => {
    const { recorder, script, told, batches } = record();
    const [one, two] = [recorder.newLane("f", "async", 2), recorder.newLane("f", "async", 2)];
    recorder.at(5);
    recorder.callInto(one);
    recorder.leave(one);
    expect(recorder.running).toBe(script);
    expect([one.name, two.name]).toEqual(["f", "f #2"]);
    expect(told()).toEqual(["start 0", "call 5", "task-run 2", "return 5"]);
    expect(batches.flatMap(({ lanes }) => lanes.map(({ name }) => name))).toEqual(["f", "f #2"]);
  });

  it("ends a chain of microtasks that has no end, once", () => {
    const { recorder, script, limits } = record();
    recorder.leave(script);
    const lane = recorder.newLane("again", "microtask", 4);
    for (let turn = 0; turn < 20_001; turn++) {
      recorder.model.queue({ lane, adopts: null });
      recorder.beginMicrotask(lane);
      recorder.leave(lane);
    }
    expect(limits).toEqual([{ kind: "microtasks", count: 20_000, line: 4 }]);
  });
});
