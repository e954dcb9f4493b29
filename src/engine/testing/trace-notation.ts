/**
 * Traces as text, for tests that speak the domain. A line is an event, a thread or an object:
 *
 *   object q: queue capacity 3        kind; `capacity N`; `atomic`; `= VALUE` is the initial value
 *   thread T2: blocked                state, kind or `worker`, in any order; threads are numbered in the order of appearance
 *   T1 acquire lock :5                thread, op, object, then any of `= VALUE`, `-> THREAD`, `ok`, `fails`, `:LINE`
 *   @12.5 T1 write counts[2] = 7      `@` gives the time in microseconds; one more than the line before unless told
 *
 * Values and keys are JSON. What is not declared is inferred from the op that names it first. `#` begins a comment.
 * Rule: `parseTrace(printTrace(trace))` is the trace again.
 */
import { TraceBuilder } from "../trace/builder.ts";
import { otherOf } from "../trace/event.ts";
import { opName } from "../trace/op-roles.ts";
import { OBJECT_KINDS, type ObjectKind } from "../trace/ops.ts";
import type { Plain, ThreadKind, ThreadState, Trace, TraceThread } from "../trace/trace.ts";
import { plainOf } from "../trace/value-codes.ts";
import { reprOfPlain } from "../trace/plain-repr.ts";

const KIND_BY_OP: Readonly<Record<string, ObjectKind>> = {
  put: "queue",
  get: "queue",
  "put-wait": "queue",
  "get-wait": "queue",
  "put-timeout": "queue",
  "get-timeout": "queue",
  "task-done": "queue",
  shutdown: "queue",
  acquire: "lock",
  release: "lock",
  "acquire-wait": "lock",
  "acquire-timeout": "lock",
  wait: "condition",
  notify: "condition",
  woken: "condition",
  "wait-timeout": "condition",
  set: "event-flag",
  clear: "event-flag",
  arrive: "barrier",
  pass: "barrier",
  broken: "barrier",
  reset: "barrier",
  submit: "pool",
  "task-start": "pool",
  "task-finish": "pool",
  "task-fail": "pool",
  terminate: "pool",
  send: "pipe",
  recv: "pipe",
};

const STATES: readonly string[] = ["new", "running", "blocked", "sleeping", "finished", "failed", "stopped"];
const KINDS: readonly string[] = ["main", "thread", "process", "task", "loop", "generator", "greenlet"];

