/** `interleave.litmus`: checks a request to the last name, shows the test, races it. */
import { LITMUS_TESTS, type LitmusAccess } from "../../engine/litmus/index.ts";
import type { LitmusRequest, LitmusResult } from "../../workers/litmus-contract.ts";
import type { Actions } from "../state/actions.ts";
import type { Desk } from "../state/desk.ts";
import { toArgumentError } from "../state/problem.ts";
import { EMPTY_QUERY } from "../state/query.ts";
import { numberOf, optionsOf } from "./checks.ts";

const ACCESSES: readonly LitmusAccess[] = ["plain", "atomics"];
const LONGEST_MS = 60_000;
const MS = 1000;

/** Races a litmus test; the page shows it. @throws ArgumentError */
export async function litmusOf(desk: Desk, actions: Actions, request: unknown): Promise<LitmusResult> {
  const order = litmusOrder(request);
  const { language, theme } = desk.facts.getState().query;
  await actions.adopt({ ...EMPTY_QUERY, language, theme, litmus: order.test });
  return actions.litmus.race(order);
}

function litmusOrder(request: unknown): LitmusRequest {
  const options = optionsOf("request", request, ["test", "access", "ms", "seed"]);
  const tests = LITMUS_TESTS.map(({ id }) => id);
  return {
    test: choiceOf(options, "test", tests),
    access: options.access === undefined ? "plain" : choiceOf(options, "access", ACCESSES),
    ms: numberOf(options, "ms", "number", 1, LONGEST_MS) ?? MS,
    seed: numberOf(options, "seed", "integer", 0, 4_294_967_295) ?? 1,
  };
}

function choiceOf<T extends string>(
  options: Readonly<Record<string, unknown>>,
  field: string,
  choices: readonly T[],
): T {
  const value = choices.find((choice) => choice === options[field]);
  if (value === undefined)
    throw toArgumentError({ field, value: options[field], allowed: { kind: "choice", choices } });
  return value;
}
