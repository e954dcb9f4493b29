/**
 * Reads a file of our own format. Rule: what the format promises is checked, and a fault names the field and its place;
 * ops, kinds of threads and fields that this version does not know are kept.
 */
import { ArgumentError } from "../base/errors.ts";
import { TraceBuilder } from "./builder.ts";
import { OBJECT_KINDS, type ObjectKind } from "./ops.ts";
import { isArray } from "./plain-repr.ts";
import type { Plain, ThreadKind, ThreadState, Trace, ValueEntry } from "./trace.ts";

type Fields = Readonly<Record<string, Plain>>;

const EVENT_FIELDS = ["seq", "t", "thread", "op", "object", "key", "value", "other", "line", "ok"];
const THREAD_KINDS = ["main", "thread", "process", "task", "loop", "generator", "greenlet"] as const;
const THREAD_STATES = ["new", "running", "blocked", "sleeping", "finished", "failed", "stopped"] as const;
const ENGINES = ["threads", "simulator", "recording"] as const;

/** Makes a trace of the text of a file, or of what it parses to. @throws ArgumentError naming what is wrong and where. */
export function importInterleave(source: string | Plain): Trace {
  const file = fields("trace", typeof source === "string" ? parse(source) : source);
  if (file["format"] !== "interleave-trace") throw new ArgumentError("format", file["format"], '"interleave-trace"');
  if (file["version"] !== 1) throw new ArgumentError("version", file["version"], "1");
  const clock = fields("clock", file["clock"]);
  const builder = new TraceBuilder({
    engine: oneOf("engine", file["engine"] ?? "recording", ENGINES),
    resolutionUs: number("clock.resolution", clock["resolution"]),
  });
  const threads = readThreads(builder, list("threads", file["threads"]));
  const objects = readObjects(builder, list("objects", file["objects"]));
  readEvents(builder, list("events", file["events"]), threads, objects, readReprs(file["reprs"], objects));
  return builder.build({
    fixes: number("clock.fixes", clock["fixes"] ?? 0),
    dropped: number("dropped", file["dropped"] ?? 0),
    ...(file["elapsedMs"] === undefined ? {} : { elapsedMs: number("elapsedMs", file["elapsedMs"]) }),
  });
}

/** Ids of the file → ids of the trace: dense, in the file's order. */
type Ids = ReadonlyMap<number, number>;

function readThreads(builder: TraceBuilder, rows: readonly Plain[]): Ids {
  const ids = new Map<number, number>();
  for (const [i, row] of rows.entries()) {
    const at = `threads[${i}]`;
    const thread = fields(at, row);
    const parent = thread["parent"] === undefined ? undefined : ids.get(number(`${at}.parent`, thread["parent"]));
    const id = builder.addThread(text(`${at}.name`, thread["name"]), {
      kind: oneOf<ThreadKind>(`${at}.kind`, thread["kind"] ?? "thread", THREAD_KINDS),
      process: number(`${at}.process`, thread["process"] ?? 0),
      worker: thread["worker"] === true,
      state: oneOf<ThreadState>(`${at}.state`, thread["state"] ?? "finished", THREAD_STATES),
      ...(parent === undefined ? {} : { parent }),
    });
    ids.set(number(`${at}.id`, thread["id"]), id);
  }
  return ids;
}

function readObjects(builder: TraceBuilder, rows: readonly Plain[]): Ids {
  const ids: Ids = new Map(rows.map((row, i) => [number(`objects[${i}].id`, fields(`objects[${i}]`, row)["id"]), i]));
  for (const [i, row] of rows.entries()) {
    const at = `objects[${i}]`;
    const object = fields(at, row);
    const { initial, capacity, atomic } = object;
    builder.addObject(
      text(`${at}.name`, object["name"]),
      oneOf<ObjectKind>(`${at}.kind`, object["kind"], OBJECT_KINDS),
      {
        ...(initial === undefined ? {} : { initial: readEntry(`${at}.initial`, initial, ids) }),
        ...(capacity === undefined ? {} : { capacity: number(`${at}.capacity`, capacity) }),
        ...(atomic === true ? { atomic } : {}),
      },
    );
  }
  return ids;
}

function readEntry(at: string, value: Plain, objects: Ids): ValueEntry {
  const entry = fields(at, value);
  const repr = text(`${at}.repr`, entry["repr"]);
  const object = typeof entry["object"] === "number" ? objects.get(entry["object"]) : undefined;
  return { repr, plain: fromJson(entry["plain"] ?? null, repr), ...(object === undefined ? {} : { object }) };
}

