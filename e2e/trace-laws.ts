// What every trace of threads keeps to (docs/page-api.md, section 3), read off the events alone.
// Its one rule: a law never trusts another: each reads all events by itself, so one broken law does not hide the next.

import type { Plain, TraceDocument, TraceEvent } from "./promises.ts";

/** Sentences about what a whole trace breaks; none when it keeps to every law. */
export function brokenLaws(trace: TraceDocument): readonly string[] {
  return [
    ...numbersAreDense(trace),
    ...namesExist(trace),
    ...opsFitTheirObjects(trace),
    ...timesGoOn(trace),
    ...livesAreWhole(trace),
    ...holdingsDoNotOverlap(trace),
    ...queuesKeepTheirOrder(trace),
    ...waitsEnd(trace),
    ...handOversDoNotGoBack(trace),
  ];
}

const THREAD_OPS = list(
  "start finish spawn join-wait join join-timeout sleep wake compute print raise progress request grant",
);
const ACCESSES = list("read write update compare-exchange");
const LOCK_OPS = list("acquire-wait acquire acquire-timeout refused release");
/** A Lock and a queue can be asked, and the answer is a read. */
const QUEUE_OPS = list(
  "put-wait put put-timeout get-wait get get-timeout refused task-done join-wait join shutdown steal read",
);

function list(ops: string): readonly string[] {
  return ops.split(" ");
}

/** Ops by the kind of object that they name; other kinds are not held to a table here. */
const OPS_OF_KIND: Readonly<Record<string, readonly string[]>> = {
  cell: ACCESSES,
  list: ACCESSES,
  dict: ACCESSES,
  set: ACCESSES,
  instance: ACCESSES,
  "thread-local": ["local-read", "local-write"],
  lock: [...LOCK_OPS, "read"],
  rlock: LOCK_OPS,
  semaphore: LOCK_OPS,
  gil: LOCK_OPS,
  condition: ["wait", "notify", "woken", "wait-timeout"],
  "event-flag": ["set", "clear", "wait", "woken", "wait-timeout", "read"],
  barrier: ["arrive", "pass", "broken", "reset"],
  queue: QUEUE_OPS,
  "lifo-queue": QUEUE_OPS,
  "priority-queue": QUEUE_OPS,
  pool: list("submit refused get-wait task-start task-finish task-fail close terminate join-wait join"),
};

function numbersAreDense({ events, total }: TraceDocument): readonly string[] {
  const wrong = events.find(({ seq }, index) => seq !== index);
  return [
    ...(wrong === undefined ? [] : [`event ${wrong.seq} stands at ${events.indexOf(wrong)}`]),
    ...(total === events.length ? [] : [`total is ${total}, events are ${events.length}`]),
  ];
}

function namesExist({ threads, objects, events }: TraceDocument): readonly string[] {
  const threadIds = new Set(threads.map(({ id }) => id));
  const objectIds = new Set(objects.map(({ id }) => id));
  return events.flatMap((event) => [
    ...(threadIds.has(event.thread) ? [] : [`${say(event)}: there is no thread ${event.thread}`]),
    ...(event.other === undefined || threadIds.has(event.other)
      ? []
      : [`${say(event)}: there is no thread ${event.other}`]),
    ...(event.object === undefined || objectIds.has(event.object)
      ? []
      : [`${say(event)}: there is no object ${event.object}`]),
  ]);
}

function opsFitTheirObjects({ objects, events }: TraceDocument): readonly string[] {
  const kinds = new Map(objects.map(({ id, kind }) => [id, kind]));
  return events.flatMap((event) => {
    const kind = event.object === undefined ? undefined : kinds.get(event.object);
    const allowed = kind === undefined ? THREAD_OPS : (OPS_OF_KIND[kind] ?? null);
    // What a thread raises may be about a primitive that was used against its contract.
    return allowed === null || allowed.includes(event.op) || event.op === "raise"
      ? []
      : [`${say(event)}: no op of ${kind ?? "a thread"}`];
  });
}

function timesGoOn({ events }: TraceDocument): readonly string[] {
  const last = new Map<number, number>();
  return events.flatMap((event) => {
    const before = last.get(event.thread) ?? 0;
    last.set(event.thread, event.t);
    return event.t >= before ? [] : [`${say(event)}: at ${event.t} after ${before} in the same thread`];
  });
}

/** Start first, finish last, spawned before, joined after. */
function livesAreWhole({ events }: TraceDocument): readonly string[] {
  const broken: string[] = [];
  const [spawned, started, finished] = [new Set([0]), new Set<number>(), new Set<number>()];
  for (const event of events) {
    if (finished.has(event.thread)) broken.push(`${say(event)}: its thread had finished`);
    if (event.op === "start") {
      if (!spawned.has(event.thread)) broken.push(`${say(event)}: nobody had spawned it`);
      if (started.has(event.thread)) broken.push(`${say(event)}: it had started`);
      started.add(event.thread);
    } else if (!started.has(event.thread)) broken.push(`${say(event)}: its thread had not started`);
    if (event.op === "finish") finished.add(event.thread);
    if (event.op === "spawn") spawned.add(event.other ?? -1);
    if (event.op === "join" && event.other !== undefined && !finished.has(event.other)) {
      broken.push(`${say(event)}: thread ${event.other} had not finished`);
    }
  }
  return broken;
}

