// Explore mode on the explorer's own worker: exact counts, an outcome's schedule stepped, a stop in the middle.

import { expect, test } from "./page.ts";
import type { RunReport } from "./promises.ts";

interface Exploration {
  readonly runs: number;
  readonly redundant: number;
  readonly complete: boolean;
  readonly cuts: readonly { readonly by: string }[];
  readonly outcomes: readonly { readonly outcome: unknown; readonly status: string; readonly schedule: string }[];
  readonly shortest: { readonly schedule: string; readonly proven: boolean } | null;
}

const one = { iterations: 1 };

test("counts are exact, and every outcome's schedule steps to it", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  const none = await interleave.api<Exploration>("explore", {
    scenario: "bank-race",
    parameters: one,
    reduction: "none",
  });
  expect(none).toMatchObject({ runs: 70, redundant: 0, complete: true });
  const dpor = await interleave.api<Exploration>("explore", { scenario: "bank-race", parameters: one });
  expect(dpor).toMatchObject({ runs: 34, redundant: 0, complete: true, cuts: [], shortest: { proven: true } });
  expect(dpor.outcomes).toHaveLength(7);
  await interleave.idle();
  await expect(page).toHaveURL(/mode=explore/);
  const { outcome, status, schedule } = dpor.outcomes[6];
  const report = await interleave.api<RunReport>("step", { scenario: "bank-race", parameters: one, schedule });
  expect(report).toMatchObject({ outcome, status, schedule });
});

test("a stopped exploration gives what it has", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  const report = await page.evaluate(async () => {
    const { explore, stop } = (
      globalThis as unknown as { interleave: Record<string, (given?: object) => Promise<Exploration>> }
    ).interleave;
    return explore({
      scenario: "bank-race",
      parameters: { iterations: 3, threads: 3 },
      reduction: "none",
      onProgress: () => void stop(),
    });
  });
  expect(report).toMatchObject({ complete: false, cuts: [{ by: "stopped" }] });
});
