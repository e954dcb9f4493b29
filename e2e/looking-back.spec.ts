// The playhead by hand: everything follows it; tabs tell the rest of the run.

import type { Locator } from "@playwright/test";
import { LOSES_ONE } from "./listings.ts";
import { expect, test, type InterleavePage } from "./page.ts";
import type { TraceDocument } from "./promises.ts";

async function runBank(interleave: InterleavePage): Promise<void> {
  await interleave.open("scenario=bank-race&iterations=4");
  await interleave.run();
}

test("stepping moves position, state, line and lane heads together", async ({ interleave, page }) => {
  await runBank(interleave);
  const trace = await interleave.trace();
  const timeline = page.getByTestId("timeline");
  const write = trace.events.find(({ op }) => op === "write");
  const at = write?.seq ?? 0;
  await page.getByRole("button", { name: "First event" }).click();
  for (let seq = 0; seq < at; seq++) await page.getByRole("button", { name: "Next event" }).click();
  await interleave.idle();
  await expect(timeline).toContainText(`event ${at + 1} of ${trace.total}`);
  const panel = page.locator("[data-seq]").first();
  await expect(panel).toHaveAttribute("data-seq", String(at));
  await expect(panel).toContainText(`after event ${at + 1} of ${trace.total}`);
  await expect(panel).toContainText(`written by T${write?.thread}`);
  const badge = page.locator(".cm-thread", { hasText: `T${write?.thread}` });
  await expect(badge).toHaveCount(1);
  // The gutter's element of a line has the line's own height and place.
  const line = page.locator(".cm-line").nth((write?.line ?? 1) - 1);
  const [badgeBox, lineBox] = [await badge.boundingBox(), await line.boundingBox()];
  expect(Math.abs((badgeBox?.y ?? 0) - (lineBox?.y ?? 0))).toBeLessThan(lineBox?.height ?? 0);
  await expect(timeline).toContainText(`line ${write?.line}`);
  await page.getByRole("button", { name: "Previous event" }).click();
  await interleave.idle();
  await expect(panel).toHaveAttribute("data-seq", String(at - 1));
});

test("the shared value at the playhead is the one last written", async ({ interleave, page }) => {
  await runBank(interleave);
  const trace = await interleave.trace();
  const balance = page.locator("[data-seq]").first().locator("dl").first();
  for (const { seq, value } of trace.events.filter(({ op }) => op === "write").slice(0, 4)) {
    await interleave.api("seek", { seq });
    await interleave.idle();
    await expect(balance.getByRole("definition").first()).toHaveText(JSON.stringify(value));
  }
});

test("locals of each thread are shown at the playhead, with a stale one marked", async ({ interleave, page }) => {
  await interleave.open();
  const report = await interleave.report({ program: LOSES_ONE });
  expect(report.lostUpdates).toEqual({ count: 1 });
  const trace = await interleave.trace();
  const overwrite = trace.events.find(({ op, value }) => op === "write" && value === 10);
  await interleave.api("seek", { seq: overwrite?.seq });
  await interleave.idle();
  const thread = page.locator("[data-thread='1']");
  await expect(thread).toContainText("seen");
  await expect(thread.locator("[data-stale=true]")).toHaveText("0");
  await expect(thread).toContainText("stale: read 0");
  // Just before that write it was still what stood in the cell.
  await interleave.api("seek", { seq: (overwrite?.seq ?? 0) - 1 });
  await interleave.idle();
  await expect(thread).toContainText("seen");
  await expect(thread.locator("[data-stale=true]")).toHaveCount(0);
});

