import { describe, expect, it } from "vitest";
import { createScriptedDesk } from "./scripted-desk.ts";

/** A desk that shows ten reads of one thread, of which one is looked at. */
async function lookingAt(seq: number) {
  const scripted = createScriptedDesk();
  const { desk, actions } = scripted;
  await actions.show("?scenario=bank-race", "leave");
  const run = actions.runShown();
  await Promise.resolve();
  while (desk.facts.getState().running === null) await Promise.resolve();
  scripted.finish();
  await run;
  await actions.select(seq);
  const kept = () => desk.facts.getState().kept;
  return { desk, actions, kept };
}

describe("comparing events", () => {
  it("keeps one and tells how the next one stands to it", async () => {
    const { desk, actions, kept } = await lookingAt(2);
    actions.keepEvent();
    expect(kept()).toEqual({ seq: 2, other: null, relation: null });
    await actions.select(7);
    await desk.pending.none();
    expect(kept()).toEqual({ seq: 2, other: 7, relation: { ordered: true, chain: [2, 7] } });
    await actions.select(4);
    await desk.pending.none();
    expect(kept()).toMatchObject({ seq: 2, other: 4 });
  });

  it("lets it go when it is kept again, when it is done, and with its run", async () => {
    const { actions, kept } = await lookingAt(2);
    actions.keepEvent();
    actions.keepEvent();
    expect(kept()).toBeNull();
    actions.keepEvent();
    actions.letEventGo();
    expect(kept()).toBeNull();
    actions.keepEvent();
    await actions.show("?scenario=pool", "push");
    expect(kept()).toBeNull();
  });
});
