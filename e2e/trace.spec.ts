// The last run's trace: what `trace`, `state`, `seek` and `exportTrace` give, and the laws between them.

import { expect, test, type InterleavePage } from "./page.ts";
import type { TraceDocument, TraceEvent } from "./promises.ts";
import { traceFileShape } from "./promised-shapes.ts";
import { runAndCheck } from "./checks.ts";

test.use({ oneLoad: true });

/** A run that blocks, prints, sleeps, puts and gets, and quotes in its texts whatever a format might stumble over. */
const VARIED = `import queue
import threading
import time

letters = queue.Queue(1)
stack = queue.LifoQueue()
urgent = queue.PriorityQueue()
gate = threading.RLock()
total = 0


def work(n):
    global total
    with gate:
        with gate:
            total = total + n
    letters.put(f'letter "{n}", 第 {n} 封')
    stack.put(n)
    urgent.put((3 - n, 'item'))
    time.sleep(0.01)


threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 4)]
for thread in threads:
    thread.start()
for _ in threads:
    print('got', letters.get())
for thread in threads:
    thread.join()
while not stack.empty():
    print(stack.get(), urgent.get())
`;

async function runVaried(interleave: InterleavePage) {
  await interleave.open();
  return runAndCheck(interleave, { program: VARIED }, "finished");
}

test("a varied run keeps to the laws of traces", async ({ interleave }) => {
  const { report, trace } = await runVaried(interleave);
  expect(report.outcome.values).toMatchObject({ total: 6 });
  const kinds = new Set(trace.objects.map(({ kind }) => kind));
  for (const kind of ["queue", "lifo-queue", "priority-queue", "rlock"] as const) expect(kinds).toContain(kind);
  const ops = new Set(trace.events.map(({ op }) => op));
  for (const op of ["start", "finish", "spawn", "join", "sleep", "wake", "print", "put", "get", "acquire", "release"]) {
    expect(ops).toContain(op);
  }
  const depths = trace.events.filter(({ op, thread }) => thread === 1 && (op === "acquire" || op === "release"));
  expect(depths.map(({ value }) => value)).toEqual([1, 2, 1, 0]);
});

test("events carry the line of the listing", async ({ interleave }) => {
  const { trace } = await runVaried(interleave);
  const lines = VARIED.split("\n");
  const lineOf = (event: TraceEvent) => lines[(event.line ?? 0) - 1] ?? "";
  const on = (name: string) => trace.objects.find((one) => one.name === name)?.id;
  for (const event of trace.events) {
    if (event.op === "put" && event.object === on("letters")) expect(lineOf(event)).toContain("letters.put");
    if (event.op === "get" && event.object === on("letters")) expect(lineOf(event)).toContain("letters.get");
    if (event.op === "sleep") expect(lineOf(event)).toContain("time.sleep");
    if (event.op === "write" && event.object === on("total")) expect(lineOf(event)).toContain("total = total + n");
    if (event.op === "acquire") expect(lineOf(event)).toContain("with gate");
  }
});

test("a part of the trace is the same as that part of the whole", async ({ interleave }) => {
  const { trace } = await runVaried(interleave);
  const part = await interleave.trace({ from: 5, to: 20 });
  expect(part.events).toEqual(trace.events.slice(5, 20));
  expect(part.total).toBe(trace.total);
  const ofOne = await interleave.trace({ threads: [2] });
  expect(ofOne.events).toEqual(trace.events.filter(({ thread }) => thread === 2));
  expect(ofOne.total).toBe(trace.total);
});

test("seek moves the playhead and state says what stood there", async ({ interleave, page }) => {
  const { trace } = await runVaried(interleave);
  const total = trace.objects.find(({ name }) => name === "total")?.id;
  const writes = trace.events.filter(({ op, object }) => op === "write" && object === total);
  expect(writes.map(({ value }) => value).at(-1)).toBe(6);
  for (const write of writes) {
    await interleave.api("seek", { seq: write.seq });
    const state = await stateNow(interleave);
    expect(state.seq).toBe(write.seq);
    expect(state.cells.find(({ name }) => name === "total")).toMatchObject({
      value: { plain: write.value },
      writer: write.thread,
    });
    expect(state.locks.find(({ name }) => name === "gate")).toMatchObject({ holder: write.thread, depth: 2 });
    expect(state.threads.find(({ id }) => id === write.thread)?.holds).toContain(objectId(trace, "gate"));
  }
  await interleave.idle();
  await expect(page.locator("[data-seq]").first()).toHaveAttribute("data-seq", String(writes.at(-1)?.seq));
});

