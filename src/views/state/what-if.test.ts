import { describe, expect, it } from "vitest";
import { createScriptedDesk } from "./scripted-desk.ts";

const BASE = "?scenario=count-race&mode=step&schedule=s1..1x2-2x2";

async function opened(search = BASE) {
  const scripted = createScriptedDesk();
  await scripted.actions.show(search, "replace");
  await scripted.desk.pending.none();
  const get = () => scripted.desk.facts.getState();
  const rest = () => scripted.desk.pending.none();
  return { ...scripted, whatIf: scripted.actions.whatIf, get, rest };
}

describe("moving one choice", () => {
  it("plays the other order beside the history, which stays as it is", async () => {
    const { whatIf, get, session } = await opened();
    await whatIf.moveChoice(2, 1);
    expect(get().whatIf).toMatchObject({
      from: 1,
      to: 2,
      misfit: null,
      base: { schedule: "s1.SCRIPT.1-1-2-2" },
      other: { schedule: "s1.SCRIPT.1-2-1-2", result: { report: { correct: false } } },
    });
    expect(get().stepping?.view).toMatchObject({ schedule: "s1.SCRIPT.1-1-2-2", at: 4 });
    expect(session.requests.at(-1)).toMatchObject({ schedule: "s1.SCRIPT.1-1-2-2" });
  });

  it("goes one place further each time, and back to nothing", async () => {
    const { whatIf, get } = await opened();
    await whatIf.moveChoice(2, 1);
    await whatIf.moveChoice(2, 1);
    expect(get().whatIf?.other?.schedule).toBe("s1.SCRIPT.1-2-2-1");
    await whatIf.moveChoice(2, 1);
    expect(get().whatIf?.to).toBe(3);
    await whatIf.moveChoice(2, -1);
    await whatIf.moveChoice(2, -1);
    expect(get().whatIf).toBeNull();
  });

  it("comes back to where one stood", async () => {
    const { whatIf, actions, get, rest } = await opened(`${BASE}&step=2`);
    await whatIf.moveChoice(2, 1);
    expect(get().stepping?.view.at).toBe(2);
    await actions.stepping.go(3);
    await rest();
    expect(get().stepping?.view).toMatchObject({ at: 3, length: 4 });
  });

  it("becomes the history when it is taken", async () => {
    const { whatIf, get, rest } = await opened();
    await whatIf.moveChoice(2, 1);
    await whatIf.take();
    await rest();
    expect(get().stepping?.view).toMatchObject({ schedule: "s1.SCRIPT.1-2-1-2", at: 2 });
    expect(get().whatIf).toBeNull();
  });
});

describe("the history on real threads", () => {
  it("is confirmed where they do the same, event for event, and stays on show", async () => {
    const { actions, get, session } = await opened(`${BASE}&step=1`);
    await actions.confirm();
    expect(get().confirming).toMatchObject({
      schedule: "s1.SCRIPT.1-1-2-2",
      progress: null,
      confirmed: { steps: 4, differsAt: null, report: { outcome: { count: 2 } } },
    });
    expect(session.requests.map(({ on }) => on)).toEqual([undefined, "workers", undefined]);
    // Nothing behind the history: nobody has chosen it.
    expect(session.requests[1]).toMatchObject({ maxSteps: 4 });
    expect(get().stepping?.view).toMatchObject({ at: 1, length: 4 });
  });

  it("is not confirmed where they do something else, and the step is named", async () => {
    const { actions, get, session } = await opened();
    const step = session.step.bind(session);
    session.step = async (request) => step({ ...request, schedule: "s1..1-2x2-1" });
    await actions.confirm();
    expect(get().confirming?.confirmed?.differsAt).toBe(2);
  });

  it("says when they cannot follow, and goes on", async () => {
    const { actions, get, session, rest } = await opened();
    session.step = () => Promise.reject(new Error("a worker ended"));
    await actions.confirm();
    await actions.stepping.go(1);
    await rest();
    expect(get().notices).toMatchObject([{ kind: "fault", during: "confirm", reason: "a worker ended" }]);
    expect([get().confirming, get().stepping?.view.at]).toEqual([null, 1]);
  });
});
