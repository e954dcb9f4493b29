/** How natives ask the world: fill the one operation, perform it, and read what came out. */
import type { Address, Word } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { NONE } from "../../memory/words.ts";
import type { Status, Verb } from "../../program/operation.ts";
import type { Host } from "../native.ts";
import { typeError } from "../objects/specials.ts";
import { PyRef, type Value } from "../values.ts";

export interface Asked {
  readonly object?: Address;
  readonly key?: Word;
  readonly value?: Word;
  readonly timeoutMs?: Milliseconds;
}

/** −1 when the machine must stop: return SUSPEND at once. What it gave is in `host.operation.result`. */
export function ask(
  host: Host,
  verb: Verb,
  { object = 0, key = 0, value = 0, timeoutMs = 0 }: Asked = {},
): Status | -1 {
  const { operation } = host;
  operation.verb = verb;
  operation.object = object;
  operation.key = key;
  operation.value = value;
  operation.timeoutMs = timeoutMs;
  operation.result = NONE;
  return host.perform();
}

/** The object a method was called on. */
export function selfOf(args: readonly Value[]): PyRef {
  const [self] = args;
  if (self instanceof PyRef) return self;
  throw typeError("descriptor requires an object of its own type");
}
