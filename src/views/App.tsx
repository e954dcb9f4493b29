/** The page: top bar, catalogue, and of what is on show the stage, the code and details beside it, the lesson below. */
import { useEffect, useState } from "react";
import classes from "./app.module.css";
import { CatalogueNav } from "./controls/CatalogueNav.tsx";
import { CataloguePage } from "./controls/CataloguePage.tsx";
import { Notices } from "./controls/Notices.tsx";
import { TopBar } from "./controls/TopBar.tsx";
import { LitmusArea } from "./LitmusArea.tsx";
import { LessonArea } from "./LessonArea.tsx";
import { useSpeech } from "./shared/use-words.ts";
import { SideColumn } from "./SideColumn.tsx";
import { Stage } from "./Stage.tsx";
import { SpokenStatus } from "./SpokenStatus.tsx";
import { getPlace } from "./state/query.ts";
import { useFacts } from "./state/use-facts.ts";

export function App() {
  const { words } = useSpeech();
  const [menuOpen, setMenuOpen] = useState(false);
  const place = useFacts(({ query }) => getPlace(query));
  useEffect(() => {
    if (!menuOpen) return undefined;
    document.querySelector<HTMLElement>("#catalogue a, #catalogue button")?.focus();
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && setMenuOpen(false);
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [menuOpen]);
  return (
    <div className={classes.page}>
      <a
        className={classes.skip}
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("content")?.focus();
        }}
      >
        {words.skip}
      </a>
      <TopBar menuOpen={menuOpen} onMenu={() => setMenuOpen(!menuOpen)} />
      <CatalogueNav open={menuOpen} onClose={() => setMenuOpen(false)} />
      <main id="content" tabIndex={-1} className={classes.main} data-place={place}>
        {place === "litmus" ? (
          <LitmusArea />
        ) : place === "catalogue" ? (
          <>
            <div className={classes.notices}>
              <Notices />
            </div>
            <CataloguePage />
          </>
        ) : (
          <>
            <Stage />
            <SideColumn />
            <LessonArea />
          </>
        )}
      </main>
      <SpokenStatus />
    </div>
  );
}
