/** Filling an operation and having it performed: what every native over the world's verbs does. */
import type { Address, Word } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Status, Verb } from "../../program/operation.ts";
import { type Host, PyRaise } from "../native.ts";
import { EXCEPTION } from "../objects/instances.ts";
import { floatOf } from "../objects/integers.ts";
import { typeError, typeNameOf, valueError } from "../objects/specials.ts";
import { PythonError } from "../text/index.ts";
import { PyFloat, type PyRef, type Value } from "../values.ts";

/** Waits for ever. */
export const FOREVER: Milliseconds = Number.POSITIVE_INFINITY;

/** The status; −1 when the machine must stop first (return SUSPEND). The result's word is in `host.operation.result`. */
export function perform(
  host: Host,
  verb: Verb,
  object: Address,
  timeoutMs: Milliseconds = FOREVER,
  value: Word = 0,
  key: Word = 0,
): Status | -1 {
  const { operation } = host;
  operation.verb = verb;
  operation.object = object;
  operation.key = key;
  operation.value = value;
  operation.timeoutMs = timeoutMs;
  operation.result = 0;
  return host.perform();
}

/** What CPython raises when a primitive is used against its contract; the trace then names the primitive beside it. */
export function misuse(host: Host, { at }: PyRef, typeName: string, message: string): PyRaise {
  const exception = host.objects.makeException(typeName, message);
  host.heap.store(exception.at + EXCEPTION.ABOUT, at);
  return new PyRaise(exception);
}

/** The primitive that a method was called on. */
export function primitive(args: readonly Value[]): PyRef {
  return args[0] as PyRef;
}

/** Seconds that CPython's clock cannot count: its nanoseconds have 63 bits. */
const MOST_SECONDS = 2 ** 63 / 1e9;

/** A number of seconds. @throws TypeError, ValueError for NaN, OverflowError, in the words of CPython's `Python/pytime.c` */
export function seconds(host: Host, value: Value): number {
  const number = floatOf(value);
  if (number === null) throw typeError(`'${typeNameOf(host.heap, value)}' object cannot be interpreted as an integer`);
  if (Number.isNaN(number)) throw valueError("Invalid value NaN (not a number)");
  if (Math.abs(number) < MOST_SECONDS) return number;
  const isFloat = value instanceof PyFloat;
  const complaint = isFloat
    ? "timestamp out of range for platform time_t"
    : "timestamp too large to convert to C PyTime_t";
  throw new PythonError("OverflowError", complaint);
}

/** A time limit in real milliseconds: None waits for ever, less than nothing is nothing. */
export function limitOf(host: Host, timeout: Value | undefined): Milliseconds {
  if (timeout === undefined || timeout === null) return FOREVER;
  return Math.max(0, host.toRealMs(seconds(host, timeout)));
}

/** `blocking` and `timeout` of an acquire whose timeout of −1 waits for ever. @throws ValueError in CPython's words */
export function lockLimit(host: Host, blocking: Value | undefined, timeout: Value | undefined): Milliseconds {
  const waits = blocking === undefined || host.objects.truth(blocking) === true;
  const limit = timeout === undefined ? -1 : seconds(host, timeout);
  if (!waits && limit !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (limit < 0 && limit !== -1) throw valueError("timeout value must be a non-negative number");
  if (!waits) return 0;
  return limit === -1 ? FOREVER : host.toRealMs(limit);
}
