/** The desk of the real page: its address bar, its storage, its clock, its laboratory. */
import { loadScenario, outline } from "../engine/scenarios/index.ts";
import type { WholeLaboratory } from "../workers/stepping-contract.ts";
import type { AddressBar, Desk } from "./state/desk.ts";
import { createDesk, notify } from "./state/desk.ts";
import { measureEnvironment, preferredLanguage } from "./state/environment.ts";
import { initialFacts } from "./state/facts.ts";
import { browserShelf, readKept, writeKept } from "./state/kept.ts";
import { firstPaint } from "./shared/first-paint.ts";
import type { OpenLaboratory } from "./state/guarded-laboratory.ts";
import { guardedLaboratory } from "./state/guarded-laboratory.ts";

export function createBrowserDesk(): Desk {
  const shelf = browserShelf();
  const kept = readKept(shelf);
  const facts = initialFacts(
    measureEnvironment(),
    kept.language ?? preferredLanguage(navigator.languages),
    kept.theme ?? "auto",
    matchMedia("(prefers-color-scheme: dark)").matches,
  );
  const laboratory = reopening((reason) => {
    desk.facts.setState({ running: null });
    notify(desk, { kind: "fault", during: "start", reason });
  });
  const desk: Desk = createDesk(
    { ...facts, visited: kept.visited },
    {
      course: { outline, load: loadScenario },
      address: browserAddress,
      laboratory,
      stepper: laboratory,
      explorer: () => {
        throw new Error("this version cannot explore yet");
      },
      pinner: () => {
        throw new Error("this version cannot pin yet");
      },
      keep: (part) => writeKept(shelf, part),
      copy: copyText,
      nowMs: () => performance.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
  );
  return desk;
}

/** Opens the laboratory at the first call, and anew after it has died. */
function reopening(onFailure: (reason: string) => void): () => WholeLaboratory {
  let open: WholeLaboratory | null = null;
  return () => {
    open ??= guardedLaboratory(loadLaboratory, (reason) => {
      open = null;
      onFailure(reason);
    });
    return open;
  };
}

/** The laboratory's code, and the workers that it starts, come after the first paint. */
async function loadLaboratory(): Promise<OpenLaboratory> {
  await firstPaint();
  return (await import("../workers/laboratory-client.ts")).openLaboratory;
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
