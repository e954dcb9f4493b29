/** Under the lanes of a run in which an event loop ran: what goes on inside it at the playhead. Loaded when there is one. */
import { lazy, Suspense } from "react";
import type { RunResult } from "../workers/contract.ts";
import { Fallible } from "./shared/Fallible.tsx";
import { Loading } from "./shared/Loading.tsx";
import classes from "./app.module.css";
import { useActions, useFacts } from "./state/use-facts.ts";

const LoopPanel = lazy(() => import("./async/LoopPanel.tsx"));

/** What a second of the listing takes where nothing says, in milliseconds. */
const USUAL_SECOND_MS = 1000;

interface Props extends Pick<RunResult, "report"> {
  readonly trace: NonNullable<RunResult["trace"]>;
}

export function LoopArea({ trace, report }: Props) {
  const actions = useActions();
  const snapshot = useFacts((facts) => facts.snapshot);
  if (snapshot === null || !trace.threads.some(({ kind }) => kind === "loop")) return null;
  const { second } = report.parameters;
  return (
    <Fallible>
      <Suspense fallback={<Loading className={classes.blank} />}>
        <LoopPanel
          trace={trace}
          secondMs={typeof second === "number" ? second : USUAL_SECOND_MS}
          snapshot={snapshot}
          onShow={(seq) => void actions.reveal(seq)}
        />
      </Suspense>
    </Fallible>
  );
}
