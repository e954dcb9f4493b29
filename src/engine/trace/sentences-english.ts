/** English sentences for events; words as in the vocabulary. Rule: present tense, thread first. */
import { OP_NAMES, type OpName } from "./ops.ts";
import { englishLoopClause } from "./sentences-loop.ts";
import type { SentenceBook, SentenceParts } from "./sentences.ts";

type Clause = (p: SentenceParts) => string;

const after = (text: string, sign: string) => (text === "" ? "" : `${sign}${text}`);
const on = (p: SentenceParts) => (p.place === "" ? "" : ` ${p.place}`);

function depthNote(p: SentenceParts): string {
  if (p.value === "" || p.kind === "lock" || p.kind === "gil") return "";
  if (p.kind === "semaphore") return ` (${p.value} permits left)`;
  if (p.kind === "rwlock") return ` to ${p.value.replaceAll("'", "")}`;
  return ` (depth ${p.value})`;
}

/** How long a wait may last, where it has a limit. */
const limit = (p: SentenceParts) => (p.value === "" ? "" : `, at most ${p.value} ms`);

function waitClause(p: SentenceParts): string {
  if (p.kind === "condition") return `${p.thread} waits on ${p.place} and gives its lock back`;
  if (p.kind === "future") return `${p.thread} waits for the result of ${p.place}${limit(p)}`;
  return `${p.thread} waits until ${p.place} is set${limit(p)}`;
}

function wokenClause(p: SentenceParts): string {
  if (p.kind === "condition") return `${p.thread} is notified on ${p.place}`;
  if (p.kind === "future") return `${p.thread} has the result of ${p.place}${after(p.value, ": ")}`;
  return `${p.thread} finds ${p.place} set and goes on`;
}

function joinTarget(p: SentenceParts): string {
  if (p.other !== "") return `${p.other} to finish`;
  if (p.kind === "pool") return `the workers of ${p.place} to finish`;
  return `all items of ${p.place} to be done`;
}

function joinClause(p: SentenceParts): string {
  if (p.other !== "") return `${p.thread} joins ${p.other}, which has finished`;
  if (p.kind === "pool") return `${p.thread} joins ${p.place}: its workers have finished`;
  return `${p.thread} joins ${p.place}: all items are done`;
}

function refusedClause(p: SentenceParts): string {
  if (p.kind?.includes("queue") === true) return `${p.place} refuses ${p.thread}: it cannot put or get at once`;
  if (p.kind === "pool") return `${p.place} refuses a task of ${p.thread}`;
  return `${p.thread} does not get ${p.place} at once and goes on without it`;
}

function exchangeClause(p: SentenceParts): string {
  const outcome = p.ok === false ? "in vain: it had changed" : "with success";
  return `${p.thread} compares and exchanges ${p.place}${after(p.value, " to ")}, ${outcome}`;
}

const taskOf = (p: SentenceParts) => (p.value === "" ? "a task" : `the task ${p.value}`);

function endClause(p: SentenceParts, verb: string): string {
  if (p.kind === "future") return `${p.thread} ${verb} ${p.place}${after(p.value, ": ")}`;
  return `${p.thread} ${verb} ${taskOf(p)}${after(p.place, " of ")}`;
}

/** Of a primitive a read is a question about it. */
function readClause(p: SentenceParts): string {
  switch (p.kind) {
    case "lock":
    case "rlock":
      return `${p.thread} asks whether ${p.place} is held${after(p.value, ": ")}`;
    case "event-flag":
      return `${p.thread} asks whether ${p.place} is set${after(p.value, ": ")}`;
    case "queue":
    case "lifo-queue":
    case "priority-queue":
      return `${p.thread} asks how many items are in ${p.place}${after(p.value, ": ")}`;
    case "future":
      return `${p.thread} asks how far ${p.place} is`;
    default:
      return `${p.thread} reads${on(p)}${after(p.value, ": ")}`;
  }
}

function suspendClause(p: SentenceParts): string {
  if (p.other !== "") return `${p.thread} awaits ${p.other} and lets others run`;
  if (p.place !== "") return `${p.thread} awaits ${p.place} and lets others run`;
  if (p.value !== "") return `${p.thread} awaits a sleep of ${p.value} ms and lets others run`;
  return `${p.thread} lets others run`;
}

