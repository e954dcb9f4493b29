/** Python's `time`: the listing's own clocks, scaled as its sleeps are. */
import { toSmallWord } from "../../memory/words.ts";
import { VERB } from "../../program/operation.ts";
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { typeError, valueError } from "../objects/specials.ts";
import { floatOf } from "../objects/integers.ts";
import { MAX_SMALL } from "../../memory/words.ts";
import { PyFloat, type Value } from "../values.ts";
import { positional } from "../builtins/arguments.ts";
import { perform, seconds } from "./operations.ts";

/** `time.sleep(seconds)`; what is told is in milliseconds of the listing. */
function sleep(host: Host, [value]: Value[]): NativeResult {
  const duration = seconds(host, value);
  if (duration < 0) throw valueError("sleep length must be non-negative");
  const told = toSmallWord(Math.min(MAX_SMALL, Math.round(duration * 1000)));
  return perform(host, VERB.SLEEP, 0, host.toRealMs(duration), told) < 0 ? SUSPEND : null;
}

/** Seconds since the run began. */
export function monotonic(host: Host): PyFloat {
  return new PyFloat(host.world.nowMs() / 1000);
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A moment's parts in UTC: the page's own time zone is none of a listing's business. */
function partsOf(host: Host, value: Value | undefined): Date {
  const stamp = value === undefined || value === null ? null : floatOf(value);
  return new Date(stamp === null ? host.world.wallMs() : stamp * 1000);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** `time.ctime(seconds)`: "Sat Nov 21 11:48:03 2026". */
function ctime(host: Host, [value]: Value[]): string {
  const at = partsOf(host, value);
  const day = `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2, " ")}`;
  return `${day} ${clockOf(at)} ${at.getUTCFullYear()}`;
}

function clockOf(at: Date): string {
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}

const DIRECTIVES: Readonly<Record<string, (at: Date) => string>> = {
  Y: (at) => String(at.getUTCFullYear()),
  y: (at) => two(at.getUTCFullYear() % 100),
  m: (at) => two(at.getUTCMonth() + 1),
  d: (at) => two(at.getUTCDate()),
  H: (at) => two(at.getUTCHours()),
  I: (at) => two(((at.getUTCHours() + 11) % 12) + 1),
  M: (at) => two(at.getUTCMinutes()),
  S: (at) => two(at.getUTCSeconds()),
  p: (at) => (at.getUTCHours() < 12 ? "AM" : "PM"),
  a: (at) => DAYS[at.getUTCDay()],
  b: (at) => MONTHS[at.getUTCMonth()],
  X: clockOf,
  T: clockOf,
  F: (at) => `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`,
  "%": () => "%",
};

/** `time.strftime(format)` of now. */
function strftime(host: Host, args: Value[]): string {
  if (args.length > 1) throw typeError("strftime() with a time of its own is not available here");
  const at = partsOf(host, undefined);
  return (args[0] as string).replace(/%(.)/g, (whole, letter: string) => DIRECTIVES[letter]?.(at) ?? whole);
}

const clock: Native = positional("clock", 0, 0, monotonic);
const nanoseconds: Native = positional("time_ns", 0, 0, (host) => Math.round(host.world.nowMs() * 1e6));

export const TIME_NATIVES: Readonly<Record<string, Native>> = {
  sleep: positional("sleep", 1, 1, sleep),
  time: positional("time", 0, 0, (host) => new PyFloat(host.world.wallMs() / 1000)),
  time_ns: positional("time_ns", 0, 0, (host) => Math.round(host.world.wallMs()) * 1_000_000),
  monotonic: clock,
  perf_counter: clock,
  process_time: clock,
  thread_time: clock,
  monotonic_ns: nanoseconds,
  perf_counter_ns: nanoseconds,
  ctime: positional("ctime", 0, 1, ctime),
  strftime: positional("strftime", 1, 2, strftime),
};