/** A lock that is held is not acquired by another thread, and nothing free is released. */
function holdingsDoNotOverlap({ objects, events }: TraceDocument): readonly string[] {
  const broken: string[] = [];
  for (const { id, kind } of objects) {
    if (kind !== "lock" && kind !== "rlock") continue;
    let holder: number | null = null;
    let depth = 0;
    for (const event of events) {
      if (event.object !== id) continue;
      if (event.op === "acquire") {
        const mayEnter = holder === null || (kind === "rlock" && holder === event.thread);
        if (!mayEnter) broken.push(`${say(event)}: thread ${holder} holds it`);
        holder = event.thread;
        depth++;
      } else if (event.op === "release") {
        if (holder === null) broken.push(`${say(event)}: nobody holds it`);
        if (kind === "rlock" && holder !== event.thread) broken.push(`${say(event)}: thread ${holder} holds it`);
        depth--;
        if (depth === 0) holder = null;
      }
    }
  }
  return broken;
}

/** Gets give what was put, in the order that the queue's kind says. */
function queuesKeepTheirOrder({ objects, events }: TraceDocument): readonly string[] {
  const broken: string[] = [];
  for (const { id, kind } of objects) {
    if (kind !== "queue" && kind !== "lifo-queue" && kind !== "priority-queue") continue;
    const items: Plain[] = [];
    for (const event of events) {
      if (event.object !== id) continue;
      if (event.op === "put") items.push(event.value ?? null);
      if (event.op !== "get") continue;
      const at = kind === "queue" ? 0 : kind === "lifo-queue" ? items.length - 1 : indexOfLeast(items);
      const [due] = items.splice(at, 1);
      const got = JSON.stringify(event.value ?? null);
      if (got !== JSON.stringify(due ?? null)) broken.push(`${say(event)}: got ${got}, due was ${JSON.stringify(due)}`);
    }
  }
  return broken;
}

function indexOfLeast(items: readonly Plain[]): number {
  return items.reduce<number>((least, item, at) => (compare(item, items[least]) < 0 ? at : least), 0);
}

/** Python's order of numbers, texts and tuples of them. */
function compare(a: Plain, b: Plain): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    const differing = a.findIndex((one: Plain, at: number) => compare(one, b[at] as Plain) !== 0);
    return differing < 0 ? 0 : compare(a[differing] as Plain, b[differing] as Plain);
  }
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}

const WAIT_ENDS: Readonly<Record<string, readonly string[]>> = {
  "acquire-wait": ["acquire", "acquire-timeout"],
  "put-wait": ["put", "put-timeout", "shutdown", "refused"],
  "get-wait": ["get", "get-timeout", "shutdown", "refused"],
  sleep: ["wake"],
};

/**
 * After a wait the thread's next event says how the wait came out, if there is a next event at all. A pool's thread that hears
 * that there will be no more tasks has no event for it.
 */
function waitsEnd({ objects, events }: TraceDocument): readonly string[] {
  const open = new Map<number, TraceEvent>();
  const pools = new Set(objects.filter(({ kind }) => kind === "pool").map(({ id }) => id));
  return events.flatMap((event) => {
    const wait = open.get(event.thread);
    open.delete(event.thread);
    if (event.op in WAIT_ENDS && !pools.has(event.object ?? -1)) open.set(event.thread, event);
    // An exception is how a wait ends that was cut off: KeyboardInterrupt has no place here, ShutDown has.
    if (wait === undefined || event.op === "raise" || event.op === "finish") return [];
    const ends = WAIT_ENDS[wait.op].includes(event.op) && event.object === wait.object;
    return ends ? [] : [`${say(event)}: follows ${say(wait)} of the same thread`];
  });
}

/** Who takes what another gave does so no earlier than it was given, but for the clock's resolution. */
function handOversDoNotGoBack({ objects, events, clock }: TraceDocument): readonly string[] {
  const broken: string[] = [];
  const locks = new Set(objects.filter(({ kind }) => kind === "lock" || kind === "rlock").map(({ id }) => id));
  const released = new Map<number, TraceEvent>();
  for (const event of events) {
    if (event.object === undefined || !locks.has(event.object)) continue;
    const giver = released.get(event.object);
    if (event.op === "acquire" && giver !== undefined && event.t < giver.t - clock.resolution) {
      broken.push(`${say(event)}: at ${event.t}, and ${say(giver)} at ${giver.t}`);
    }
    if (event.op === "release") released.set(event.object, event);
  }
  return broken;
}

function say({ seq, op, thread, object }: TraceEvent): string {
  return `event ${seq} (${op} by thread ${thread}${object === undefined ? "" : ` on object ${object}`})`;
}

/** Whether every read of the cell gives what the last write before it wrote: so it is where accesses are ordered. */
export function isCoherent({ events }: TraceDocument, cell: number, initial: Plain): boolean {
  let value = JSON.stringify(initial);
  return events
    .filter(({ object }) => object === cell)
    .every((event) => {
      const own = JSON.stringify(event.value ?? null);
      if (event.op === "read") return own === value;
      value = own;
      return true;
    });
}
