import { describe, expect, it } from "vitest";
import type { Finding } from "../../engine/program/report.ts";
import { mostAlike, stepBeforeFinding } from "./finding-place.ts";
import { createScriptedDesk } from "./scripted-desk.ts";

const LOST: Finding = {
  kind: "lost-update",
  message: "",
  threads: [1, 2],
  objects: [0],
  lines: [9],
  events: [2, 6, 4, 8],
  count: 1,
};

describe("the place of a finding in a history", () => {
  const lastSeq = Int32Array.from([1, 3, 5, 7, 9]);

  it("is before the step of its first evidence", () => {
    expect(stepBeforeFinding(lastSeq, [LOST], LOST)).toBe(0);
    const late = { ...LOST, events: [6, 8] };
    expect(stepBeforeFinding(lastSeq, [late], late)).toBe(2);
  });

  it("is that of the one most like it, where events have other numbers", () => {
    const other = { ...LOST, lines: [12], events: [2] };
    const again = { ...LOST, events: [8, 9] };
    expect(mostAlike([{ ...LOST, kind: "data-race" }, other, again], LOST)).toBe(again);
    expect(stepBeforeFinding(lastSeq, [other, again], LOST)).toBe(3);
  });

  it("is nowhere where nothing of its kind was found", () => {
    expect(stepBeforeFinding(lastSeq, [{ ...LOST, kind: "deadlock" }], LOST)).toBeNull();
  });
});

async function ran() {
  const scripted = createScriptedDesk();
  await scripted.actions.show("?scenario=count-race&threads=3", "replace");
  const done = scripted.actions.runShown();
  await new Promise((resolve) => setImmediate(resolve));
  scripted.finish();
  await done;
  return scripted;
}

describe("stepping through a finding", () => {
  it("of a real run pins it first, and opens it just before the first evidence", async () => {
    const { actions, desk, session } = await ran();
    await actions.stepThrough({ ...LOST, lines: [9] });
    await desk.pending.none();
    expect(session.requests.at(-1)).toMatchObject({ schedule: "s1.SCRIPT.1-2x2-1" });
    expect(desk.facts.getState().stepping?.view).toMatchObject({ at: 0, length: 4 });
  });

  it("of an exploration opens its schedule", async () => {
    const { actions, desk, session } = createScriptedDesk();
    await actions.show("?scenario=count-race&mode=explore", "replace");
    await actions.stepThrough({ ...LOST, schedule: "s1.SCRIPT.2-1x2-2" });
    await desk.pending.none();
    expect(session.requests.at(-1)).toMatchObject({ schedule: "s1.SCRIPT.2-1x2-2" });
    expect(desk.facts.getState()).toMatchObject({ query: { mode: "step" }, stepping: { view: { at: 0 } } });
  });

  it("of a run that no order explains leaves it on show, with what pinning found", async () => {
    const scripted = await ran();
    const { actions, desk } = scripted;
    scripted.pin = { schedule: null, explained: "undecided", part: [] };
    await actions.stepThrough(LOST);
    expect(desk.facts.getState()).toMatchObject({
      query: { mode: "run" },
      stepping: null,
      pinning: { pin: { explained: "undecided" } },
    });
  });
});
