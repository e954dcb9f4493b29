// Keys: which are the timeline's, and that the overview tells all of them.
import { describe, expect, it } from "vitest";
import { commandOf, KEY_ROWS } from "./keys.ts";

const press = (
  key: string,
  more: { readonly ctrlKey?: boolean; readonly metaKey?: boolean; readonly altKey?: boolean } = {},
) => commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("keys", () => {
  it("pan and zoom by letters and by arrows, with or without capitals", () => {
    expect(press("a")).toEqual(press("ArrowLeft"));
    expect(press("D")).toEqual(press("ArrowRight"));
    expect(press("w")).toEqual(press("+"));
    expect(press("S")).toEqual(press("-"));
  });

  it("step through events, through a lane, along hand-overs", () => {
    expect(press(".")).toEqual({ do: "step", by: 1, inLane: false });
    expect(press("<")).toEqual({ do: "step", by: -1, inLane: true });
    expect(press("]")).toEqual({ do: "handover", by: 1 });
    expect(press("p")).toEqual({ do: "span", by: -1 });
  });

  it("understand a Chinese keyboard's full-width signs", () => {
    expect(press("，")).toEqual(press(","));
    expect(press("。")).toEqual(press("."));
    expect(press("？")).toEqual(press("?"));
    expect(press("【")).toEqual(press("["));
  });

  it("leave combinations and other keys to the browser", () => {
    expect(press("f", { ctrlKey: true })).toBeUndefined();
    expect(press("d", { metaKey: true })).toBeUndefined();
    expect(press("ArrowLeft", { altKey: true })).toBeUndefined();
    expect(press("Tab")).toBeUndefined();
    expect(press("x")).toBeUndefined();
  });

  it("are all told in the overview", () => {
    const signs: Readonly<Record<string, string>> = {
      "←": "ArrowLeft",
      "→": "ArrowRight",
      "↑": "ArrowUp",
      "↓": "ArrowDown",
    };
    const told = KEY_ROWS.flatMap(({ keys }) => keys).filter((key) => key !== "Shift" && key !== "⟲");
    for (const key of told) expect(press(signs[key] ?? key), key).toBeDefined();
  });
});
