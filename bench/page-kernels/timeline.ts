/** Panning and zooming over four million events, from the whole run to single ones and back, for ten seconds on the real page. */
import type { InPage } from "../harness/page-api.ts";
import type { PageContext, PageKernel } from "../harness/kernel.ts";
import { percentOfSlowFrames } from "./shared/pan-and-zoom.ts";

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
  return percentOfSlowFrames(page);
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
