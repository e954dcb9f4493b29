/** Opens the page: facts, actions, page API, then the picture. Ready once what the address names is on show. */
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { createBrowserDesk } from "./browser-desk.ts";
import { followSurroundings } from "./follow-surroundings.ts";
import { createPageApi } from "./page-api/page-api.ts";
import { whenDrawn } from "./page-api/when-drawn.ts";
import "./shared/tokens.css";
import "./shared/base.css";
import { createActions } from "./state/actions.ts";
import { PageProvider } from "./state/use-facts.ts";

declare global {
  /** The page API (docs/page-api.md). */
  var interleave: ReturnType<typeof createPageApi>;
}

async function open(): Promise<void> {
  const desk = createBrowserDesk();
  const actions = createActions(desk);
  globalThis.interleave = createPageApi(desk, actions, INTERLEAVE_VERSION);
  followSurroundings(desk, actions);
  const problems = await actions.show(location.search, "replace");
  createRoot(document.getElementById("app") as HTMLElement).render(
    <PageProvider value={{ desk, actions }}>
      <App />
    </PageProvider>,
  );
  await whenDrawn();
  document.documentElement.dataset.ready = "true";
  const { query } = desk.facts.getState();
  if (query.autorun && query.program === null && problems.length === 0) await actions.runShown();
}

void open();
