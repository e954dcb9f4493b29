/** Which modes a scenario has. Rule: what a scenario cannot be used for is refused by name, wherever it is asked for. */
import { ArgumentError } from "../base/errors.ts";
import type { Mode, Scenario } from "./scenario.ts";

/** @throws ArgumentError where the scenario has no such mode; null is a listing of one's own, which has all */
export function refuseMode(scenario: Scenario | null, mode: Mode): void {
  if (scenario === null || scenario.modes.includes(mode)) return;
  const modes = scenario.modes.join(", ");
  throw new ArgumentError("scenario", scenario.id, `a scenario with mode ${mode}; the modes of this one: ${modes}`);
}
