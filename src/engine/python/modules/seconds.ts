/** Times that a listing gives, in seconds, as the world wants them. */
import type { Milliseconds } from "../../base/units.ts";
import type { Host } from "../native.ts";
import { typeError, typeNameOf, valueError } from "../objects/specials.ts";
import { PyFloat, type Value } from "../values.ts";

/** Waits as long as it takes. */
export const FOREVER: Milliseconds = Number.POSITIVE_INFINITY;

/** A number of seconds. @throws TypeError for anything else */
export function secondsOf(host: Host, value: Value): number {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  if (typeof value === "bigint") return Number(value);
  if (value instanceof PyFloat) return value.value;
  throw typeError(`'${typeNameOf(host.heap, value)}' object cannot be interpreted as an integer`);
}

/** A timeout where None means none and a negative one is over at once, as for `join` and `Event.wait`. */
export function timeoutMs(host: Host, value: Value | undefined): Milliseconds {
  return value === undefined || value === null ? FOREVER : Math.max(0, host.toRealMs(secondsOf(host, value)));
}

/** The limit of `lock.acquire(blocking, timeout)`: −1 is none. @throws ValueError as CPython's */
export function lockTimeoutMs(host: Host, blocking: Value | undefined, timeout: Value | undefined): Milliseconds {
  const waits = blocking === undefined || (blocking !== false && blocking !== 0);
  const seconds = timeout === undefined ? -1 : secondsOf(host, timeout);
  if (!waits && seconds !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (seconds < 0 && seconds !== -1) throw valueError("timeout value must be a non-negative number");
  if (!waits) return 0;
  return seconds === -1 ? FOREVER : host.toRealMs(seconds);
}
