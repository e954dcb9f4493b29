// The page as verbs, for specs: open it, run, stop, wait until it rests, call its API. All tests of a process have one tab (kept-tab.ts).
// Its one rule: verbs wait for the page's own `idle()`, never for time, and a message in the browser's console
// that is a warning or an error fails the test (`allowed` names those that a test causes on purpose).

import { test as base, expect, type ConsoleMessage, type Locator, type Page } from "@playwright/test";
import { KeptTab } from "./kept-tab.ts";
import type { Refusal, RepeatReport, RunReport, TraceDocument, Values } from "./promises.ts";

/** What `run` and `repeat` take: a scenario or a program. */
export interface Wanted {
  readonly scenario?: string;
  readonly program?: string;
  readonly parameters?: Values;
  readonly timeoutMs?: number;
  readonly record?: boolean;
}

/** The verbs. `api` calls a member of `globalThis.interleave` with plain values and gives its plain answer. */
export class InterleavePage {
  readonly page: Page;
  readonly #isLoaded: boolean;

  /** @param isLoaded the page stands in the tab and is gone on with */
  constructor(page: Page, isLoaded = false) {
    this.page = page;
    this.#isLoaded = isLoaded;
  }

  /** Loads the page with a query such as `scenario=bank-race&threads=2` and waits until it is ready; in a page that is gone on with, shows that. */
  async open(query = ""): Promise<void> {
    if (this.#isLoaded) await this.api("show", `?${query}`);
    else await this.page.goto(query === "" ? "./" : `./?${query}`);
    await this.ready();
  }

  /** Waits until what the address names is on show. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  }

  /** The button that runs what is on show; while something runs, `stopButton` stands in its place. */
  get runButton(): Locator {
    return this.page.locator("[data-action=run]");
  }

  get stopButton(): Locator {
    return this.page.locator("[data-action=stop]");
  }

  /** Where the outcome of the last run stands; it says the run's status as `data-status`. */
  get outcome(): Locator {
    return this.page.getByRole("region", { name: /^(Outcome|结果)$/ });
  }

  /** Messages of the page: refused values, a stranger's listing, failures. */
  get notices(): Locator {
    return this.page.locator("[data-notice]");
  }

  /** The swimlanes, which take the timeline's keys while they have the focus. */
  get lanes(): Locator {
    return this.page.getByRole("application");
  }

  /** The text field in which the listing is edited. */
  get editor(): Locator {
    return this.page.locator(".cm-content");
  }

  /** Presses Run and waits until the run has ended and was drawn. */
  async run(): Promise<void> {
    await this.runButton.click();
    await this.idle();
  }

  /** Presses Stop and waits until nothing runs. */
  async stop(): Promise<void> {
    await this.stopButton.click();
    await this.idle();
  }

  /** Chooses one of the tabs beside the lanes, by its name in English. */
  async look(tab: "State" | "Findings" | "Console" | "Statistics" | "Python" | "Bytecode"): Promise<void> {
    await this.page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
    await this.idle();
  }

  /** Puts a listing into the editor in place of what stands there. */
  async write(listing: string): Promise<void> {
    await this.editor.fill(listing);
    await this.idle();
  }

  /** Resolves when nothing runs and what is to be drawn has been drawn. */
  async idle(): Promise<void> {
    await this.api("idle");
  }

  /** Calls `interleave[member](...args)`, or reads a member that is no function. Rejects as the call does. */
  api<Answer>(member: string, ...args: readonly unknown[]): Promise<Answer> {
    return this.page.evaluate(
      async ([name, values]) => {
        const surface = Reflect.get(globalThis, "interleave") as Record<string, unknown> | undefined;
        if (surface === undefined) throw new Error("globalThis.interleave is absent");
        const found = surface[name];
        if (found === undefined) throw new Error(`interleave.${name} is absent`);
        return (typeof found === "function" ? await found.apply(surface, values) : found) as Answer;
      },
      [member, args] as const,
    );
  }

  /** A run through the page API. */
  report(wanted: Wanted): Promise<RunReport> {
    return this.api("run", wanted);
  }

  repeat(wanted: Wanted & { readonly runs: number }): Promise<RepeatReport> {
    return this.api("repeat", wanted);
  }

  /** The last run's trace, or a part of it. It travels as text: millions of members are slow as values. */
  async trace(part: { readonly from?: number; readonly to?: number; readonly threads?: readonly number[] } = {}) {
    const text = await this.page.evaluate(async (wanted) => {
      const { trace } = Reflect.get(globalThis, "interleave") as { trace: (part: object) => Promise<unknown> };
      return JSON.stringify(await trace(wanted));
    }, part);
    return JSON.parse(text) as TraceDocument;
  }

  /** How a call is refused. Fails the test when it is not. */
  async refusal(member: string, ...args: readonly unknown[]): Promise<Refusal> {
    const refused = await this.page.evaluate(
      async ([name, values]) => {
        const surface = Reflect.get(globalThis, "interleave") as Record<string, (...all: unknown[]) => unknown>;
        try {
          await surface[name](...values);
          return null;
        } catch (error) {
          const { message, argument, value, allowed } = error as Error &
            Record<"argument" | "value" | "allowed", unknown>;
          return { isError: error instanceof Error, message, argument, value, allowed };
        }
      },
      [member, args] as const,
    );
    expect(refused, `interleave.${member}(${JSON.stringify(args)}) is refused`).not.toBeNull();
    expect(refused?.isError, "what it throws is an Error").toBe(true);
    return refused as Refusal;
  }
}

interface Fixtures {
  /** The page's verbs. */
  readonly interleave: InterleavePage;
  /** Patterns of console messages that this test causes on purpose: `test.use({ allowed: [/…/] })`. */
  readonly allowed: readonly RegExp[];
  /** What the console said against the page so far; checked to be empty at the end of each test. */
  readonly complaints: string[];
  /** The tests of the file or group load the page once and go on in it: for those that leave nothing that another of them could mind. */
  readonly oneLoad: boolean;
  /** The name of the tests that this one shares a load with, or null. */
  readonly group: string | null;
}

interface KeptFixtures {
  readonly tab: KeptTab;
}

export const test = base.extend<Fixtures, KeptFixtures>({
  allowed: [[], { option: true }],
  oneLoad: [false, { option: true }],
  group: async ({ oneLoad }, use, { titlePath }) => {
    await use(oneLoad ? titlePath.slice(0, -1).join(" › ") : null);
  },
  tab: [
    // Playwright reads from the pattern what a fixture needs; this one needs nothing.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await use(new KeptTab());
    },
    { scope: "worker" },
  ],
  context: async ({ browser, tab }, use) => {
    await use(await tab.context(browser));
  },
  page: async ({ browser, viewport, tab, group }, use) => {
    const page = await tab.take(browser, viewport, group);
    await use(page);
    await tab.putBack(page);
  },
  complaints: [
    async ({ page, allowed }, use) => {
      const complaints: string[] = [];
      const note = (text: string) => {
        if (!allowed.some((pattern) => pattern.test(text))) complaints.push(text);
      };
      const hear = (message: ConsoleMessage) => {
        if (isComplaint(message)) note(`${message.type()}: ${message.text()} (${message.location().url})`);
      };
      const hearError = (error: Error) => note(`uncaught: ${error.message}`);
      const hearCrash = () => note("the page crashed");
      page.on("console", hear).on("pageerror", hearError).on("crash", hearCrash);
      await use(complaints);
      page.off("console", hear).off("pageerror", hearError).off("crash", hearCrash);
      expect(complaints, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  interleave: async ({ page, tab }, use) => {
    await use(new InterleavePage(page, tab.isLoaded));
  },
});

function isComplaint(message: ConsoleMessage): boolean {
  return message.type() === "error" || message.type() === "warning";
}

export { expect };
