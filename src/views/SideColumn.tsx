/** Beside the stage: the code above, what happened in detail below. */
import { lazy, Suspense } from "react";
import classes from "./app.module.css";
import { CodePanel } from "./code/CodePanel.tsx";
import { InspectorPanel } from "./inspector/InspectorPanel.tsx";
import { Fallible } from "./shared/Fallible.tsx";
import { useFacts } from "./state/use-facts.ts";
import { useSpeech } from "./shared/use-words.ts";

const InsideLines = lazy(() => import("./stepping/InsideLines.tsx"));

export function SideColumn() {
  const { words } = useSpeech();
  // Exploring comes to no single state that could be looked at.
  const isExplored = useFacts(({ query }) => query.mode === "explore");
  const isStepped = useFacts(({ stepping }) => stepping !== null);
  return (
    <div className={classes.side} data-stepped={isStepped} data-explored={isExplored}>
      <section className={classes.half} aria-label={words.code}>
        <Fallible>
          <CodePanel />
        </Fallible>
      </section>
      {isStepped && (
        <Suspense fallback={null}>
          <InsideLines />
        </Suspense>
      )}
      {!isExplored && (
        <section className={classes.half} aria-label={words.look}>
          <Fallible>
            <InspectorPanel />
          </Fallible>
        </section>
      )}
    </div>
  );
}