/** Makes a trace of its text. @throws Error naming the line that cannot be read */
export function parseTrace(
  text: string,
  options: { readonly engine?: Trace["engine"]; readonly dropped?: number } = {},
): Trace {
  const parser = new TraceParser(options.engine ?? "simulator");
  for (const [i, line] of text.split("\n").entries()) {
    const bare = line.replace(/\s#.*$|^#.*$/, "").trim();
    if (bare === "") continue;
    try {
      parser.read(bare);
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : String(fault);
      throw new Error(`line ${i + 1}: ${line.trim()}: ${why}`, { cause: fault });
    }
  }
  return parser.builder.build({ dropped: options.dropped ?? 0 });
}

/** Writes a trace as text: threads, objects, then a line an event. */
export function printTrace(trace: Trace): string {
  const threads = trace.threads.map(
    ({ name, kind, worker, state }) => `thread ${name}: ${kind}${worker ? " worker" : ""} ${state}`,
  );
  const objects = trace.objects.map(({ name, kind, capacity, atomic, initial }) => {
    const size = capacity === undefined ? "" : ` capacity ${capacity}`;
    const access = atomic === true ? " atomic" : "";
    return `object ${name}: ${kind}${size}${access}${initial === undefined ? "" : ` = ${JSON.stringify(initial.plain)}`}`;
  });
  return `${[...threads, ...objects, ...printEvents(trace)].join("\n")}\n`;
}

/** The events alone, a line each. */
export function printEvents(trace: Trace): string[] {
  return Array.from({ length: trace.count }, (_, seq) => printEvent(trace, seq));
}

function printEvent(trace: Trace, seq: number): string {
  const inStep = trace.time[seq] === (seq === 0 ? 0 : trace.time[seq - 1] + 1);
  const other = otherOf(trace, seq);
  const key = other >= 0 ? undefined : plainOf(trace, trace.key[seq]);
  const value = plainOf(trace, trace.value[seq]);
  const object = trace.object[seq] < 0 ? "" : ` ${trace.objects[trace.object[seq]].name}`;
  return [
    inStep ? "" : `@${trace.time[seq]} `,
    `${trace.threads[trace.thread[seq]].name} ${opName(trace, trace.op[seq])}${object}`,
    key === undefined ? "" : `[${JSON.stringify(key)}]`,
    value === undefined ? "" : ` = ${JSON.stringify(value)}`,
    other < 0 ? "" : ` -> ${trace.threads[other].name}`,
    trace.ok[seq] === 0 ? "" : trace.ok[seq] === 2 ? " ok" : " fails",
    trace.line[seq] === 0 ? "" : ` :${trace.line[seq]}`,
  ].join("");
}

class TraceParser {
  readonly builder: TraceBuilder;
  readonly #threads = new Map<string, number>();
  readonly #objects = new Map<string, number>();

  constructor(engine: Trace["engine"]) {
    this.builder = new TraceBuilder({ engine });
  }

  read(line: string): void {
    const declaration = /^(thread|object) (\S+):\s*(.*)$/.exec(line);
    if (declaration?.[1] === "thread") this.#declareThread(declaration[2], declaration[3]);
    else if (declaration?.[1] === "object") this.#declareObject(declaration[2], declaration[3]);
    else this.#readEvent(line);
  }

  #declareThread(name: string, rest: string): void {
    const words = rest.split(/\s+/).filter((word) => word !== "");
    const wrong = words.find((word) => !STATES.includes(word) && !KINDS.includes(word) && word !== "worker");
    if (wrong !== undefined) throw new Error(`${wrong} is no state and no kind of a thread`);
    const state = words.find((word) => STATES.includes(word)) as ThreadState | undefined;
    const kind = words.find((word) => KINDS.includes(word)) as ThreadKind | undefined;
    const known = this.#threads.get(name);
    if (known !== undefined) {
      if (state !== undefined) this.builder.setThreadState(known, state);
      return;
    }
    const more: Partial<TraceThread> = { worker: words.includes("worker") };
    this.#threads.set(name, this.builder.addThread(name, { ...more, ...(state && { state }), ...(kind && { kind }) }));
  }

  #declareObject(name: string, rest: string): void {
    const parts = /^([a-z-]+)(?:\s+capacity\s+(-?\d+))?(\s+atomic)?(?:\s*=\s*(.+))?$/.exec(rest);
    if (parts === null || !isKind(parts[1])) throw new Error(`expected one of ${OBJECT_KINDS.join(", ")}`);
    const kind = parts[1];
    const [, , capacity, atomic, initial] = parts;
    const plain = initial === undefined ? undefined : (JSON.parse(initial) as Plain);
    this.#objects.set(
      name,
      this.builder.addObject(name, kind, {
        ...(capacity === undefined ? {} : { capacity: Number(capacity) }),
        ...(atomic === undefined ? {} : { atomic: true }),
        ...(plain === undefined ? {} : { initial: { repr: reprOfPlain(plain), plain } }),
      }),
    );
  }

  #readEvent(line: string): void {
    const parts = /^(?:@(\S+)\s+)?(\S+)\s+(\S+)(?:\s+([^\s=:>[-][^\s[]*)(?:\[(.+?)\](?=\s|$))?)?(.*)$/.exec(line);
    if (parts === null) throw new Error("expected THREAD OP [OBJECT] …");
    const [, time, thread, op] = parts;
    const { object, key, rest } = splitFlags(parts[4], parts[5], parts[6]);
    const line16 = /\s:(\d+)\s*$/.exec(rest);
    const flag = /\s(ok|fails)(?=\s|$)/.exec(rest);
    const other = /\s->\s*(\S+)/.exec(rest);
    const value = /\s=\s*(.+?)(?=\s+(?:->|ok|fails|:\d+)|\s*$)/.exec(rest);
    this.builder.push({
      ...(time === undefined ? {} : { t: Number(time) }),
      thread: this.#thread(thread),
      op,
      ...(object === undefined ? {} : { object: this.#object(object, KIND_BY_OP[op] ?? kindByKey(key)) }),
      ...(key === undefined ? {} : { key: JSON.parse(key) as Plain }),
      ...(value === null ? {} : { value: JSON.parse(value[1]) as Plain }),
      ...(other === null ? {} : { other: this.#thread(other[1]) }),
      ...(flag === null ? {} : { ok: flag[1] === "ok" }),
      ...(line16 === null ? {} : { line: Number(line16[1]) }),
    });
  }

  #thread(name: string): number {
    const known = this.#threads.get(name);
    if (known !== undefined) return known;
    const id = this.builder.addThread(name);
    this.#threads.set(name, id);
    return id;
  }

  #object(name: string, kind: ObjectKind): number {
    const known = this.#objects.get(name);
    if (known !== undefined) return known;
    const id = this.builder.addObject(name, kind);
    this.#objects.set(name, id);
    return id;
  }
}

/** An event without an object may go on with a flag, which looks like one. */
function splitFlags(object: string | undefined, key: string | undefined, rest: string) {
  const isFlag = object === "ok" || object === "fails";
  return isFlag ? { object: undefined, key: undefined, rest: ` ${object}${rest}` } : { object, key, rest };
}

function kindByKey(key: string | undefined): ObjectKind {
  if (key === undefined) return "cell";
  return key.startsWith('"') ? "dict" : "list";
}

function isKind(word: string): word is ObjectKind {
  return (OBJECT_KINDS as readonly string[]).includes(word);
}
