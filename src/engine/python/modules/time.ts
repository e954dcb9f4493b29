/** The natives of `time`. Clocks and sleeps are the world's, scaled by how long a second of the listing takes. */
import { NONE } from "../../memory/words.ts";
import { VERB } from "../../program/operation.ts";
import { positional } from "../builtins/arguments.ts";
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { createNative } from "../objects/immutables.ts";
import { valueError } from "../objects/specials.ts";
import { PyFloat, type Value } from "../values.ts";
import { ask } from "./asking.ts";
import { secondsOf } from "./seconds.ts";

const sleep = positional("sleep", 1, 1, (host, [value]): NativeResult => {
  const seconds = secondsOf(host, value);
  if (seconds < 0) throw valueError("sleep length must be non-negative");
  // The event's value is in milliseconds of the listing, before any scaling.
  const ms = seconds * 1000;
  const word = host.heap.toWord(Number.isInteger(ms) ? ms : new PyFloat(ms));
  const status = ask(host, VERB.SLEEP, { value: word, timeoutMs: host.toRealMs(seconds) });
  if (status < 0) return SUSPEND;
  host.operation.result = NONE;
  return null;
});

const monotonic = (name: string): Native => positional(name, 0, 0, (host: Host) => new PyFloat(host.world.nowMs() / 1000));
const monotonicNs = (name: string): Native => positional(name, 0, 0, (host: Host) => Math.round(host.world.nowMs() * 1e6));

const all: Readonly<Record<string, Native>> = {
  sleep,
  time: positional("time", 0, 0, (host) => new PyFloat(host.world.wallMs() / 1000)),
  time_ns: positional("time_ns", 0, 0, (host) => BigInt(Math.round(host.world.wallMs() * 1000)) * 1000n),
  monotonic: monotonic("monotonic"),
  perf_counter: monotonic("perf_counter"),
  process_time: monotonic("process_time"),
  thread_time: monotonic("thread_time"),
  monotonic_ns: monotonicNs("monotonic_ns"),
  perf_counter_ns: monotonicNs("perf_counter_ns"),
};

export const timeNatives: ReadonlyMap<string, Value> = new Map(Object.entries(all).map(([name, native]) => [name, createNative(name, native)]));
