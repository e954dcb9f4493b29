// The main flow by keyboard alone, and the timeline's keys, which work only while it has the focus (WCAG 2.1.4).

import { expect, test, type InterleavePage } from "./page.ts";
import type { TraceDocument, TraceEvent } from "./promises.ts";

test("from the address bar to a result without a pointer", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race&iterations=20");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await tabTo(interleave, "input[name=threads]");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await interleave.idle();
  await expect(interleave.runButton).toContainText("3");
  await page.keyboard.press("Control+Home");
  await tabTo(interleave, "[data-action=run]", "Shift+Tab");
  await page.keyboard.press("Enter");
  await interleave.idle();
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
  await expect(page.locator("[data-spoken]")).toContainText("Run ended: Finished");
});

test("scenarios are chosen by keyboard", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  await tabTo(interleave, "nav a[href*=deadlock]");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Two locks that wait for each other");
});

test("Escape, then Tab leaves the editor", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  await interleave.editor.focus();
  await page.keyboard.press("Tab");
  await expect(interleave.editor).toBeFocused();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(interleave.editor).not.toBeFocused();
});

test.describe("on the lanes", () => {
  test.beforeEach(async ({ interleave }) => {
    await interleave.open("scenario=count-lock&iterations=20");
    await interleave.run();
    await interleave.lanes.focus();
  });

  test("comma, full stop, Home and End step, and each step is said", async ({ interleave, page }) => {
    const { total } = await interleave.trace();
    await press(interleave, "Home");
    await expectPlayhead(interleave, 0);
    await press(interleave, ".", ".", ".");
    await expectPlayhead(interleave, 3);
    await press(interleave, ",");
    await expectPlayhead(interleave, 2);
    await expect(said(interleave)).toContainText(`event 3 of ${total}`);
    await press(interleave, "End");
    await expectPlayhead(interleave, total - 1);
    await press(interleave, ".");
    await expect(said(interleave)).toHaveText("There is none.");
    await expect(page.getByTestId("timeline")).toContainText(`event ${total} of ${total}`);
  });

  test("brackets follow the hand-overs", async ({ interleave }) => {
    const { events } = await interleave.trace();
    await press(interleave, "Home", "]");
    const first = await playhead(interleave);
    expect(first).toBeGreaterThan(0);
    await press(interleave, "]");
    const second = await playhead(interleave);
    expect(second).toBeGreaterThan(first);
    await press(interleave, "[");
    const giver = await playhead(interleave);
    expect(giver).toBeLessThan(second);
    expect(events[giver].thread).not.toBe(events[second].thread);
  });

  test("A, D, W, S and F move the view and nothing else", async ({ interleave }) => {
    const before = await playhead(interleave);
    const whole = await picture(interleave);
    await press(interleave, "w", "w", "w");
    const near = await picture(interleave);
    expect(near === whole).toBe(false);
    await press(interleave, "a");
    const left = await picture(interleave);
    expect(left === near).toBe(false);
    await press(interleave, "d");
    await press(interleave, "s");
    expect((await picture(interleave)) === left).toBe(false);
    await press(interleave, "f");
    expect((await picture(interleave)) === whole).toBe(true);
    expect(await playhead(interleave)).toBe(before);
  });

  test("lanes and each of their spans are reached and announced, there and back", async ({ interleave }) => {
    const { events, threads } = await interleave.trace();
    await press(interleave, "Home", "ArrowDown");
    await expect(said(interleave)).toContainText(threads[1].name);
    const there = await walkSpans(interleave, "n");
    for (const { sentence } of there) {
      expect(sentence.startsWith(`${threads[1].name} `)).toBe(true);
      expect(sentence).toMatch(/running|blocked|waiting|ready/);
    }
    const playheads = there.map(({ seq }) => seq);
    expect(playheads).toEqual(playheads.toSorted((a, b) => a - b));
    // Each wait that the clock saw begins a span of its own, and nothing else is told as blocked.
    const own = events.filter(({ thread }) => thread === 1);
    const waits = own.filter(({ op, t }, at) => op === "acquire-wait" && own[at + 1].t > t).map(({ seq }) => seq);
    expect(playheads).toEqual(expect.arrayContaining(waits));
    const blocked = there.filter(({ sentence }) => sentence.startsWith(`${threads[1].name} blocked`));
    expect(waits).toEqual(expect.arrayContaining(blocked.map(({ seq }) => seq)));
    const back = await walkSpans(interleave, "p");
    expect(back).toEqual(there.toReversed().slice(1));
  });

  test("slash finds", async ({ interleave, page }) => {
    const { events, objects } = await interleave.trace();
    const lock = objects.find(({ name }) => name === "lock")?.id;
    await press(interleave, "Home", "/");
    const field = page.getByRole("textbox", { name: "Find in the events" });
    await expect(field).toBeFocused();
    await field.fill("release lock");
    const releases = events.filter(({ op, object }) => op === "release" && object === lock);
    await expect(page.getByText(`${releases.length} found`)).toBeVisible();
    await page.keyboard.press("Enter");
    await interleave.idle();
    await expectPlayhead(interleave, releases[0].seq);
    await page.keyboard.press("Enter");
    await interleave.idle();
    await expectPlayhead(interleave, releases[1].seq);
    await page.keyboard.press("Escape");
    await expect(field).toHaveCount(0);
    await expect(interleave.lanes).toBeFocused();
  });

  test("the question mark explains the keys, Escape closes", async ({ interleave, page }) => {
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys of the timeline" });
    await expect(help).toBeVisible();
    await expect(help).toContainText("previous, next event");
    await page.keyboard.press("Escape");
    await expect(help).toHaveCount(0);
    await expect(interleave.lanes).toBeFocused();
  });

  test("T shows the same events as a table, and its rows move the playhead", async ({ interleave, page }) => {
    const trace = await interleave.trace();
    const { events } = trace;
    await press(interleave, "Home");
    await page.keyboard.press("t");
    const table = page.getByRole("grid", { name: "All events in order" });
    await expect(table).toBeVisible();
    await expect(table).toHaveAttribute("aria-rowcount", String(events.length + 1));
    for (const event of events.slice(0, 12)) {
      const cells = table.locator(`[role=row][data-seq='${event.seq}']`).getByRole("gridcell");
      const [moment, ...told] = await cells.allInnerTexts();
      expect(Number.parseFloat(moment)).toBeCloseTo(event.t / 1000, 3);
      expect(told).toEqual(rowOf(event, trace));
    }
    await table.locator("[role=row][aria-selected=true]").focus();
    await page.keyboard.press("ArrowDown");
    await interleave.idle();
    await expectPlayhead(interleave, 1);
    await expect(table.locator("[role=row][data-seq='1']")).toBeFocused();
    await page.getByRole("button", { name: "Show the swimlanes" }).click();
    await expect(interleave.lanes).toBeVisible();
  });

  test("single keys do nothing where the timeline has not the focus", async ({ interleave, page }) => {
    await press(interleave, "Home");
    await page.getByRole("main").focus();
    await page.keyboard.press(".");
    await page.keyboard.press("/");
    await page.keyboard.press("?");
    await interleave.idle();
    await expectPlayhead(interleave, 0);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("textbox", { name: "Find in the events" })).toHaveCount(0);
  });
});

