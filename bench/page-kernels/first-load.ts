/** From asking for the page to its saying that it is ready, with an empty cache. */
import type { PageContext, PageKernel } from "../harness/kernel.ts";

async function load({ page, address }: PageContext): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const before = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  const took = performance.now() - before;
  await session.detach();
  return took;
}

export const kernels: readonly PageKernel[] = [
  { name: "first-load", unit: "ms", against: "nothing", goal: { value: { max: 1000 } }, rounds: 5, subject: load },
];
