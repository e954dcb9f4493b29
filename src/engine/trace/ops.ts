/**
 * The vocabulary of traces: every `op` and every object kind of the page API, with the number each has in memory.
 * Rule: append only; a number once given is never given again, since files keep them by name and rings by number.
 */

/** Every op, in the order of its number; the number of `OP_NAMES[i]` is `i`. Number 0 is no op. */
export const OP_NAMES = [
  "",
  // thread
  "start",
  "finish",
  "spawn",
  "join-wait",
  "join",
  "join-timeout",
  "sleep",
  "wake",
  "compute",
  "print",
  "raise",
  // cell, list, dict, set, instance
  "read",
  "write",
  "update",
  "compare-exchange",
  "local-read",
  "local-write",
  // lock, rlock, semaphore, rwlock, gil
  "acquire-wait",
  "acquire",
  "acquire-timeout",
  "refused",
  "release",
  // condition, event flag
  "wait",
  "notify",
  "woken",
  "wait-timeout",
  "set",
  "clear",
  // barrier
  "arrive",
  "pass",
  "broken",
  "reset",
  // queue, deque
  "put-wait",
  "put",
  "put-timeout",
  "get-wait",
  "get",
  "get-timeout",
  "task-done",
  "shutdown",
  "steal",
  // pipe, channel
  "send",
  "recv-wait",
  "recv",
  "drop",
  "close",
  "eof",
  // pool
  "submit",
  "task-start",
  "task-finish",
  "task-fail",
  "terminate",
  // process, manager
  "fork",
  "exit",
  "kill",
  "connect",
  "auth-refused",
  // event loop
  "task-create",
  "task-run",
  "task-suspend",
  "task-wake",
  "task-cancel",
  "timer-set",
  "timer-fire",
  "select-wait",
  "select-return",
  // generator, greenlet
  "yield",
  "throw",
  "switch",
  // reports
  "progress",
  "request",
  "grant",
  // a function of its own lane, on the caller's stack
  "call",
  "return",
] as const;

/** The name of an op; files may also hold ops that this version does not know, which stay strings. */
export type OpName = Exclude<(typeof OP_NAMES)[number], "">;

/** The number of an op in rings and columns. */
export type OpCode = number;

/** Op name → number. */
export const OP: Readonly<Record<OpName, OpCode>> = Object.freeze(
  Object.fromEntries(OP_NAMES.map((name, code) => [name, code]).slice(1)),
) as Record<OpName, OpCode>;

/** Every object kind; the number of `OBJECT_KINDS[i]` is `i`. */
export const OBJECT_KINDS = [
  "cell",
  "list",
  "dict",
  "set",
  "instance",
  "lock",
  "rlock",
  "semaphore",
  "condition",
  "event-flag",
  "barrier",
  "rwlock",
  "queue",
  "lifo-queue",
  "priority-queue",
  "deque",
  "pipe",
  "channel",
  "pool",
  "future",
  "process",
  "manager",
  "thread-local",
  "loop",
  "gil",
] as const;

/** What an object of a trace is. */
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Kinds that somebody holds: who waits for one is held up by its holder. */
export const LOCK_KINDS: ReadonlySet<ObjectKind> = new Set(["lock", "rlock", "semaphore", "rwlock", "gil"]);

/** Number of the first op that files of this version do not name: codes from here index `Trace.unknownOps`. */
export const FIRST_UNKNOWN_OP: OpCode = 200;
