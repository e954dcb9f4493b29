// The playhead by hand: everything follows it; tabs tell the rest of the run.

import { expect, test, type InterleavePage } from "./page.ts";

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
  const program = `import threading

count = 0
first = threading.Lock()
second = threading.Lock()
first.acquire()
second.acquire()


def slow():
    global count
    seen = count
    second.release()
    first.acquire()
    count = seen + 1


worker = threading.Thread(target=slow, name='slow')
worker.start()
second.acquire()
count = 10
first.release()
worker.join()
`;
  const report = await interleave.report({ program });
  expect(report.lostUpdates).toEqual({ count: 1 });
  const trace = await interleave.trace();
  const overwrite = trace.events.find(({ op, value }) => op === "write" && value === 10);
  await interleave.api("seek", { seq: overwrite?.seq });
  await interleave.idle();
  const thread = page.locator("[data-thread='1']");
  await expect(thread).toContainText("seen");
  await expect(thread.locator("[data-stale=true]")).toHaveText("0");
  await expect(thread).toContainText("stale");
});

test("Show the first lost update goes there", async ({ interleave, page }) => {
  await interleave.open("scenario=count-race&iterations=30000");
  await interleave.run();
  await expect(interleave.outcome).toContainText(/updates? lost/);
  await page.getByRole("button", { name: "Show the first lost update" }).click();
  await interleave.idle();
  const report = await findingsOf(interleave);
  expect(report).toContain("Lost update on count");
  const seq = Number(await page.locator("[data-seq]").first().getAttribute("data-seq"));
  const { events } = await interleave.trace({ from: seq, to: seq + 1 });
  expect(events[0].op).toBe("write");
});

test("a finding leads to its evidence", async ({ interleave, page }) => {
  await interleave.open("scenario=deadlock&second=20");
  await interleave.run();
  await expect(interleave.outcome).toHaveAttribute("data-status", "deadlocked");
  await interleave.look("Findings");
  const finding = page.locator("[data-finding=deadlock]");
  for (const name of ["first", "second", "lock_a", "lock_b"]) await expect(finding).toContainText(name);
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
  await interleave.open("scenario=count-lock&iterations=3000");
  await interleave.run();
  await interleave.look("Statistics");
  const panel = page.getByRole("tabpanel").filter({ hasText: "Time by state" });
  await expect(panel).toContainText("Contention");
  await expect(panel.getByRole("row").filter({ hasText: "lock" }).first()).toContainText("6 000");
  await expect(panel).toContainText("Utilisation");
  await panel.getByRole("button", { name: "Run again without recording" }).click();
  await interleave.idle();
  await expect(panel).toContainText(/recorded, .* not recorded/);
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
});

test("the pointer points, drags and chooses on the lanes", async ({ interleave, page }) => {
  await runBank(interleave);
  const plot = interleave.lanes.locator("canvas").first();
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the lanes have no size");
  const panel = page.locator("[data-seq]").first();
  await page.getByRole("button", { name: "First event" }).click();
  await interleave.idle();
  await expect(panel).toHaveAttribute("data-seq", "0");
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  await page.mouse.wheel(0, -300);
  await interleave.idle();
  await page.keyboard.down("Shift");
  await page.mouse.move(box.x + box.width * 0.3, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 80, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await expect(page.getByText("Selected stretch")).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByText("Selected stretch")).toHaveCount(0);
});

async function findingsOf(interleave: InterleavePage): Promise<string> {
  await interleave.look("Findings");
  const text = await interleave.page.getByRole("tabpanel").last().innerText();
  await interleave.look("State");
  return text;
}
