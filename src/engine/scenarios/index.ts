/** The course. Each scenario is loaded when it is opened: its listings and texts in both languages come as one piece. */
import { ArgumentError } from "../base/errors.ts";
import type { Scenario } from "../program/scenario.ts";
import { scenarioIds } from "./outline.ts";

export { chapterTitles, outline, scenarioIds, type OutlineEntry } from "./outline.ts";

const loaders: Readonly<Record<string, () => Promise<{ readonly scenario: Scenario }>>> = {
  "two-jobs": () => import("./two-jobs/scenario.ts"),
  "bank-race": () => import("./bank-race/scenario.ts"),
  "count-race": () => import("./count-race/scenario.ts"),
  "count-lock": () => import("./count-lock/scenario.ts"),
  deadlock: () => import("./deadlock/scenario.ts"),
  "bounded-queue": () => import("./bounded-queue/scenario.ts"),
  pool: () => import("./pool/scenario.ts"),
  generators: () => import("./generators/scenario.ts"),
  "yield-from": () => import("./yield-from/scenario.ts"),
  greenlet: () => import("./greenlet/scenario.ts"),
  gevent: () => import("./gevent/scenario.ts"),
  "five-or-three": () => import("./five-or-three/scenario.ts"),
  "gather-wait-completed": () => import("./gather-wait-completed/scenario.ts"),
  "async-race": () => import("./async-race/scenario.ts"),
  "blocked-loop": () => import("./blocked-loop/scenario.ts"),
  "js-event-loop": () => import("./js-event-loop/scenario.ts"),
  "why-it-waits": () => import("./why-it-waits/scenario.ts"),
};

/** @throws ArgumentError for an id that is not in the catalogue. */
export async function loadScenario(id: string): Promise<Scenario> {
  if (!Object.hasOwn(loaders, id)) throw new ArgumentError("scenario", id, `one of ${scenarioIds.join(", ")}`);
  return (await loaders[id]()).scenario;
}
