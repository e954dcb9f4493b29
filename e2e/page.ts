// The page as verbs, for specs: open it, run, stop, wait until it rests, call its API.
// Its one rule: verbs wait for the page's own `idle()`, never for time, and a message in the browser's console
// that is a warning or an error fails the test (`allowed` names those that a test causes on purpose).

import { test as base, expect, type ConsoleMessage, type Page } from "@playwright/test";

/** The verbs. `api` calls a member of `globalThis.interleave` with plain values and gives its plain answer. */
export class InterleavePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes to the page with a query such as `scenario=bank-race&threads=2` and waits until it is ready. */
  async open(query = ""): Promise<void> {
    await this.page.goto(query === "" ? "./" : `./?${query}`);
    await this.page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  }

  /** Presses Run and waits until the run has ended and was drawn. */
  async run(): Promise<void> {
    await this.page.getByRole("button", { name: /^(Run|运行)$/ }).click();
    await this.idle();
  }

  /** Presses Stop and waits until nothing runs. */
  async stop(): Promise<void> {
    await this.page.getByRole("button", { name: /^(Stop|停止)$/ }).click();
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
}

interface Fixtures {
  /** The page's verbs. */
  readonly interleave: InterleavePage;
  /** Patterns of console messages that this test causes on purpose: `test.use({ allowed: [/…/] })`. */
  readonly allowed: readonly RegExp[];
  /** What the console said against the page so far; checked to be empty at the end of each test. */
  readonly complaints: string[];
}

export const test = base.extend<Fixtures>({
  allowed: [[], { option: true }],
  complaints: [
    async ({ page, allowed }, use) => {
      const complaints: string[] = [];
      const note = (text: string) => {
        if (!allowed.some((pattern) => pattern.test(text))) complaints.push(text);
      };
      page.on("console", (message) => {
        if (isComplaint(message)) note(`${message.type()}: ${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => note(`uncaught: ${error.message}`));
      page.on("crash", () => note("the page crashed"));
      await use(complaints);
      expect(complaints, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  interleave: async ({ page }, use) => {
    await use(new InterleavePage(page));
  },
});

function isComplaint(message: ConsoleMessage): boolean {
  return message.type() === "error" || message.type() === "warning";
}

export { expect };
