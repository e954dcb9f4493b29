import { expect, it } from "vitest";
import type { CellSnapshot } from "../../engine/trace/snapshot.ts";
import { withoutTwins } from "./twins.ts";

const name: CellSnapshot = {
  object: 1,
  name: "done",
  kind: "cell",
  value: { repr: "[1, 2]", plain: [1, 2], object: 2 },
  writer: 0,
  writtenAt: 10,
};
const list: CellSnapshot = { object: 2, name: "done", kind: "list", value: null, writer: 3, writtenAt: 20 };
const element: CellSnapshot = { ...list, key: { repr: "0", plain: 0 }, value: { repr: "1", plain: 1 } };

it("a list that a name holds is told in the name's row, with whoever changed it last", () => {
  expect(withoutTwins([name, list])).toEqual([{ ...name, writer: 3, writtenAt: 20 }]);
});

it("a name that was bound after the list was changed keeps its own writer", () => {
  const later = { ...name, writtenAt: 30 };
  expect(withoutTwins([later, list])).toEqual([later]);
});

it("a list that no name holds, and elements, keep their rows", () => {
  expect(withoutTwins([list, element])).toEqual([list, element]);
  expect(withoutTwins([name, element])).toEqual([name, element]);
});
