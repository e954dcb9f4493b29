import { expect, it } from "vitest";
import { createScriptedDesk } from "./scripted-desk.ts";

async function ran() {
  const scripted = createScriptedDesk();
  await scripted.actions.show("?scenario=count-race&threads=3", "replace");
  const done = scripted.actions.runShown();
  await new Promise((resolve) => setImmediate(resolve));
  scripted.finish();
  await done;
  return { ...scripted, get: () => scripted.desk.facts.getState() };
}

it("pins the run on show, and steps through it with the run's own parameters", async () => {
  const { actions, get, session, desk } = await ran();
  await actions.pin();
  expect(get().pinning?.pin).toMatchObject({ explained: true });
  const { parameters } = get().result ?? {};
  await actions.stepPinned();
  await desk.pending.none();
  expect(session.requests.at(-1)).toMatchObject({ schedule: "s1.SCRIPT.1-2x2-1", parameters });
  expect(get()).toMatchObject({ pinning: null, stepping: { view: { at: 0, length: 4 } } });
});

it("drops an answer about a run that is no longer on show", async () => {
  const { actions, get } = await ran();
  const pinned = actions.pin();
  await actions.chooseScenario("deadlock");
  await pinned;
  expect(get().pinning).toBeNull();
});
