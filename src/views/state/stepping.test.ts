import { describe, expect, it } from "vitest";
import { toChoice } from "../../engine/program/stepping.ts";
import { createScriptedDesk } from "./scripted-desk.ts";
import { TWO_LOCKS } from "./scripted-stepping.ts";

async function opened(search = "?scenario=count-race&mode=step", program?: typeof TWO_LOCKS) {
  const scripted = createScriptedDesk({ program });
  await scripted.actions.show(search, "replace");
  await scripted.desk.pending.none();
  const get = () => scripted.desk.facts.getState();
  const view = () => {
    const { stepping } = get();
    if (stepping === null) throw new Error("nothing is stepped");
    return stepping.view;
  };
  const rest = () => scripted.desk.pending.none();
  return { ...scripted, stepping: scripted.actions.stepping, get, view, rest };
}

const T1 = toChoice(1);
const T2 = toChoice(2);

describe("opening step mode", () => {
  it("opens a session at its start, with the small defaults", async () => {
    const { view, session, get } = await opened();
    expect(view()).toMatchObject({ at: 0, length: 0, status: null });
    expect(session.requests).toMatchObject([{ scenario: "count-race", parameters: { iterations: 1 } }]);
    expect(get().result?.result.report.status).toBe("stopped");
    expect(get().snapshot).not.toBeNull();
  });

  it("begins with the address's schedule, at its step", async () => {
    const { view, get } = await opened("?scenario=count-race&mode=step&schedule=s1..1-2x2-1&step=3");
    expect(view()).toMatchObject({ at: 3, length: 4, schedule: "s1.SCRIPT.1-2-2-1" });
    expect(get().playhead).toBe(view().lastSeq[3]);
    expect(get().query).toMatchObject({ schedule: "s1.SCRIPT.1-2-2-1", step: 3 });
  });

  it("takes up a schedule that is wanted while the session is still being opened", async () => {
    const { desk, actions } = createScriptedDesk({});
    await actions.show("?scenario=count-race&mode=step", "replace");
    expect(desk.facts.getState().stepping).toBeNull();
    await actions.adopt({ ...desk.facts.getState().query, schedule: "s1..1-2x2-1" });
    await desk.pending.none();
    expect(desk.facts.getState().stepping?.view).toMatchObject({ at: 4, length: 4, schedule: "s1.SCRIPT.1-2-2-1" });
  });

  it("keeps what fits of a schedule and says where it stops fitting", async () => {
    const { view } = await opened("?scenario=count-race&mode=step&schedule=s1..1x3-2");
    expect(view()).toMatchObject({ at: 2, length: 2, misfit: { step: 3, choice: T1, why: { kind: "ended" } } });
  });

  it("does not begin a listing that came with the address before the reader says so", async () => {
    const { get, session, actions, rest } = await opened("?mode=step&program=S7I1BAA");
    expect(get().notices.map(({ kind }) => kind)).toEqual(["stranger"]);
    expect(session.requests).toEqual([]);
    await actions.stepping.begin();
    await rest();
    expect(session.requests).toHaveLength(1);
  });

  it("opens anew with other parameters, and without a schedule, which is not theirs", async () => {
    const { actions, stepping, view, session, rest } = await opened();
    await stepping.take(T1);
    await actions.setParameter("threads", 3);
    await rest();
    expect(view().length).toBe(0);
    expect(session.requests.at(-1)).toMatchObject({ parameters: { threads: 3 }, schedule: undefined });
  });

  it("lets go of the session when the reader leaves step mode", async () => {
    const { actions, get, rest } = await opened();
    await actions.setMode("run");
    await rest();
    expect([get().stepping, get().result]).toEqual([null, null]);
  });
});

