// A real run becomes a schedule, and one schedule is one trace in three places: the simulator, real workers behind gates, a reload.

import { expect, test } from "./page.ts";
import type { RunReport } from "./promises.ts";

interface Pinned {
  readonly schedule: string | null;
  readonly explained: boolean | "undecided";
  readonly part: readonly number[];
}

interface TraceDocument {
  readonly events: readonly { readonly seq: number; readonly t: number }[];
  readonly total: number;
}

const withoutTime = ({ events }: TraceDocument) => events.map(({ t: _, ...event }) => event);

test("a real run is pinned, and simulator and workers do it again, event for event", async ({ interleave, page }) => {
  await interleave.open();
  const wanted = { scenario: "bank-race", parameters: { iterations: 2 } };
  const real = await interleave.report(wanted);
  const { schedule, explained, part } = await interleave.api<Pinned>("pin");
  expect({ explained, part }).toEqual({ explained: true, part: [] });
  const request = { scenario: "bank-race", parameters: real.parameters, schedule };
  const simulated = await interleave.api<RunReport>("step", request);
  expect([simulated.status, simulated.outcome]).toEqual([real.status, real.outcome]);
  const trace = await interleave.api<TraceDocument>("trace");
  const again = await interleave.api<RunReport>("step", { ...request, on: "workers" });
  expect([again.engine, again.outcome, again.schedule]).toEqual(["threads", real.outcome, schedule]);
  expect(withoutTime(await interleave.api<TraceDocument>("trace"))).toEqual(withoutTime(trace));
  await page.reload();
  await interleave.ready();
  await interleave.idle();
  expect(withoutTime(await interleave.api<TraceDocument>("trace"))).toEqual(withoutTime(trace));
});

test("there is nothing to pin before a real run", async ({ interleave }) => {
  await interleave.open();
  await expect(interleave.api("pin")).rejects.toThrow(/real run/);
});
