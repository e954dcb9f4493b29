/** A few names of `os` and `sys`. Rule: what differs from machine to machine is the world's to say. */
import { bindNames, positional } from "../builtins/arguments.ts";
import { type Native, PyRaise } from "../native.ts";
import { findExceptionType } from "../objects/exception-types.ts";
import { makeBuiltinException } from "../objects/exceptions.ts";
import { createNative, type PyType } from "../objects/immutables.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";

/** One process for everything until there are processes. */
const PROCESS = 4711;

function natives(named: Readonly<Record<string, Native>>): [string, Value][] {
  return Object.entries(named).map(([name, native]) => [name, createNative(name, native)]);
}

const exit: Native = (host, args, keywords) => {
  const [status] = bindNames("exit", args, keywords, ["status"]);
  throw new PyRaise(
    makeBuiltinException(host.heap, findExceptionType("SystemExit") as PyType, status === undefined ? [] : [status]),
  );
};

export const osNatives: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...natives({
    getpid: positional("getpid", 0, 0, () => PROCESS),
    getppid: positional("getppid", 0, 0, () => PROCESS - 1),
    cpu_count: positional("cpu_count", 0, 0, (host) => host.world.cores),
    process_cpu_count: positional("process_cpu_count", 0, 0, (host) => host.world.cores),
  }),
  ["name", "posix"],
  ["sep", "/"],
  ["linesep", "\n"],
]);

export const sysNatives: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...natives({
    exit,
    getswitchinterval: positional("getswitchinterval", 0, 0, (host) => new PyFloat(host.world.switchMs / 1000)),
    getrecursionlimit: positional("getrecursionlimit", 0, 0, () => 1000),
    _is_gil_enabled: positional("_is_gil_enabled", 0, 0, (host) => host.world.breaksAtJumps),
  }),
  ["version_info", new PyTuple([3, 13, 0, "final", 0])],
  ["version", "3.13.0 (Interleave)"],
  ["platform", "interleave"],
  ["maxsize", 9223372036854775807n],
  ["byteorder", "little"],
]);
