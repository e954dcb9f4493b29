/** Keeps the document and the facts in step: language and theme on the root, Back and Forward, the system's theme. */
import type { Actions } from "./state/actions.ts";
import type { Desk } from "./state/desk.ts";
import type { Facts } from "./state/facts.ts";
import { getLanguage, getResolvedTheme } from "./state/selectors.ts";
import { speechFor } from "./shared/use-words.ts";

export function followSurroundings(desk: Desk, actions: Actions): void {
  addEventListener("popstate", () => void actions.show(location.search, "leave"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
    desk.facts.setState({ systemDark: matches });
  });
  desk.facts.subscribe((facts, before) => {
    dress(facts);
    if (facts.query.scenario !== before.query.scenario) scrollTo({ top: 0 });
  });
  dress(desk.facts.getState());
}

function dress(facts: Facts): void {
  const root = document.documentElement;
  const language = getLanguage(facts);
  const theme = getResolvedTheme(facts);
  const title = facts.scenario?.texts[language].title;
  const name = speechFor(language).words.name;
  const heading = title === undefined ? name : `${title} · ${name}`;
  if (root.lang !== language) root.lang = language;
  if (root.dataset.theme !== theme) root.dataset.theme = theme;
  if (document.title !== heading) document.title = heading;
}
