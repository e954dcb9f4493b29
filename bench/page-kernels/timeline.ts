/** Panning and zooming over four million events, from the whole run to single ones and back, for ten seconds on the real page. */
import type { InPage } from "../harness/page-api.ts";
import type { PageContext, PageKernel } from "../harness/kernel.ts";

const SECONDS = 10;

/** Percent of frame intervals above 17 ms while every frame draws another view. */
async function slowFrames({ page, address, round }: PageContext): Promise<number> {
  if (round <= -2 || !page.url().startsWith(address)) {
    await page.goto(`${address}?scenario=count-race&iterations=1000000`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
    await page.evaluate(async () => {
      await (globalThis as unknown as InPage).interleave.run({
        scenario: "count-race",
        parameters: { iterations: 1_000_000 },
      });
      await (globalThis as unknown as InPage).interleave.idle();
    });
  }
  await page.waitForSelector("[data-testid=timeline-plot]");
  const intervals = await page.evaluate(panAndZoom, SECONDS * 1000);
  if (!(await page.evaluate(doesWheelMove))) throw new Error("the wheel does not move the lanes");
  if (intervals.length < SECONDS * 10) throw new Error(`only ${intervals.length} frames in ${SECONDS} s`);
  return (100 * intervals.filter((ms) => ms > 17).length) / intervals.length;
}

/** Runs in the page: one turn of the wheel before each frame. 110 frames inwards, 40 along, 110 outwards, 40 back. */
function panAndZoom(lastsMs: number): Promise<number[]> {
  const plot = document.querySelector("[data-testid=timeline-plot]");
  if (plot === null) throw new Error("there is no timeline");
  const box = plot.getBoundingClientRect();
  const place = {
    clientX: box.left + box.width / 2,
    clientY: box.top + box.height / 2,
    bubbles: true,
    cancelable: true,
  };
  return new Promise((resolve) => {
    const intervals: number[] = [];
    let began = 0;
    let last = 0;
    const frame = (now: number): void => {
      if (last > 0) intervals.push(now - last);
      began ||= now;
      last = now;
      const turn = intervals.length % 300;
      const wheel =
        turn < 110 ? { deltaY: -80 } : turn < 150 ? { deltaX: 30 } : turn < 260 ? { deltaY: 80 } : { deltaX: -30 };
      plot.dispatchEvent(new WheelEvent("wheel", { ...place, ...wheel }));
      if (now - began < lastsMs) requestAnimationFrame(frame);
      else resolve(intervals);
    };
    requestAnimationFrame(frame);
  });
}

/** Runs in the page: whether one more turn of the wheel gives another picture, so that still frames are not taken for quick ones. */
function doesWheelMove(): Promise<boolean> {
  const plot = document.querySelector("[data-testid=timeline-plot]");
  const canvas = plot?.querySelector("canvas") ?? document.querySelector("canvas");
  if (!plot || !canvas) throw new Error("there is no timeline");
  const box = plot.getBoundingClientRect();
  const before = canvas.toDataURL();
  const place = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  plot.dispatchEvent(new WheelEvent("wheel", { ...place, deltaY: -240, bubbles: true, cancelable: true }));
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(canvas.toDataURL() !== before)));
  });
}

export const kernels: readonly PageKernel[] = [
  {
    name: "timeline-slow-frames",
    unit: "%",
    against: "nothing",
    goal: { value: { max: 5 } },
    rounds: 2,
    mayBeZero: true,
    timeoutMs: 300_000,
    subject: slowFrames,
  },
];