const CLAUSES: Readonly<Record<OpName, Clause>> = {
  start: (p) => `${p.thread} starts`,
  finish: (p) => `${p.thread} finishes`,
  spawn: (p) => `${p.thread} starts the thread ${p.other}`,
  "join-wait": (p) => `${p.thread} waits for ${joinTarget(p)}${limit(p)}`,
  join: joinClause,
  "join-timeout": (p) => `${p.thread} no longer waits for ${joinTarget(p)}: its time is up`,
  sleep: (p) => `${p.thread} sleeps${p.value === "" ? "" : ` for ${p.value} ms`}`,
  wake: (p) => `${p.thread} wakes up`,
  compute: (p) => `${p.thread} computes${p.value === "" ? "" : ` for ${p.value} ms`}`,
  print: (p) => `${p.thread} prints${after(p.text, ": ")}`,
  raise: (p) => `${p.thread} raises ${p.text === "" ? "an exception" : p.text}`,
  read: readClause,
  write: (p) => `${p.thread} writes${on(p)}${after(p.value, ": ")}`,
  update: (p) => `${p.thread} updates${on(p)} in one step${after(p.value, ": ")}`,
  "compare-exchange": exchangeClause,
  "local-read": (p) => `${p.thread} reads its own${on(p)}${after(p.value, ": ")}`,
  "local-write": (p) => `${p.thread} writes its own${on(p)}${after(p.value, ": ")}`,
  "acquire-wait": (p) => `${p.thread} waits for ${p.place}${p.holder === "" ? "" : `, held by ${p.holder}`}${limit(p)}`,
  acquire: (p) => `${p.thread} acquires ${p.place}${depthNote(p)}`,
  "acquire-timeout": (p) => `${p.thread} no longer waits for ${p.place}: its time is up`,
  refused: refusedClause,
  release: (p) => `${p.thread} releases ${p.place}${depthNote(p)}`,
  wait: waitClause,
  notify: (p) => `${p.thread} notifies ${p.place}${p.value === "" ? "" : `: ${p.value} woken`}`,
  woken: wokenClause,
  "wait-timeout": (p) => `${p.thread} no longer waits on ${p.place}: its time is up`,
  set: (p) => (p.kind === "future" ? `${p.thread} gives ${p.place} its result` : `${p.thread} sets ${p.place}`),
  clear: (p) => `${p.thread} clears ${p.place}`,
  arrive: (p) => `${p.thread} arrives at ${p.place}`,
  pass: (p) => `${p.thread} passes ${p.place}: everybody has arrived`,
  broken: (p) => `${p.thread} finds ${p.place} broken`,
  reset: (p) => `${p.thread} resets ${p.place}`,
  "put-wait": (p) => `${p.thread} waits for room in ${p.place}${limit(p)}`,
  put: (p) => `${p.thread} puts ${p.value === "" ? "an item" : p.value} into ${p.place}`,
  "put-timeout": (p) => `${p.thread} no longer waits for room in ${p.place}: its time is up`,
  "get-wait": (p) => `${p.thread} waits for an item from ${p.place}${limit(p)}`,
  get: (p) => `${p.thread} gets ${p.value === "" ? "an item" : p.value} from ${p.place}`,
  "get-timeout": (p) => `${p.thread} no longer waits for an item from ${p.place}: its time is up`,
  "task-done": (p) => `${p.thread} tells ${p.place} that an item is done`,
  shutdown: (p) => `${p.thread} shuts ${p.place} down`,
  steal: (p) => `${p.thread} steals ${p.value === "" ? "an item" : p.value} from ${p.place}`,
  send: (p) =>
    p.other !== ""
      ? `${p.thread} sends ${p.value || "None"} to ${p.other}`
      : `${p.thread} sends${p.value === "" ? "" : ` ${p.value}`}${after(p.place, " through ")}`,
  "recv-wait": (p) => `${p.thread} waits for something from ${p.place}`,
  recv: (p) => `${p.thread} receives ${p.value === "" ? "something" : p.value} from ${p.place}`,
  drop: (p) => `${p.value === "" ? "something" : p.value} is lost in ${p.place}`,
  close: (p) => `${p.thread} closes ${p.place}`,
  eof: (p) => `${p.thread} finds the end of ${p.place}`,
  submit: (p) => `${p.thread} submits ${taskOf(p)} to ${p.place}`,
  "task-start": (p) =>
    p.kind === "future" ? `${p.thread} begins ${p.place}` : `${p.thread} takes ${taskOf(p)}${after(p.place, " from ")}`,
  "task-finish": (p) => endClause(p, "finishes"),
  "task-fail": (p) => endClause(p, "fails at"),
  terminate: (p) => `${p.thread} terminates ${p.place}`,
  fork: (p) => `${p.thread} forks ${p.other}`,
  exit: (p) => `${p.thread} exits${p.value === "" ? "" : ` with code ${p.value}`}`,
  kill: (p) => `${p.thread} kills ${p.other}`,
  connect: (p) => `${p.thread} connects to ${p.place}`,
  "auth-refused": (p) => `${p.place} refuses the key of ${p.thread}`,
  "task-create": (p) => `${p.thread} creates ${p.other === "" ? p.value || "a task" : p.other}`,
  "task-run": (p) => `${p.thread} runs`,
  "task-suspend": suspendClause,
  "task-wake": (p) => (p.other === "" ? `${p.thread} is ready again` : `${p.thread} makes ${p.other} ready again`),
  "task-cancel": (p) => `${p.thread} cancels ${p.other || p.place || "a task"}`,
  "timer-set": (p) => `${p.thread} sets a timer${p.value === "" ? "" : ` of ${p.value} ms`}`,
  "timer-fire": (p) => `a timer of ${p.thread} fires`,
  "select-wait": (p) => `${p.thread} sleeps until a timer or a message comes`,
  "select-return": (p) => `${p.thread} has something to do again`,
  yield: (p) => `${p.thread} yields ${p.value || "None"}${after(p.other, " to ")}`,
  throw: (p) => `${p.thread} throws${after(p.value, " ")}${after(p.other || p.place, " into ")}`,
  switch: (p) => `${p.thread} switches to ${p.other}${after(p.value, " with ")}`,
  progress: (p) => `${p.thread} reports progress${after(p.value, ": ")}`,
  request: (p) => `${p.thread} requests ${p.value === "" ? "a resource" : p.value}${after(p.place, " of ")}`,
  grant: (p) => `${p.thread} grants ${p.value === "" ? "a resource" : p.value}${after(p.place, " of ")}`,
  call: (p) => `${p.thread} calls ${p.other || "a function"}, which runs at once, on the same stack`,
  return: (p) => `${p.thread} goes on: ${p.other || "a function"} has handed back`,
};

const isKnown = (op: string): op is OpName => op !== "" && (OP_NAMES as readonly string[]).includes(op);

export const ENGLISH: SentenceBook = {
  something: "something",
  clause: (p) =>
    englishLoopClause(p) ?? (isKnown(p.op) ? CLAUSES[p.op](p) : `${p.thread}: ${p.op}${on(p)}${after(p.value, ": ")}`),
  withLine: (clause, line) => `${clause} (line ${line})`,
};
