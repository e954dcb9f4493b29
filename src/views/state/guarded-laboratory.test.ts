import { describe, expect, it } from "vitest";
import type { WholeLaboratory } from "../../workers/stepping-contract.ts";
import { guardedLaboratory } from "./guarded-laboratory.ts";

function openFake() {
  const state = { fail: (_reason: string) => undefined as void, closed: 0, told: [] as string[] };
  const inner = {
    stop: () => new Promise<void>(() => undefined),
    workerCount: async () => 3,
  } as unknown as WholeLaboratory;
  const laboratory = guardedLaboratory(
    async () => (onFailure) => {
      state.fail = onFailure;
      return { ...inner, close: () => void state.closed++ };
    },
    (reason) => state.told.push(reason),
  );
  return { laboratory, state };
}

describe("a guarded laboratory", () => {
  it("answers as the one within", async () => {
    expect(await openFake().laboratory.workerCount()).toBe(3);
  });

  it("refuses what was asked when its worker dies, and all that is asked later, with the reason", async () => {
    const { laboratory, state } = openFake();
    await laboratory.workerCount();
    const open = laboratory.stop();
    state.fail("out of memory");
    await expect(open).rejects.toThrow("out of memory");
    await expect(laboratory.stop()).rejects.toThrow("out of memory");
    expect([state.closed, state.told]).toEqual([1, ["out of memory"]]);
  });

  it("refuses with the reason when its code cannot be loaded", async () => {
    const told: string[] = [];
    const laboratory = guardedLaboratory(
      () => Promise.reject(new Error("no such script")),
      (reason) => told.push(reason),
    );
    await expect(laboratory.workerCount()).rejects.toThrow("no such script");
    expect(told).toEqual(["no such script"]);
  });
});
