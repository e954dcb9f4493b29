/**
 * Opens fresh browsers and has each measure the kernels. Its one rule: a kernel that fails or takes too long costs its
 * browser, never the run; the failure is kept and told at the end.
 */
import { type Browser, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../../scripts/find-browser.mjs";
import type { BenchPage } from "./bench-page.ts";
import type { KernelCard, PageKernel, Samples } from "./kernel.ts";
import { measureRounds } from "./rounds.ts";

const defaultTimeoutMs = 120_000;

/** One kernel as a browser's page measures it. */
export interface Measurable {
  readonly card: Omit<KernelCard, "hasFloor">;
  measure(page: Page): Promise<Samples>;
}

/** Samples of each process, and what went wrong, by the kernel's name. */
export interface Harvest {
  readonly samples: Map<string, Samples[]>;
  readonly failures: Map<string, string[]>;
}

/** What the bench page at `address` holds. */
export async function readCards(address: string): Promise<readonly KernelCard[]> {
  const browser = await launch();
  try {
    const page = await openBenchPage(await browser.newPage(), address);
    return await page.evaluate(() => (Reflect.get(globalThis, "bench") as BenchPage).cards);
  } finally {
    await browser.close();
  }
}

/** A kernel of `bench/kernels`. */
export function measurableInBenchPage(card: KernelCard, address: string): Measurable {
  return {
    card,
    async measure(page) {
      await openBenchPage(page, address);
      return page.evaluate((name) => (Reflect.get(globalThis, "bench") as BenchPage).measure(name), card.name);
    },
  };
}

/** A kernel of `bench/page-kernels`. */
export function measurableOnRealPage(kernel: PageKernel, address: string): Measurable {
  return {
    card: kernel,
    measure: (page) => measureRounds(kernel, (_arm, round) => ({ round, address, page })),
  };
}

/** Measures each in `processes` browsers; `say` gets a line for each browser. */
export async function measureInBrowsers(
  list: readonly Measurable[],
  processes: number,
  say: (line: string) => void,
): Promise<Harvest> {
  const harvest: Harvest = { samples: new Map(), failures: new Map() };
  for (let process = 1; process <= processes; process++) {
    say(`browser ${process} of ${processes}`);
    await measureInOneBrowser(list, harvest);
  }
  return harvest;
}

async function measureInOneBrowser(list: readonly Measurable[], { samples, failures }: Harvest): Promise<void> {
  let browser = await launch();
  try {
    for (const one of list) {
      const { name, timeoutMs = defaultTimeoutMs } = one.card;
      try {
        const found = await withLimit(measureOnNewPage(browser, one), timeoutMs);
        append(samples, name, found);
      } catch (problem) {
        append(failures, name, problem instanceof Error ? problem.message : String(problem));
        await browser.close();
        browser = await launch();
      }
    }
  } finally {
    await browser.close();
  }
}

async function measureOnNewPage(browser: Browser, one: Measurable): Promise<Samples> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const samples = await one.measure(page);
  await page.close();
  return samples;
}

async function openBenchPage(page: Page, address: string): Promise<Page> {
  // A module that throws while it loads leaves no `bench`: its message is the reason to give.
  const thrown = new Promise<never>((_, failed) => page.once("pageerror", failed));
  await page.goto(`${address}bench.html`);
  await Promise.race([thrown, page.waitForFunction(() => "bench" in globalThis && crossOriginIsolated)]);
  return page;
}

function launch(): Promise<Browser> {
  const { executablePath, args } = findBrowser();
  return chromium.launch({ executablePath, args });
}

async function withLimit<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function append<T>(lists: Map<string, T[]>, name: string, item: T): void {
  lists.set(name, [...(lists.get(name) ?? []), item]);
}
