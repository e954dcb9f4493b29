// The browser's own event loop: in Chromium too a marked listing keeps the order that the standards give, and what it may not reach is gone.

import { expect, test } from "./page.ts";
import type { RunReport } from "./promises.ts";
import { ORDER_PROGRAMS } from "../src/engine/javascript/corpus.ts";

const PROGRAMS = ORDER_PROGRAMS.map(({ name, source, lines }) => ({ name, source, lines }));

test("unmarked, in a worker of the browser, each program prints what the standards say", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=js-event-loop");
  const printed = await page.evaluate(async (programs) => {
    // As many lines as are expected, and what comes in the same moment after them.
    const run = (source: string, count: number) =>
      new Promise<readonly string[]>((resolve) => {
        const tell = "console.log = (...all) => postMessage(all.map(String).join(' '));\n";
        const worker = new Worker(URL.createObjectURL(new Blob([tell, source])));
        const lines: string[] = [];
        worker.onmessage = ({ data }: MessageEvent<string>) => {
          lines.push(data);
          if (lines.length === count) setTimeout(() => resolve(lines), 50);
        };
      });
    return Promise.all(programs.map(({ source, lines }) => run(source, lines.length)));
  }, PROGRAMS);
  expect(printed).toEqual(PROGRAMS.map(({ lines }) => lines));
});

test("marked, through the page, each program prints the same", async ({ interleave, page }) => {
  await interleave.open("scenario=js-event-loop");
  const printed = await page.evaluate(async (programs) => {
    interface Api {
      run(request: object): Promise<RunReport>;
    }
    const api = Reflect.get(globalThis, "interleave") as Api;
    const all: string[][] = [];
    for (const { source } of programs) {
      const { console } = await api.run({ program: source, language: "javascript", record: false });
      all.push(console.map(({ text }) => text));
    }
    return all;
  }, PROGRAMS);
  expect(printed).toEqual(PROGRAMS.map(({ lines }) => [...lines]));
});

test("the scenario runs as expected, and both queues are told at the playhead", async ({ interleave, page }) => {
  await interleave.open("scenario=js-event-loop");
  await interleave.run();
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
  await expect(interleave.editor).toContainText("async function main()");
  const { events } = await interleave.api<{ events: readonly { seq: number; op: string; thread: number }[] }>("trace");
  const end = events.find(({ op, thread }) => op === "finish" && thread === 0);
  await interleave.api("seek", { seq: end?.seq ?? 0 });
  await interleave.idle();
  await expect(page.locator("[data-queue=microtasks] li")).toHaveText([/step/, /then/, /queueMicrotask/]);
  await expect(page.locator("[data-mode=step]").first()).toBeDisabled();
});

test("what would reach out of the worker is gone at run time too, and an endless loop is stopped", async ({
  interleave,
}) => {
  await interleave.open("scenario=js-event-loop");
  const request = { language: "javascript" } as const;
  const made = "const f = (async () => 1).constructor;\nf('return 1');\n";
  const failed = await interleave.api<RunReport>("run", { ...request, program: made });
  expect(failed.status).toBe("failed");
  expect(failed.console[0].text).toContain("EvalError");
  const running = interleave.api<RunReport>("run", { ...request, program: "for (;;) {}\n" });
  await expect(interleave.stopButton).toBeVisible();
  await interleave.api("stop");
  expect((await running).status).toBe("stopped");
});
