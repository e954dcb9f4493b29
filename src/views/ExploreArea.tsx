/** Explore mode in the middle of the page: how to explore, what came of it, and real runs beside it. */
import { useRef } from "react";
import classes from "./app.module.css";
import { Aftermath } from "./explorer/Aftermath.tsx";
import { ExploringBar } from "./explorer/ExploringBar.tsx";
import { LimitsForm } from "./explorer/LimitsForm.tsx";
import { OutcomeList } from "./explorer/OutcomeList.tsx";
import { SaidExploring } from "./explorer/SaidExploring.tsx";
import { useExploreWords } from "./explorer/use-explore-words.ts";
import { useKeptFocus } from "./shared/use-kept-focus.ts";
import { isSameProgram } from "./state/query.ts";
import { useFacts } from "./state/use-facts.ts";

export default function ExploreArea() {
  const { explore, words } = useExploreWords();
  const root = useRef<HTMLElement>(null);
  // Explore, Pause and Stop take each other's place.
  useKeptFocus(root, "form button[data-action]");
  const query = useFacts((facts) => facts.query);
  const exploring = useFacts((facts) => facts.exploring);
  const repeated = useFacts((facts) => facts.repeated);
  const report = exploring?.report ?? null;
  // Real runs of other parameters say nothing about this set.
  const beside = repeated !== null && isSameProgram(repeated.query, exploring?.query ?? query) ? repeated.result : null;
  const isOutdated = exploring !== null && !isSameProgram(exploring.query, query);
  return (
    <section ref={root} className={classes.stepArea} aria-label={explore.title}>
      <LimitsForm />
      <ExploringBar facts={exploring} />
      {isOutdated && <p className="soft">{words.outdated}</p>}
      <OutcomeList report={report} repeated={beside} />
      {report !== null && <Aftermath report={report} />}
      <SaidExploring facts={exploring} />
    </section>
  );
}