test("state has the queues, the waiters and the locals at the playhead", async ({ interleave }) => {
  const { trace } = await runVaried(interleave);
  const letters = objectId(trace, "letters");
  const put = trace.events.find(({ op, object }) => op === "put" && object === letters) as TraceEvent;
  await interleave.api("seek", { seq: put.seq });
  const state = await stateNow(interleave);
  const queue = state.queues.find(({ name }) => name === "letters");
  expect(queue).toMatchObject({ capacity: 1, items: [{ plain: put.value }] });
  const frames = state.threads.find(({ id }) => id === put.thread)?.frames ?? [];
  expect(frames.at(-1)?.name).toBe("work");
  const n = Number(textOf(put.value).match(/"(\d)"/)?.[1]);
  expect(frames.at(-1)?.locals.find(({ name }) => name === "n")?.value).toMatchObject({ repr: String(n), plain: n });
});

test("before the first event nothing has happened", async ({ interleave }) => {
  await runVaried(interleave);
  await interleave.api("seek", { seq: -1 });
  const state = await stateNow(interleave);
  expect(state.seq).toBe(-1);
  expect(state.locks.every(({ holder }) => holder === null)).toBe(true);
  expect(state.queues.every(({ items }) => items.length === 0)).toBe(true);
  expect(state.cells.find(({ name }) => name === "total")).toMatchObject({ value: { plain: 0 }, writer: null });
});

test("a deadlock's state names holders and waiters", async ({ interleave }) => {
  await interleave.open();
  const { trace } = await runAndCheck(interleave, { scenario: "deadlock", parameters: { second: 500 } }, "deadlocked");
  await interleave.api("seek", { seq: trace.total - 1 });
  const { locks, threads } = await stateNow(interleave);
  const id = (name: string) => threads.find((one) => one.name === name)?.id;
  expect(locks.find(({ name }) => name === "lock_a")).toMatchObject({ holder: id("first"), waiters: [id("second")] });
  expect(locks.find(({ name }) => name === "lock_b")).toMatchObject({ holder: id("second"), waiters: [id("first")] });
  expect(threads.map(({ state }) => state)).toEqual(["blocked", "blocked", "blocked"]);
});

test("exported as interleave it is the same trace", async ({ interleave }) => {
  const { trace } = await runVaried(interleave);
  const file = JSON.parse(await interleave.api<string>("exportTrace", "interleave")) as TraceDocument;
  expect(traceFileShape(file, "file")).toEqual([]);
  expect(file.events).toEqual(trace.events);
  expect(file.threads).toEqual(trace.threads);
  expect(file.clock).toEqual(trace.clock);
  expect(file.total).toBe(trace.total);
  expect(file.objects).toMatchObject(trace.objects.map(({ id, name, kind }) => ({ id, name, kind })));
});

interface ChromeEvent {
  readonly ph: string;
  readonly name?: string;
  readonly id?: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly bp?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

test("exported for Perfetto its spans nest and its flows have two ends", async ({ interleave }) => {
  const { trace } = await runVaried(interleave);
  const file = JSON.parse(await interleave.api<string>("exportTrace", "chrome")) as {
    readonly traceEvents: readonly ChromeEvent[];
  };
  const of = (phase: string) => file.traceEvents.filter(({ ph }) => ph === phase);
  const names = of("M").filter(({ name }) => name === "thread_name");
  expect(names.map(({ tid, args }) => [tid, args?.name])).toEqual(trace.threads.map(({ id, name }) => [id, name]));
  for (const { id } of trace.threads) {
    const spans = of("X").filter(({ tid }) => tid === id);
    expect(spans.length).toBeGreaterThan(0);
    expect(overlapping(spans)).toEqual([]);
  }
  expect(of("i").map(({ args }) => args?.seq)).toEqual(trace.events.map(({ seq }) => seq));
  expect(of("s").map(({ id }) => id)).toEqual(of("f").map(({ id }) => id));
  expect(of("s").length).toBeGreaterThan(0);
});

test("exported as text it is one sentence an event", async ({ interleave }) => {
  const { trace } = await runVaried(interleave);
  const lines = (await interleave.api<string>("exportTrace", "text")).trimEnd().split("\n");
  expect(lines).toHaveLength(trace.total);
  for (const [seq, line] of lines.entries()) {
    const { thread } = trace.events[seq];
    expect(line).toMatch(new RegExp(`^ *${seq} +\\d+\\.\\d{3} ms  `));
    expect(line).toContain(thread === 0 ? "ain" : trace.threads[thread].name);
  }
});

test("exported as a table it has a row an event, quoted as it should be", async ({ interleave }) => {
  const { trace } = await runVaried(interleave);
  const rows = parseCsv(await interleave.api<string>("exportTrace", "csv"));
  const [head, ...body] = rows;
  expect(body).toHaveLength(trace.total);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head.length]));
  const column = (name: string) => body.map((row) => row[head.indexOf(name)]);
  expect(column("seq").map(Number)).toEqual(trace.events.map(({ seq }) => seq));
  expect(column("op")).toEqual(trace.events.map(({ op }) => op));
  const put = trace.events.find(({ op, value }) => op === "put" && textOf(value).startsWith("letter")) as TraceEvent;
  expect(column("value")[put.seq]).toBe(`'${textOf(put.value)}'`);
});

