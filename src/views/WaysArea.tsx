/** Below the lanes of a scenario that knows several ways to do the same work: all of them on one axis of time, or what each amount of workers gains. */
import { lazy, Suspense } from "react";
import { Fallible } from "./shared/Fallible.tsx";
import { Loading } from "./shared/Loading.tsx";
import classes from "./app.module.css";
import { canRun } from "./state/selectors.ts";
import { useFacts } from "./state/use-facts.ts";
import { findWays } from "./state/ways.ts";

const WaysPanel = lazy(() => import("./async/WaysPanel.tsx"));
const CurvePanel = lazy(() => import("./async/CurvePanel.tsx"));

export function WaysArea() {
  const scenario = useFacts((facts) => facts.scenario);
  const isEdited = useFacts(({ query }) => query.program !== null);
  const ways = useFacts((facts) => facts.ways);
  const ready = useFacts(canRun);
  // Ways whose time is no outcome are different work, not the same work done differently.
  if (scenario === null || isEdited || !scenario.outcomes.includes("seconds")) return null;
  if (findWays(scenario.parameters).length === 0) return null;
  return (
    <Fallible>
      <Suspense fallback={<Loading className={classes.blank} />}>
        {scenario.curve === undefined ? (
          <WaysPanel facts={ways} parameters={scenario.parameters} ready={ready} />
        ) : (
          <CurvePanel curve={scenario.curve} ready={ready} />
        )}
      </Suspense>
    </Fallible>
  );
}
