// A right result with lost updates is told as luck; one without, and a wrong one, are not.

import { expect, it } from "vitest";
import type { Finding } from "../../engine/program/report.ts";
import { isByLuck } from "./selectors.ts";

const lost = { kind: "lost-update", count: 3 } as Finding;
const race = { kind: "data-race", count: 3 } as Finding;
const lostUpdates = { balance: 3 };

it("is luck only where updates were lost and the result is right", () => {
  expect(isByLuck({ correct: true, lostUpdates, findings: [race, lost] })).toBe(true);
  expect(isByLuck({ correct: false, lostUpdates, findings: [race, lost] })).toBe(false);
  expect(isByLuck({ correct: null, lostUpdates, findings: [race, lost] })).toBe(false);
  expect(isByLuck({ correct: true, lostUpdates: { balance: 0 }, findings: [race] })).toBe(false);
  expect(isByLuck({ correct: true, lostUpdates: null, findings: [] })).toBe(false);
});
