// The shapes of what the page API gives (docs/page-api.md, sections 2 and 3), to the letter.

import { FINDING_KINDS, OBJECT_KINDS, STATUSES, THREAD_KINDS } from "./promises.ts";
import {
  arrayOf,
  boolean,
  integer,
  nullOr,
  number,
  object,
  oneOf,
  plain,
  recordOf,
  string,
  words,
  type Shape,
} from "./shape.ts";

const ENGINES = ["threads", "simulator", "recording"];
const CHAPTERS = [
  "threads",
  "shared-memory",
  "locks",
  "queues",
  "processes",
  "pools",
  "coroutines",
  "compare",
  "beyond",
];
const id = integer(0);

export const environmentShape: Shape = object({
  isolated: boolean,
  sharedMemory: boolean,
  cores: integer(1),
  clockResolutionUs: number,
  engine: oneOf(ENGINES),
});

const parameterShape = object(
  {
    name: words,
    kind: oneOf(["integer", "number", "boolean", "choice", "text"]),
    default: plain,
    label: words,
  },
  { smallDefault: plain, min: number, max: number, choices: arrayOf(plain) },
);

export const catalogueShape: Shape = arrayOf(
  object({
    id: words,
    chapter: oneOf(CHAPTERS),
    title: words,
    summary: words,
    parameters: arrayOf(parameterShape),
    outcomes: arrayOf(words),
    modes: arrayOf(oneOf(["run", "step", "explore"])),
    listing: words,
  }),
);

const threadShape = object({
  id,
  name: words,
  kind: oneOf(THREAD_KINDS),
  process: id,
  worker: boolean,
  state: words,
});

const findingShape = object(
  {
    kind: oneOf(FINDING_KINDS),
    message: words,
    threads: arrayOf(id),
    objects: arrayOf(id),
    lines: arrayOf(integer(1)),
    events: arrayOf(id),
    count: integer(1),
  },
  { schedule: words, incomplete: boolean },
);

export const runReportShape: Shape = object({
  scenario: nullOr(words),
  parameters: recordOf(plain),
  engine: oneOf(ENGINES),
  status: oneOf(STATUSES),
  outcome: recordOf(plain),
  expected: nullOr(recordOf(plain)),
  correct: nullOr(boolean),
  elapsedMs: number,
  threads: arrayOf(threadShape),
  findings: arrayOf(findingShape),
  console: arrayOf(object({ thread: id, timeUs: number, text: string })),
  events: integer(0),
  dropped: integer(0),
  lostUpdates: nullOr(recordOf(integer(0))),
  steps: nullOr(integer(0)),
  schedule: nullOr(words),
});

export const repeatReportShape: Shape = object({
  runs: integer(0),
  outcomes: arrayOf(object({ outcome: recordOf(plain), status: oneOf(STATUSES), runs: integer(1) })),
  elapsedMs: number,
});

const eventShape = object(
  { seq: id, t: number, thread: id, op: words },
  { object: id, key: plain, value: plain, other: id, line: integer(1), ok: boolean },
);

const traceMembers = {
  format: oneOf(["interleave-trace"]),
  version: oneOf([1]),
  clock: object({ unit: oneOf(["us"]), resolution: number, fixes: integer(0) }),
  threads: arrayOf(threadShape),
  objects: arrayOf(object({ id, name: string, kind: oneOf(OBJECT_KINDS) })),
  events: arrayOf(eventShape),
  total: integer(0),
};

export const traceShape: Shape = object(traceMembers);

/** A file may say more than the page API's trace, so that reading it back gives the same. */
export const traceFileShape: Shape = object(
  {
    ...traceMembers,
    objects: arrayOf(object({ id, name: string, kind: oneOf(OBJECT_KINDS) }, { initial: plain, capacity: integer() })),
  },
  { engine: oneOf(ENGINES), dropped: integer(0), elapsedMs: number, reprs: plain },
);