test("as a blob it is the same file", async ({ interleave, page }) => {
  await runVaried(interleave);
  const text = await interleave.api<string>("exportTrace", "csv");
  const blob = await page.evaluate(async () => {
    const { exportTrace } = Reflect.get(globalThis, "interleave") as {
      exportTrace: (format: string, how: object) => Promise<Blob>;
    };
    const file = await exportTrace("csv", { as: "blob" });
    return { isBlob: file instanceof Blob, text: await file.text() };
  });
  expect(blob).toEqual({ isBlob: true, text });
});

test.describe("in pages of their own", () => {
  test.use({ oneLoad: false });

  test("no more than 100 000 events are given unless asked for", async ({ interleave }) => {
    await interleave.open();
    const report = await interleave.report({ scenario: "count-race", parameters: { iterations: 40_000 } });
    expect(report.events).toBeGreaterThan(160_000);
    const some = await interleave.trace();
    expect(some.events).toHaveLength(100_000);
    expect(some.total).toBe(report.events);
    const all = await interleave.trace({ from: 100_000, to: report.events });
    expect(all.events[0].seq).toBe(100_000);
    expect(all.events).toHaveLength(report.events - 100_000);
  });

  test("without a run there is nothing to look back at, and it is said", async ({ interleave }) => {
    await interleave.open();
    for (const [member, ...args] of [["trace"], ["state"], ["seek", { seq: 0 }], ["exportTrace", "text"]]) {
      const refusal = await interleave.refusal(member as string, ...args);
      expect(refusal.message).toContain("run something first");
    }
  });
});

interface State {
  readonly seq: number;
  readonly cells: readonly { readonly name: string; readonly value: unknown; readonly writer: number | null }[];
  readonly locks: readonly { readonly name: string; readonly holder: number | null; readonly depth: number }[];
  readonly queues: readonly { readonly name: string; readonly items: readonly unknown[] }[];
  readonly threads: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly holds: readonly number[];
    readonly frames?: readonly {
      readonly name: string;
      readonly locals: readonly { readonly name: string; readonly value: unknown }[];
    }[];
  }[];
}

/** A value that should be a text; empty for any other. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function stateNow(interleave: InterleavePage): Promise<State> {
  return interleave.api("state");
}

function objectId({ objects }: TraceDocument, name: string): number {
  return (objects.find((one) => one.name === name) as { readonly id: number }).id;
}

/** Pairs of spans that overlap without one lying in the other. */
function overlapping(spans: readonly ChromeEvent[]): readonly string[] {
  const open: ChromeEvent[] = [];
  const broken: string[] = [];
  for (const span of spans.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    while (open.length > 0 && endOf(open[open.length - 1]) <= span.ts) open.pop();
    const around = open.at(-1);
    if (around !== undefined && endOf(span) > endOf(around) + 1e-6)
      broken.push(`${span.name} ends after ${around.name}`);
    open.push(span);
  }
  return broken;
}

function endOf({ ts, dur }: ChromeEvent): number {
  return ts + dur;
}

/** Rows of fields, by RFC 4180. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/g;
  for (const [, raw, end] of text.replace(/\r\n$/, "").matchAll(field)) {
    rows[rows.length - 1].push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows;
}