test("Show the first lost update goes there", async ({ interleave, page }) => {
  await interleave.open();
  await interleave.report({ program: LOSES_ONE });
  await expect(interleave.outcome).toContainText("1 update lost");
  await page.getByRole("button", { name: "Show the first lost update" }).click();
  await interleave.idle();
  const report = await findingsOf(interleave);
  expect(report).toContain("Lost update on count");
  const seq = Number(await page.locator("[data-seq]").first().getAttribute("data-seq"));
  const { events } = await interleave.trace({ from: seq, to: seq + 1 });
  // Where it got lost: at the write that came over the other thread's ten.
  expect(events[0]).toMatchObject({ op: "write", value: 1, thread: 1 });
});

test("a finding leads to its evidence", async ({ interleave, page }) => {
  // The pause is long enough for both to have their first lock, however busy the machine is.
  await interleave.open("scenario=deadlock&second=500");
  await interleave.run();
  await expect(interleave.outcome).toHaveAttribute("data-status", "deadlocked");
  await interleave.look("Findings");
  const finding = page.locator("[data-finding=deadlock]");
  for (const name of ["first", "second", "lock_a", "lock_b"]) await expect(finding).toContainText(name);
  await expect(finding.locator("[data-conditions] dt")).toHaveCount(4);
  await finding.getByRole("button").first().click();
  await interleave.idle();
  await interleave.look("State");
  const seq = Number(await page.locator("[data-seq]").first().getAttribute("data-seq"));
  const { events } = await interleave.trace({ from: seq, to: seq + 1 });
  expect(events[0].op).toBe("acquire-wait");
});

test("queues and pools show what is in them", async ({ interleave, page }) => {
  await interleave.open("scenario=bounded-queue&second=20");
  await interleave.run();
  const { events } = await interleave.trace();
  const wait = events.find(({ op }) => op === "put-wait");
  await interleave.api("seek", { seq: wait?.seq });
  await interleave.idle();
  const panel = page.locator("[data-seq]").first();
  await expect(panel).toContainText("3 of 3");
  await expect(panel).toContainText("letter 0");
  await expect(panel).toContainText("waiting to put");
  await interleave.open("scenario=pool&second=20&tasks=4");
  await interleave.run();
  await expect(panel).toContainText("Pools");
  await expect(panel).toContainText("done");
});

test("statistics tell time by state, contention and the cost of recording", async ({ interleave, page }) => {
  await interleave.open();
  const program = `import threading

lock = threading.Lock()
count = 0


def add():
    global count
    for _ in range(3000):
        with lock:
            count = count + 1


worker = threading.Thread(target=add, name='worker')
worker.start()
worker.join()
with lock:
    lock.acquire(timeout=0.02)
`;
  await interleave.report({ program });
  await interleave.look("Statistics");
  const panel = page.getByRole("tabpanel").filter({ hasText: "Time by state" });
  const times = panel.getByRole("table").first().getByRole("row");
  await expect(times.nth(1).getByRole("rowheader")).toHaveText("main");
  await expect(times.nth(2).getByRole("rowheader")).toHaveText("T1");
  // Nobody but main ever waits, and for nothing but the lock that it holds itself: how often and how long is certain.
  const contention = panel.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "lock", exact: true }) });
  const [taken, waited, share, mean, longest] = await contention.getByRole("cell").allInnerTexts();
  expect([taken, waited, share]).toEqual(["3\u202f001", "1", "0%"]);
  expect(mean).toBe(longest);
  // The limit counts from the call; what is told of the wait begins a moment later.
  const { events } = await interleave.api<TraceDocument>("trace");
  const [begun, over] = ["acquire-wait", "acquire-timeout"].map((op) => events.find((event) => event.op === op));
  const waitedMs = ((over?.t ?? 0) - (begun?.t ?? 0)) / 1000;
  expect(Math.abs(Number.parseFloat(longest) - waitedMs)).toBeLessThanOrEqual(waitedMs / 150);
  expect(waitedMs).toBeGreaterThan(0);
  expect(longest).toMatch(/^\d+(\.\d)? ms$/);
  await expect(panel).toContainText("Utilisation");
  await panel.getByRole("button", { name: "Run again without recording" }).click();
  await interleave.idle();
  await expect(panel).toContainText(/recorded, .* not recorded/);
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
});

