/** What one can run to, by the names of the menu. Pure. */
import type { OpName } from "../../engine/trace/ops.ts";
import type { Line } from "../../engine/base/ids.ts";
import type { SteppingTarget } from "../../workers/stepping-contract.ts";

/** In the order of the menu. */
export const TARGETS = ["end", "finding", "write", "read", "lock", "wait", "print", "finish", "line"] as const;
export type TargetName = (typeof TARGETS)[number];

const OPS: Readonly<Record<Exclude<TargetName, "finding" | "line" | "end">, readonly OpName[]>> = {
  write: ["write", "update", "compare-exchange"],
  read: ["read"],
  lock: ["acquire"],
  wait: ["acquire-wait", "put-wait", "get-wait", "wait", "join-wait"],
  print: ["print"],
  finish: ["finish"],
};

/** @param line where the target is a line */
export function toTarget(name: TargetName, line: Line): SteppingTarget {
  if (name === "finding" || name === "end") return { kind: name };
  return name === "line" ? { kind: "line", line } : { kind: "op", ops: OPS[name] };
}