describe("choosing who goes", () => {
  it("takes the choice, follows it with playhead and address", async () => {
    const { stepping, view, get, written, rest } = await opened();
    await stepping.take(T1);
    await stepping.take(T2);
    await rest();
    expect(view()).toMatchObject({ at: 2, length: 2, path: [T1, T2] });
    expect(get().playhead).toBe(view().lastSeq[2]);
    expect(get().snapshot?.seq).toBe(get().playhead);
    expect(get().stepping?.before?.seq).toBe(view().lastSeq[1]);
    expect(written.at(-1)).toBe("replace ?scenario=count-race&mode=step&schedule=s1.SCRIPT.1-2");
  });

  it("comes to the same history in whatever haste it is asked", async () => {
    const { stepping, view, rest } = await opened();
    void stepping.take(T1);
    void stepping.take(T2);
    void stepping.go(1);
    void stepping.take(T1);
    void stepping.take(T2);
    void stepping.take(T2);
    await rest();
    expect(view()).toMatchObject({ at: 4, path: [T1, T1, T2, T2], status: "finished" });
  });

  it("goes back and forth without dropping anything, and drops the future for another choice", async () => {
    const { stepping, view, get, rest } = await opened("?scenario=count-race&mode=step&schedule=s1..1x2-2x2");
    await stepping.go(1);
    await rest();
    expect(view()).toMatchObject({ at: 1, length: 4 });
    expect(get().query).toMatchObject({ schedule: "s1.SCRIPT.1-1-2-2", step: 1 });
    await stepping.take(T2);
    expect(view()).toMatchObject({ at: 2, length: 2, path: [T1, T2] });
  });

  it("asks once for many wishes to go somewhere, and reaches the last", async () => {
    const { stepping, view, session, rest } = await opened("?scenario=count-race&mode=step&schedule=s1..1x2-2x2");
    for (const step of [3, 2, 1, 0, 2]) void stepping.go(step);
    await rest();
    expect(view().at).toBe(2);
    expect(session.moves).toEqual([{ kind: "go", step: 2 }]);
  });

  it("goes to the step of an event that is looked at", async () => {
    const { actions, view, get, rest } = await opened("?scenario=count-race&mode=step&schedule=s1..1x2-2x2");
    await actions.select(view().lastSeq[2]);
    await rest();
    expect([view().at, get().selection]).toEqual([2, view().lastSeq[2]]);
  });
});

describe("running on", () => {
  it("runs to the next event of a kind", async () => {
    const { stepping, view } = await opened();
    await stepping.runTo({ kind: "op", ops: ["write"] });
    const { at, reached } = view();
    expect([at > 0, reached]).toEqual([true, true]);
  });

  it("plays to the end by itself, and rests there", async () => {
    const { stepping, view, get } = await opened();
    await stepping.play();
    expect([view().status, get().stepping?.playing]).toEqual(["finished", false]);
    const there = view();
    await stepping.play();
    expect(view(), "nothing is asked of a history that cannot go on").toBe(there);
  });

  it("stops playing as soon as the reader chooses", async () => {
    const { stepping, get, view, rest } = await opened();
    void stepping.play();
    await stepping.go(0);
    await rest();
    expect([get().stepping?.playing, view().at]).toEqual([false, 0]);
  });

  it("comes to a deadlock and says so", async () => {
    const { stepping, view } = await opened("?scenario=deadlock&mode=step&schedule=s1..1-2", TWO_LOCKS);
    expect(view().status).toBe("deadlocked");
    expect(view().threads.map(({ obstacle }) => obstacle?.kind)).toEqual(["thread-running", "lock-held", "lock-held"]);
    await stepping.go(1);
    expect(view().status).toBeNull();
  });
});

describe("Back and Forward of the browser", () => {
  it("go to other steps of the same history, and to other histories", async () => {
    const { actions, view, rest, session } = await opened("?scenario=count-race&mode=step&schedule=s1..1x2-2x2");
    await actions.show("?scenario=count-race&mode=step&schedule=s1.SCRIPT.1-1-2-2&step=2", "leave");
    await rest();
    expect([view().at, session.requests.length]).toEqual([2, 1]);
    await actions.show("?scenario=count-race&mode=step&schedule=s1.SCRIPT.2-1", "leave");
    await rest();
    expect([view().path, view().at]).toEqual([[T2, T1], 2]);
  });
});
