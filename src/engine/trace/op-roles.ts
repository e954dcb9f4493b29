/**
 * What each op means to its thread and its object, by op number, so that loops over millions of rows look it up in a byte.
 * Rule: an op that is not in the tables (one from a file of a later version) is an instant without meaning.
 */
import type { OpCode, OpName } from "./ops.ts";
import { FIRST_UNKNOWN_OP, OP, OP_NAMES } from "./ops.ts";
import type { Trace } from "./trace.ts";

/** The thread cannot go on after this event until another of its events says so. */
export const WAITS = 1;
/** Something another thread may wait for becomes available at this event. */
export const GIVES = 2;
/** The thread got something that another thread had to give first. */
export const TAKES = 4;
/** The event names another thread, kept in the key column. */
export const NAMES_THREAD = 8;
/** It is an access of a cell, element, attribute or container. */
export const ACCESSES = 16;
/** It changes what it accesses. */
export const CHANGES = 32;

const WAITING: readonly OpName[] = [
  "join-wait",
  "acquire-wait",
  "wait",
  "put-wait",
  "get-wait",
  "recv-wait",
  "select-wait",
  "sleep",
  "task-suspend",
];
const GIVING: readonly OpName[] = [
  "spawn",
  "finish",
  "release",
  "notify",
  "set",
  "arrive",
  "reset",
  "broken",
  "put",
  "get",
  "task-done",
  "shutdown",
  "send",
  "close",
  "submit",
  "task-finish",
  "task-fail",
  "terminate",
  "fork",
  "exit",
  "kill",
  "task-create",
  "task-wake",
  "yield",
  "switch",
];
const TAKING: readonly OpName[] = [
  "start",
  "join",
  "acquire",
  "woken",
  "pass",
  "broken",
  "put",
  "get",
  "steal",
  "recv",
  "eof",
  "task-start",
  "task-run",
];
const NAMING: readonly OpName[] = [
  "spawn",
  "join-wait",
  "join",
  "join-timeout",
  "fork",
  "kill",
  "finish",
  "task-create",
  "task-suspend",
  "task-wake",
  "task-cancel",
  "yield",
  "send",
  "throw",
  "switch",
  "call",
  "return",
];
const ACCESSING: readonly OpName[] = ["read", "write", "update", "compare-exchange"];
const CHANGING: readonly OpName[] = ["write", "update", "compare-exchange"];

/** Roles by op number; 0 for unknown ops. */
export const OP_ROLES: Uint8Array = (() => {
  const roles = new Uint8Array(256);
  const add = (names: readonly OpName[], role: number) => {
    for (const name of names) roles[OP[name]] |= role;
  };
  add(WAITING, WAITS);
  add(GIVING, GIVES);
  add(TAKING, TAKES);
  add(NAMING, NAMES_THREAD);
  add(ACCESSING, ACCESSES);
  add(CHANGING, CHANGES);
  return roles;
})();

export function hasRole(op: OpCode, role: number): boolean {
  return (OP_ROLES[op] & role) !== 0;
}

/** The name of an op, from the table or, for codes beyond it, from the file it came with. */
export function opName(trace: Pick<Trace, "unknownOps">, op: OpCode): string {
  return OP_NAMES[op] ?? trace.unknownOps[op - FIRST_UNKNOWN_OP] ?? `op-${op}`;
}
