/** Under the lanes of a run in which an event loop, generators or greenlets ran: what goes on inside at the playhead. Loaded when there is one. */
import { lazy, Suspense } from "react";
import type { RunResult } from "../workers/contract.ts";
import { Fallible } from "./shared/Fallible.tsx";
import { Loading } from "./shared/Loading.tsx";
import classes from "./app.module.css";
import { useActions, useFacts } from "./state/use-facts.ts";

const LoopPanel = lazy(() => import("./async/LoopPanel.tsx"));

/** Lanes of which the panel has something to say. */
const SHOWN: ReadonlySet<string> = new Set(["loop", "generator", "greenlet"]);

/** What a second of the listing takes where nothing says, in milliseconds. */
const USUAL_SECOND_MS = 1000;

interface Props extends Pick<RunResult, "report"> {
  readonly trace: NonNullable<RunResult["trace"]>;
}

export function LoopArea({ trace, report }: Props) {
  const actions = useActions();
  const snapshot = useFacts((facts) => facts.snapshot);
  const isWalked = useFacts(({ query, stepping }) => query.mode === "run" && stepping === null);
  if (snapshot === null || !trace.threads.some(({ kind }) => SHOWN.has(kind))) return null;
  const { second } = report.parameters;
  return (
    <Fallible>
      <Suspense fallback={<Loading className={classes.blank} />}>
        <LoopPanel
          trace={trace}
          secondMs={typeof second === "number" ? second : USUAL_SECOND_MS}
          snapshot={snapshot}
          findings={report.findings}
          isWalked={isWalked}
          onShow={(seq) => void actions.reveal(seq)}
        />
      </Suspense>
    </Fallible>
  );
}