/** Presses Tab until the element has the focus; fails when a whole round did not reach it. */
async function tabTo({ page }: InterleavePage, selector: string, key = "Tab"): Promise<void> {
  const isThere = () => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
  for (let turn = 0; turn < 120; turn++) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} is not reached by ${key}`);
}

async function press(interleave: InterleavePage, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await interleave.page.keyboard.press(key);
  await interleave.idle();
}

async function playhead({ page }: InterleavePage): Promise<number> {
  return Number(await page.locator("[data-seq]:not([role=row])").getAttribute("data-seq"));
}

async function expectPlayhead({ page }: InterleavePage, seq: number): Promise<void> {
  await expect(page.locator("[data-seq]:not([role=row])")).toHaveAttribute("data-seq", String(seq));
}

/** The line in which the timeline says what was reached. */
function said({ page }: InterleavePage) {
  return page.getByTestId("timeline").getByRole("status");
}

/** The words of the ops that a count with a lock has. */
const WORDS: Readonly<Record<string, string>> = { "join-wait": "wait for", "acquire-wait": "wait for" };

/** What a row of the table says after the time: thread, what, with whom or on what, value, line. */
function rowOf({ thread, op, object, other, value, line }: TraceEvent, { threads, objects }: TraceDocument): string[] {
  const about = other === undefined ? objects.find(({ id }) => id === object)?.name : threads[other].name;
  const text = value === undefined ? "" : JSON.stringify(value);
  return [threads[thread].name, WORDS[op] ?? op, about ?? "", text, line === undefined ? "" : String(line)];
}

/** Goes from span to span as long as there is one: what is said of each, and where the playhead stands then. */
async function walkSpans(interleave: InterleavePage, key: "n" | "p") {
  const walk: { readonly seq: number; readonly sentence: string }[] = [];
  for (;;) {
    await press(interleave, key);
    const sentence = (await said(interleave).innerText()).trim();
    if (sentence === "There is none.") return walk;
    walk.push({ seq: await playhead(interleave), sentence });
    expect(walk.length, "spans of one lane").toBeLessThan(400);
  }
}

/** The lanes as they are drawn, pixel by pixel; without the ring of the focus, which shows as soon as a key is pressed. */
function picture(interleave: InterleavePage): Promise<string> {
  return interleave.lanes
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}
