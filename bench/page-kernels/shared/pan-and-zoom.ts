/** Panning and zooming over the run that a page shows, from the whole of it to single events and back, and how many frames come late. */
import type { Page } from "@playwright/test";

const SECONDS = 10;

/** Percent of frame intervals above 17 ms while every frame draws another view. @throws where the lanes do not move or hardly any frame comes */
export async function percentOfSlowFrames(page: Page): Promise<number> {
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