/** Reprs by row and column: `2 * row` for a key, `2 * row + 1` for a value. */
function readReprs(source: Plain | undefined, objects: Ids): ReadonlyMap<number, ValueEntry> {
  const found = new Map<number, ValueEntry>();
  if (source === undefined) return found;
  const reprs = fields("reprs", source);
  const entries = list("reprs.entries", reprs["entries"]).map((row, i) => {
    const [repr, plain, object] = list(`reprs.entries[${i}]`, row);
    return readEntry(`reprs.entries[${i}]`, { repr, plain, ...(object === undefined ? {} : { object }) }, objects);
  });
  const uses = list("reprs.uses", reprs["uses"]);
  for (let i = 0; i + 2 < uses.length; i += 3) {
    const entry = entries[number(`reprs.uses[${i + 2}]`, uses[i + 2])];
    if (entry === undefined)
      throw new ArgumentError(`reprs.uses[${i + 2}]`, uses[i + 2], `an index below ${entries.length}`);
    found.set(number(`reprs.uses[${i}]`, uses[i]) * 2 + number(`reprs.uses[${i + 1}]`, uses[i + 1]), entry);
  }
  return found;
}

function readEvents(
  builder: TraceBuilder,
  rows: readonly Plain[],
  threads: Ids,
  objects: Ids,
  reprs: ReadonlyMap<number, ValueEntry>,
): void {
  const events = rows.map((row, i) => fields(`events[${i}]`, row));
  const order = events.map((event, i) => number(`events[${i}].seq`, event["seq"] ?? i));
  const sorted = events.map((_, i) => i).sort((a, b) => order[a] - order[b]);
  for (const i of sorted) readEvent(builder, events[i], i, threads, objects, reprs);
}

function readEvent(
  builder: TraceBuilder,
  event: Fields,
  i: number,
  threads: Ids,
  objects: Ids,
  reprs: ReadonlyMap<number, ValueEntry>,
): void {
  const at = `events[${i}]`;
  const row = typeof event["seq"] === "number" ? event["seq"] : i;
  const { object, key, value, other, line, ok } = event;
  const keyEntry = reprs.get(row * 2);
  const valueEntry = reprs.get(row * 2 + 1);
  const extra = Object.fromEntries(Object.entries(event).filter(([name]) => !EVENT_FIELDS.includes(name)));
  builder.push({
    t: number(`${at}.t`, event["t"]),
    thread: known(`${at}.thread`, event["thread"], threads),
    op: text(`${at}.op`, event["op"]),
    ...(object === undefined ? {} : { object: known(`${at}.object`, object, objects) }),
    ...(key === undefined ? {} : { key }),
    ...(keyEntry === undefined ? {} : { keyEntry }),
    ...(value === undefined ? {} : { value }),
    ...(valueEntry === undefined ? {} : { valueEntry }),
    ...(other === undefined ? {} : { other: known(`${at}.other`, other, threads) }),
    ...(line === undefined ? {} : { line: number(`${at}.line`, line) }),
    ...(ok === undefined ? {} : { ok: ok === true }),
    extra,
  });
}

function known(at: string, value: Plain | undefined, ids: Ids): number {
  const id = ids.get(number(at, value));
  if (id === undefined) throw new ArgumentError(at, value, "an id that the file names");
  return id;
}

/** What JSON cannot write is told by the repr. */
function fromJson(plain: Plain, repr: string): Plain {
  if (repr === "nan") return Number.NaN;
  if (plain === null && repr === "inf") return Number.POSITIVE_INFINITY;
  if (plain === null && repr === "-inf") return Number.NEGATIVE_INFINITY;
  return plain === 0 && repr.startsWith("-") ? -0 : plain;
}

function parse(source: string): Plain {
  try {
    return JSON.parse(source) as Plain;
  } catch (fault) {
    throw new ArgumentError(
      "trace",
      source.slice(0, 60),
      `JSON text (${fault instanceof Error ? fault.message : "not JSON"})`,
    );
  }
}

function fields(at: string, value: Plain | undefined): Fields {
  if (typeof value === "object" && value !== null && !isArray(value)) return value;
  throw new ArgumentError(at, value, "an object");
}

function list(at: string, value: Plain | undefined): readonly Plain[] {
  if (value !== undefined && isArray(value)) return value;
  throw new ArgumentError(at, value, "an array");
}

function number(at: string, value: Plain | undefined): number {
  if (typeof value === "number") return value;
  throw new ArgumentError(at, value, "a number");
}

function text(at: string, value: Plain | undefined): string {
  if (typeof value === "string") return value;
  throw new ArgumentError(at, value, "a string");
}

function oneOf<T extends string>(at: string, value: Plain | undefined, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new ArgumentError(at, value, `one of ${allowed.join(", ")}`);
  return found;
}
