import { describe, expect, it } from "vitest";
import { stepWishOf } from "./step-keys.ts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", boolean>> = {}) =>
  stepWishOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe("keys of step mode", () => {
  it("a thread's number lets it go, 0 is main", () => {
    expect([press("1"), press("9"), press("0")]).toEqual([
      { do: "choose", thread: 1 },
      { do: "choose", thread: 9 },
      { do: "choose", thread: 0 },
    ]);
  });

  it.each([
    [",", { do: "step", by: -1 }],
    ["，", { do: "step", by: -1 }],
    [".", { do: "step", by: 1 }],
    ["。", { do: "step", by: 1 }],
    [" ", { do: "play" }],
  ])("%s", (key, wish) => expect(press(key)).toEqual(wish));

  it("leaves combinations and all other keys to the browser", () => {
    expect([
      press("1", { ctrlKey: true }),
      press(" ", { altKey: true }),
      press("q"),
      press("F1"),
      press("toString"),
    ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
