import { describe, expect, it } from "vitest";
import { createLimiter, createTurns } from "./newest.ts";
import { createPending } from "./pending.ts";

describe("turns", () => {
  it("make every earlier request out of date", () => {
    const turns = createTurns();
    const first = turns.take();
    expect(turns.isNewest(first)).toBe(true);
    const second = turns.take();
    expect([turns.isNewest(first), turns.isNewest(second)]).toEqual([false, true]);
  });
});

describe("a limiter", () => {
  it("asks one question at a time and skips wishes that were replaced", async () => {
    const asked: number[] = [];
    const gates: (() => void)[] = [];
    const ask = createLimiter<number>((wish) => {
      asked.push(wish);
      return new Promise((resolve) => gates.push(resolve));
    });
    const all = [1, 2, 3, 4].map((wish) => ask(wish));
    expect(asked).toEqual([1]);
    gates[0]();
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).toEqual([1, 4]);
    gates[1]();
    await Promise.all(all);
    expect(asked).toEqual([1, 4]);
  });

  it("goes on after a question failed", async () => {
    const ask = createLimiter<number>(async (wish) => {
      if (wish === 1) throw new Error("no answer");
    });
    await expect(ask(1)).rejects.toThrow("no answer");
    await expect(ask(2)).resolves.toBeUndefined();
  });
});

describe("pending", () => {
  it("waits for what is under way and for what that starts", async () => {
    const pending = createPending();
    const log: string[] = [];
    void pending.track(
      (async () => {
        await Promise.resolve();
        log.push("first");
        void pending.track(Promise.resolve().then(() => log.push("second")));
      })(),
    );
    await pending.none();
    expect(log).toEqual(["first", "second"]);
  });

  it("does not mind what fails", async () => {
    const pending = createPending();
    pending.track(Promise.reject(new Error("x"))).catch(() => undefined);
    await expect(pending.none()).resolves.toBeUndefined();
  });
});
