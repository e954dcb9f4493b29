/** What Python has and listings here have not yet, with what to write instead. */

/** Module → what to write instead. */
export const refusedModules: ReadonlyMap<string, string> = new Map([
  ["asyncio", "coroutines come with the event loop; write threads for now"],
  ["gevent", "write threads"],
  ["greenlet", "write generators"],
  ["subprocess", "write threads"],
  ["socket", "write a queue.Queue between threads"],
  ["contextvars", "threading.local() gives each thread a value of its own"],
  ["itertools", "write the loop out"],
  ["functools", "write the function out"],
  ["collections", "dict, list and tuple"],
  ["contextlib", "a class with __enter__ and __exit__"],
  ["dataclasses", "a class with __init__"],
  ["enum", "module-level constants"],
  ["re", "str methods such as split and startswith"],
  ["json", "str() and repr()"],
  ["datetime", "time.time()"],
  ["string", "the text itself"],
  ["pathlib", "files are not there; keep texts in variables"],
  ["logging", "print()"],
  ["signal", "threading.Event"],
  ["atomics", "a threading.Lock around the update"],
]);

/** Built-in name → what to write instead. */
export const refusedNames: ReadonlyMap<string, string> = new Map([
  ["input", "a module-level name at the head of the listing, which becomes a parameter"],
  ["open", "keep the text in a variable; there are no files here"],
  ["eval", "write the expression itself"],
  ["exec", "write the statements themselves"],
  ["compile", "write the statements themselves"],
  ["__import__", "import at the head of the listing"],
  ["globals", "the names themselves"],
  ["locals", "the names themselves"],
  ["vars", "the attributes themselves"],
  ["dir", "the names themselves"],
  ["help", "read the documentation"],
  ["breakpoint", "move the playhead"],
  ["complex", "two floats"],
  ["bytes", "str"],
  ["bytearray", "list"],
  ["memoryview", "list"],
]);
