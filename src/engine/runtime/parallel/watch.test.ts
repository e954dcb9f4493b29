/** Looks that read one thread after the other, while threads end in between. */
import { describe, expect, it } from "vitest";
import { STATE } from "../../memory/layout.ts";
import { findStuck, isDeadlocked, stuckForGood, type ThreadView } from "./watch.ts";

const ASLEEP: ThreadView = {
  id: 0,
  state: STATE.BLOCKED,
  daemon: false,
  version: 2,
  waitOn: 0,
  waitKind: 0,
  timed: false,
  asleep: true,
  steady: true,
};
const RUNS: ThreadView = { ...ASLEEP, id: 1, state: STATE.RUNNING, asleep: false };
const OVER: ThreadView = { ...RUNS, state: STATE.ENDED, version: 4 };
const WOKEN: ThreadView = { ...ASLEEP, asleep: false };
const onThread1 = (): number => 1;

describe("who is stuck", () => {
  it("is not who was read as asleep before the thread that woke it was read as ended", () => {
    const torn = [ASLEEP, OVER];
    const stuck = findStuck([ASLEEP, RUNS], torn, onThread1);
    expect([...stuck]).toEqual([0]);
    expect(isDeadlocked(torn, stuckForGood(stuck, torn, [WOKEN, OVER], onThread1))).toBe(false);
  });

  it("is who is found so by the last look as well: a lock whose holder has ended", () => {
    const looked = [ASLEEP, OVER];
    const stuck = findStuck(looked, looked, onThread1);
    expect(isDeadlocked(looked, stuckForGood(stuck, looked, looked, onThread1))).toBe(true);
  });
});
