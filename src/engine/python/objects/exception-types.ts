/**
 * The built-in exceptions as a tree, and those of the modules that natives raise. Rule: order is fixed, since types are numbered.
 */
import { createType, type PyType } from "./immutables.ts";
import { OBJECT } from "./types.ts";

const byName = new Map<string, PyType>();

/** Name, base and module: an exception's name is unique among all. */
function add(name: string, base: PyType, module = "builtins", second: PyType | null = null): PyType {
  const type = createType(name, base, module, true, second);
  byName.set(type.qualifiedName, type);
  return type;
}

function addAll(base: PyType, names: readonly string[]): void {
  for (const name of names) add(name, base);
}

export const BASE_EXCEPTION = add("BaseException", OBJECT);
const EXCEPTION_TYPE = add("Exception", BASE_EXCEPTION);
addAll(BASE_EXCEPTION, ["SystemExit", "KeyboardInterrupt", "GeneratorExit"]);
addAll(EXCEPTION_TYPE, [
  "StopIteration",
  "StopAsyncIteration",
  "AssertionError",
  "AttributeError",
  "BufferError",
  "EOFError",
  "ImportError",
  "MemoryError",
  "NameError",
  "OSError",
  "ReferenceError",
  "RuntimeError",
  "SyntaxError",
  "SystemError",
  "TypeError",
  "ValueError",
  "ArithmeticError",
  "LookupError",
  "Warning",
]);
addAll(typeNamed("ArithmeticError"), ["FloatingPointError", "OverflowError", "ZeroDivisionError"]);
addAll(typeNamed("LookupError"), ["IndexError", "KeyError"]);
addAll(typeNamed("ImportError"), ["ModuleNotFoundError"]);
addAll(typeNamed("NameError"), ["UnboundLocalError"]);
addAll(typeNamed("RuntimeError"), ["NotImplementedError", "RecursionError", "PythonFinalizationError"]);
addAll(typeNamed("SyntaxError"), ["IndentationError"]);
addAll(typeNamed("ValueError"), ["UnicodeError"]);
addAll(typeNamed("UnicodeError"), ["UnicodeDecodeError", "UnicodeEncodeError"]);
addAll(typeNamed("OSError"), [
  "BlockingIOError",
  "ChildProcessError",
  "ConnectionError",
  "FileExistsError",
  "FileNotFoundError",
  "InterruptedError",
  "IsADirectoryError",
  "NotADirectoryError",
  "PermissionError",
  "ProcessLookupError",
  "TimeoutError",
]);
addAll(typeNamed("ConnectionError"), [
  "BrokenPipeError",
  "ConnectionAbortedError",
  "ConnectionRefusedError",
  "ConnectionResetError",
]);
addAll(typeNamed("Warning"), [
  "DeprecationWarning",
  "FutureWarning",
  "PendingDeprecationWarning",
  "RuntimeWarning",
  "SyntaxWarning",
  "UserWarning",
  "ResourceWarning",
]);

export const BASE_EXCEPTION_GROUP = add("BaseExceptionGroup", BASE_EXCEPTION);
/** It is an Exception as well. */
export const EXCEPTION_GROUP = add("ExceptionGroup", BASE_EXCEPTION_GROUP, "builtins", EXCEPTION_TYPE);

/** Names that Python's built-ins have: the types above, and two old names of OSError. */
export const BUILTIN_EXCEPTIONS: ReadonlyMap<string, PyType> = new Map([
  ...byName,
  ["EnvironmentError", typeNamed("OSError")],
  ["IOError", typeNamed("OSError")],
]);

export const QUEUE_EMPTY = add("Empty", EXCEPTION_TYPE, "_queue");
export const QUEUE_FULL = add("Full", EXCEPTION_TYPE, "queue");
export const QUEUE_SHUT_DOWN = add("ShutDown", EXCEPTION_TYPE, "queue");
export const BROKEN_BARRIER = add("BrokenBarrierError", typeNamed("RuntimeError"), "threading");
const FUTURES = "concurrent.futures._base";
const FUTURES_ERROR = add("Error", EXCEPTION_TYPE, FUTURES);
export const CANCELLED_ERROR = add("CancelledError", FUTURES_ERROR, FUTURES);
export const INVALID_STATE_ERROR = add("InvalidStateError", FUTURES_ERROR, FUTURES);
export const BROKEN_EXECUTOR = add("BrokenExecutor", typeNamed("RuntimeError"), "concurrent.futures._base");
export const BROKEN_THREAD_POOL = add("BrokenThreadPool", BROKEN_EXECUTOR, "concurrent.futures.thread");
const ASYNCIO = "asyncio.exceptions";
export const ASYNC_CANCELLED_ERROR = add("CancelledError", BASE_EXCEPTION, ASYNCIO);
export const ASYNC_INVALID_STATE_ERROR = add("InvalidStateError", EXCEPTION_TYPE, ASYNCIO);
export const ASYNC_BROKEN_BARRIER = add("BrokenBarrierError", typeNamed("RuntimeError"), ASYNCIO);
export const ASYNC_QUEUE_EMPTY = add("QueueEmpty", EXCEPTION_TYPE, "asyncio.queues");
export const ASYNC_QUEUE_FULL = add("QueueFull", EXCEPTION_TYPE, "asyncio.queues");
export const ASYNC_QUEUE_SHUT_DOWN = add("QueueShutDown", EXCEPTION_TYPE, "asyncio.queues");
export const POOL_TIMEOUT = add("TimeoutError", EXCEPTION_TYPE, "multiprocessing.context");

/** The exception type of that name (`ValueError`, `queue.Full`); undefined where there is none. */
export function findExceptionType(name: string): PyType | undefined {
  return byName.get(name);
}

function typeNamed(name: string): PyType {
  const type = byName.get(name);
  if (type === undefined) throw new Error(`no exception type ${name}`);
  return type;
}

/** The exception type of that name. @throws Error where there is none: a fault of ours. */
export function exceptionTypeNamed(name: string): PyType {
  return typeNamed(name);
}
