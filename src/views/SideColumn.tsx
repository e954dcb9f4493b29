/** Beside the stage: the code above, what happened in detail below. */
import classes from "./app.module.css";
import { CodePanel } from "./code/CodePanel.tsx";
import { InspectorPanel } from "./inspector/InspectorPanel.tsx";
import { Fallible } from "./shared/Fallible.tsx";
import { useSpeech } from "./shared/use-words.ts";

export function SideColumn() {
  const { words } = useSpeech();
  return (
    <div className={classes.side}>
      <section className={classes.half} aria-label={words.code}>
        <Fallible>
          <CodePanel />
        </Fallible>
      </section>
      <section className={classes.half} aria-label={words.look}>
        <Fallible>
          <InspectorPanel />
        </Fallible>
      </section>
    </div>
  );
}