test("the pointer points at an event, chooses it, pans and zooms", async ({ interleave, page }) => {
  await runBank(interleave);
  const { events, threads } = await interleave.trace();
  const { x, width } = await boxOf(interleave.lanes.locator("canvas").first());
  const head = await boxOf(interleave.lanes.locator("[data-lane='0']").getByText("MainThread"));
  const [left, middle] = [x + width * 0.3, head.y + head.height];
  await page.mouse.move(left, middle);
  const tooltip = interleave.lanes.locator("[class*=tooltip]");
  await expect(tooltip).toContainText(threads[0].name);
  const told = await tooltip.locator("strong").innerText();
  await page.mouse.click(left, middle);
  await interleave.idle();
  const seq = Number(await page.locator("[data-seq]").first().getAttribute("data-seq"));
  expect(events[seq].thread).toBe(0);
  await expect(page.getByTestId("timeline").getByRole("status")).toContainText(told);
  const pictures = [await lanesOf(interleave)];
  await page.mouse.wheel(0, -300);
  await interleave.idle();
  pictures.push(await lanesOf(interleave));
  await drag(interleave, left, x + width * 0.6, middle);
  pictures.push(await lanesOf(interleave));
  expect(new Set(pictures).size).toBe(3);
  await expect(page.locator("[data-seq]").first()).toHaveAttribute("data-seq", String(seq));
});

test("a stretch is selected with Shift or on the axis, with its sums", async ({ interleave, page }) => {
  await runBank(interleave);
  const { events, threads } = await interleave.trace();
  const { x, y, width } = await boxOf(interleave.lanes.locator("canvas").first());
  await page.getByRole("button", { name: "First event" }).click();
  const card = page.getByRole("region", { name: "Selected stretch" });
  const sums = async () =>
    Promise.all(
      (await card.getByRole("row").all())
        .slice(1)
        .map(async (row) => Number(await row.getByRole("cell").last().innerText())),
    );
  await drag(interleave, x + width * 0.1, x + width - 1, y + 12);
  await expect(card).toBeVisible();
  const most = await sums();
  // From a tenth of the run on: MainThread's start is before it, all that the others did is in it.
  expect(most.slice(1)).toEqual(threads.slice(1).map(({ id }) => events.filter(({ thread }) => thread === id).length));
  await page.keyboard.down("Shift");
  await drag(interleave, x + width * 0.3, x + width * 0.6, y + 80);
  await page.keyboard.up("Shift");
  await expect(page.getByTestId("timeline").getByRole("status")).toContainText(/^Selected .* with \d+ events?\.$/);
  const fewer = await sums();
  expect(fewer).toHaveLength(threads.length);
  for (const [at, count] of fewer.entries()) expect(count).toBeLessThanOrEqual(most[at]);
  const total = (await page.getByTestId("timeline").getByRole("status").innerText()).match(/with (\d+)/)?.[1];
  expect(fewer.reduce((sum, count) => sum + count, 0)).toBe(Number(total));
  await card.getByRole("button", { name: "Close", exact: true }).click();
  await expect(card).toHaveCount(0);
  await expect(interleave.lanes).toBeFocused();
});

async function drag(interleave: InterleavePage, from: number, to: number, y: number): Promise<void> {
  const { mouse } = interleave.page;
  await mouse.move(from, y);
  await mouse.down();
  await mouse.move(to, y, { steps: 5 });
  await mouse.up();
  await interleave.idle();
}

async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error("it has no size");
  return box;
}

/** The lanes as they are drawn. */
function lanesOf(interleave: InterleavePage): Promise<string> {
  return interleave.lanes
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

async function findingsOf(interleave: InterleavePage): Promise<string> {
  await interleave.look("Findings");
  const text = await interleave.page.getByRole("tabpanel").last().innerText();
  await interleave.look("State");
  return text;
}
