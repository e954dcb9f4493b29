/**
 * Small programs as text, for the searches' own tests: one thread a line, one operation after the other, nothing but what can be a step.
 *
 *     lock m; queue q 1; list a 2
 *     A: acquire m; r = x; x = r + 1; release m
 *     B: put q 5 timed; a[0] = 7; append a 1; r = len a
 *
 * Cells are 0 at first and need no declaration; `r s t u` are registers of the thread, and `ok` says whether the last attempt succeeded.
 * Rule: state is one array of integers with an undo log, so going back costs what was changed.
 */
import { GATE, type Gate } from "../runtime/explorer/explorable.ts";

/** Words of one line of a thread: an operation and its operands, resolved to places. */
export interface AbstractOperation {
  readonly verb: AbstractVerb;
  /** Name of the object, or of the thread; "" for local ones. */
  readonly object: string;
  /** Element of a list, as a value. */
  readonly index: Value | null;
  readonly value: Value;
  readonly other: Value;
  /** Register that takes the result; −1 none. */
  readonly into: number;
  readonly wait: "ever" | "timed" | "try";
  readonly text: string;
}

/** A constant, or a register plus a constant. */
export interface Value {
  readonly register: number;
  readonly add: number;
}

export type AbstractVerb =
  | "read"
  | "write"
  | "add"
  | "cas"
  | "append"
  | "len"
  | "acquire"
  | "release"
  | "take"
  | "give"
  | "put"
  | "get"
  | "wait"
  | "notify"
  | "notify-all"
  | "arrive"
  | "set"
  | "clear"
  | "await"
  | "spawn"
  | "join"
  | "stop-if"
  | "back-if";

export interface Declaration {
  readonly kind: "lock" | "rlock" | "semaphore" | "queue" | "condition" | "barrier" | "flag" | "list";
  readonly name: string;
  /** Permits, capacity (0: none), parties or length. */
  readonly size: number;
  /** A condition's lock. */
  readonly lock: string;
}

export interface AbstractText {
  readonly declarations: readonly Declaration[];
  readonly threads: readonly { readonly name: string; readonly operations: readonly AbstractOperation[] }[];
}

export const REGISTERS = ["r", "s", "t", "u", "ok"] as const;
export const OK_REGISTER = 4;

/** How each verb may be hindered; the text notation's `timed` and `try` never are. */
export const GATE_OF: Readonly<Record<AbstractVerb, Gate>> = {
  read: GATE.NONE,
  write: GATE.NONE,
  add: GATE.NONE,
  cas: GATE.NONE,
  append: GATE.NONE,
  len: GATE.NONE,
  acquire: GATE.TAKES,
  release: GATE.NONE,
  take: GATE.TAKES,
  give: GATE.NONE,
  put: GATE.PUTS,
  get: GATE.TAKES,
  wait: GATE.NONE,
  notify: GATE.NONE,
  "notify-all": GATE.NONE,
  arrive: GATE.NONE,
  set: GATE.NONE,
  clear: GATE.NONE,
  await: GATE.TAKES,
  spawn: GATE.NONE,
  join: GATE.ONCE,
  "stop-if": GATE.NONE,
  "back-if": GATE.NONE,
};

/** @throws Error that shows what was not understood */
export function parseAbstract(text: string): AbstractText {
  const declarations: Declaration[] = [];
  const threads: { name: string; operations: AbstractOperation[] }[] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const thread = /^(\w+):(.*)$/.exec(line);
    if (thread === null) declarations.push(...parts(line).map(parseDeclaration));
    else threads.push({ name: thread[1], operations: parts(thread[2]).map(parseOperation) });
  }
  return { declarations, threads };
}

function parts(line: string): readonly string[] {
  return line
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function parseDeclaration(text: string): Declaration {
  const [, kind, name, rest = ""] =
    /^(lock|rlock|semaphore|queue|condition|barrier|flag|list) (\w+) ?(\w*)$/.exec(text) ?? [];
  if (kind === undefined) throw new Error(`no declaration: ${text}`);
  return { kind: kind as Declaration["kind"], name, size: Number.parseInt(rest, 10) || 0, lock: rest };
}

function parseOperation(text: string): AbstractOperation {
  const local = /^(stop|back (\d+)) if (\w+) = (-?\d+)$/.exec(text);
  if (local !== null) {
    const verb = local[1] === "stop" ? "stop-if" : "back-if";
    const compared = { value: value(local[3]), other: value(local[4]), index: value(local[2] ?? "0") };
    return operation(text, verb, "", compared);
  }
  const named =
    /^(?:(\w+) = )?(add|cas|append|len|acquire|release|take|give|put|get|wait|notify|arrive|set|clear|await|spawn|join) (.*)$/.exec(
      text,
    );
  return named === null ? parseAssignment(text) : parseNamed(text, named);
}

function parseNamed(text: string, [, into, verb, rest]: readonly string[]): AbstractOperation {
  const words = rest.split(" ");
  const last = words.at(-1);
  const wait = last === "timed" || last === "try" ? last : "ever";
  const all = verb === "notify" && last === "all";
  const operands = wait === "ever" && !all ? words : words.slice(0, -1);
  const [object, index] = place(operands[0]);
  return operation(text, all ? "notify-all" : (verb as AbstractVerb), object, {
    index,
    value: value(operands[1] ?? "0"),
    other: value(operands[2] ?? "0"),
    into: into === undefined ? -1 : register(into),
    wait,
  });
}

function parseAssignment(text: string): AbstractOperation {
  const [, to, from] = /^([\w[\]]+) = (.+)$/.exec(text) ?? [];
  if (to === undefined) throw new Error(`no operation: ${text}`);
  if (register(to) >= 0) {
    const [object, index] = place(from);
    return operation(text, "read", object, { index, into: register(to) });
  }
  const [object, index] = place(to);
  return operation(text, "write", object, { index, value: value(from) });
}

function operation(
  text: string,
  verb: AbstractVerb,
  object: string,
  rest: Partial<AbstractOperation>,
): AbstractOperation {
  const nothing = { register: -1, add: 0 };
  return { text, verb, object, index: null, value: nothing, other: nothing, into: -1, wait: "ever", ...rest };
}

/** `a[1]` and `a[r]` are elements, `x` is a cell. */
function place(text: string): readonly [string, Value | null] {
  const [, object, index] = /^(\w+)(?:\[(.+)\])?$/.exec(text) ?? [];
  if (object === undefined) throw new Error(`no place: ${text}`);
  return [object, index === undefined ? null : value(index)];
}

function value(text: string): Value {
  const [, name, add] = /^([a-z]\w*)? ?(?:\+ ?)?(-?\d+)?$/.exec(text.trim()) ?? [];
  const at = name === undefined ? -1 : register(name);
  if (name !== undefined && at < 0) throw new Error(`no value: ${text}`);
  return { register: at, add: add === undefined ? 0 : Number(add) };
}

function register(name: string): number {
  return REGISTERS.indexOf(name as (typeof REGISTERS)[number]);
}
