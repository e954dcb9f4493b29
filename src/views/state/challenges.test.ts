import { describe, expect, it } from "vitest";
import { toChoice } from "../../engine/program/stepping.ts";
import { createScriptedDesk } from "./scripted-desk.ts";
import { TWO_ADDS_EXPLORED } from "./scripted-explorer.ts";

async function opened() {
  const scripted = createScriptedDesk();
  await scripted.actions.show("?scenario=count-race&mode=step", "replace");
  await scripted.desk.pending.none();
  const get = () => scripted.desk.facts.getState();
  const rest = () => scripted.desk.pending.none();
  const choose = async (...threads: number[]) => {
    for (const thread of threads) await scripted.actions.stepping.take(toChoice(thread));
    await rest();
  };
  return { ...scripted, challenges: scripted.actions.challenges, get, rest, choose };
}

describe("break it", () => {
  it("lets the explorer say how few steps suffice", async () => {
    const { challenges, get, explorer } = await opened();
    await challenges.begin();
    expect(explorer.requests).toMatchObject([{ scenario: "count-race", search: "exhaustive", reduction: "dpor" }]);
    expect(get().challenge).toMatchObject({ explored: { shortest: { steps: 4 } }, broken: null, mends: false });
  });

  it("notices a failure when it is reached, and not before", async () => {
    const { challenges, get, choose } = await opened();
    await challenges.begin();
    await choose(1, 2, 2);
    expect(get().challenge?.broken).toBeNull();
    await choose(1);
    expect(get().challenge?.broken).toEqual({ steps: 4, schedule: "s1.SCRIPT.1-2-2-1" });
  });

  it("takes no order for a failure that ends right", async () => {
    const { challenges, get, choose } = await opened();
    await challenges.begin();
    await choose(1, 1, 2, 2);
    expect(get().challenge?.broken).toBeNull();
  });

  it("ends when another scenario is chosen, and not when the listing is changed", async () => {
    const { challenges, get, actions, rest } = await opened();
    await challenges.begin();
    await actions.edit("count = 0\n");
    await rest();
    expect(get().challenge?.query.program).toBeNull();
    await actions.chooseScenario("deadlock");
    expect(get().challenge).toBeNull();
  });
});

describe("mend it", () => {
  it("plays every order of what is on show now", async () => {
    const { challenges, get, actions, explorer, rest } = await opened();
    await challenges.begin();
    challenges.mend();
    await actions.setParameter("lock", "inner");
    await rest();
    const right = { ...TWO_ADDS_EXPLORED, failures: 0, shortest: null };
    explorer.answer = right;
    await challenges.check();
    expect(explorer.requests.at(-1)).toMatchObject({ parameters: { lock: "inner" } });
    expect(get().challenge?.check).toMatchObject({ query: { parameters: { lock: "inner" } }, report: right });
    expect(get().challenge?.query.parameters).toEqual({});
  });
});
