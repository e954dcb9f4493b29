/** The desk of the real page: its address bar, its storage, its clock, its laboratory. */
import { loadScenario, outline } from "../engine/scenarios/index.ts";
import type { Explorer } from "../workers/contract.ts";
import type { LitmusBench } from "../workers/litmus-contract.ts";
import type { WholeLaboratory } from "../workers/stepping-contract.ts";
import type { AddressBar, Desk } from "./state/desk.ts";
import { createDesk, notify } from "./state/desk.ts";
import { measureEnvironment, preferredLanguage } from "./state/environment.ts";
import { initialFacts } from "./state/facts.ts";
import { browserShelf, readKept, writeKept } from "./state/kept.ts";
import { firstPaint } from "./shared/first-paint.ts";
import { guardedExplorer } from "./state/guarded-explorer.ts";
import { guardedLaboratory } from "./state/guarded-laboratory.ts";
import type { Open } from "./state/guarded-worker.ts";

export function createBrowserDesk(): Desk {
  const shelf = browserShelf();
  const kept = readKept(shelf);
  const facts = initialFacts(
    measureEnvironment(),
    kept.language ?? preferredLanguage(navigator.languages),
    kept.theme ?? "auto",
    matchMedia("(prefers-color-scheme: dark)").matches,
  );
  const tell = (reason: string): void => notify(desk, { kind: "fault", during: "start", reason });
  const laboratory = reopening(
    (onFailure) => guardedLaboratory(loadLaboratory, onFailure),
    (reason) => {
      desk.facts.setState({ running: null });
      tell(reason);
    },
  );
  const desk: Desk = createDesk(
    { ...facts, visited: kept.visited },
    {
      course: { outline, load: loadScenario },
      address: browserAddress,
      laboratory,
      stepper: laboratory,
      explorer: reopening((onFailure) => guardedExplorer(loadExplorer, onFailure), tell),
      pinner: laboratory,
      litmus: once(() => loadedLater(() => loadLitmusBench(facts.environment.cores))),
      keep: (part) => writeKept(shelf, part),
      copy: copyText,
      nowMs: () => performance.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
  );
  return desk;
}

/** Opens a worker at the first call, and anew after it has died. */
function reopening<T>(open: (onFailure: (reason: string) => void) => T, onFailure: (reason: string) => void): () => T {
  let there: T | null = null;
  return () => {
    there ??= open((reason) => {
      there = null;
      onFailure(reason);
    });
    return there;
  };
}

/** The laboratory's code, and the workers that it starts, come after the first paint. */
async function loadLaboratory(): Promise<Open<WholeLaboratory>> {
  await firstPaint();
  return (await import("../workers/laboratory-client.ts")).openLaboratory;
}

async function loadLitmusBench(cores: number): Promise<LitmusBench> {
  return (await import("../workers/litmus-client.ts")).openLitmusBench(cores);
}

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

/** A bench whose code comes with the first question; a load that failed is tried again. */
function loadedLater(load: () => Promise<LitmusBench>): LitmusBench {
  let loading: Promise<LitmusBench> | null = null;
  const there = (): Promise<LitmusBench> => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
  return {
    race: async (request, onProgress) => (await there()).race(request, onProgress),
    stop: async () => (loading === null ? undefined : (await loading).stop()),
  };
}

async function loadExplorer(): Promise<Open<Explorer>> {
  return (await import("../workers/explorer-client.ts")).openExplorer;
}

const browserAddress: AddressBar = {
  read: () => location.search,
  write(search, how) {
    const address = `${location.pathname}${search}`;
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  },
  absolute: (search) => `${location.origin}${location.pathname}${search}`,
};

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The reader's browser refused; the page says so and points at the address bar.
    return false;
  }
}
