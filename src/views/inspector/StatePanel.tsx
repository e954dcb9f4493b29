/** What stood in memory at the playhead: cells, threads with their stacks, locks, queues, pools. */
import { lazy, Suspense } from "react";
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import { useFacts } from "../state/use-facts.ts";
import { CellList } from "./CellList.tsx";
import classes from "./inspector.module.css";
import { LockList } from "./LockList.tsx";
import { namesOf } from "./names.ts";
import { PoolList } from "./PoolList.tsx";
import { QueueList } from "./QueueList.tsx";
import { ThreadList } from "./ThreadList.tsx";

// Only a JavaScript listing's run has one.
const BrowserLoopPanel = lazy(() => import("./BrowserLoopPanel.tsx"));

export function StatePanel() {
  const { words, formats } = useSpeech();
  const result = useFacts((facts) => facts.result);
  const snapshot = useFacts((facts) => facts.snapshot);
  const stepping = useFacts((facts) => facts.stepping);
  const before = stepping?.before ?? null;
  if (result === null) return <p className={classes.empty}>{words.nothingYet}</p>;
  if (result.result.trace === null) return <p className={classes.empty}>{words.notRecorded}</p>;
  if (snapshot === null) return <p className={classes.empty}>{words.loading}…</p>;
  const names = namesOf(result.result);
  const { count } = result.result.trace;
  return (
    <div className={classes.panel} data-seq={snapshot.seq}>
      <p className={classes.where}>
        {stepping !== null
          ? describeStepPlace({ words, formats }, stepping.view.at, stepping.view.length)
          : snapshot.seq < 0
            ? words.atStart
            : words.atEvent(formats.number(snapshot.seq + 1), formats.number(count))}
      </p>
      {snapshot.browserLoop === undefined ? (
        <CellList cells={snapshot.cells} names={names} before={before} goesOn={stepping?.view.status === null} />
      ) : (
        <Suspense fallback={null}>
          <BrowserLoopPanel loop={snapshot.browserLoop} names={names} now={snapshot.t} />
        </Suspense>
      )}
      <QueueList queues={snapshot.queues} names={names} before={before} />
      <LockList locks={snapshot.locks} names={names} before={before} />
      <PoolList pools={snapshot.pools} names={names} />
      <ThreadList threads={snapshot.threads} names={names} isStepped={stepping !== null} />
    </div>
  );
}

function describeStepPlace({ words, formats }: Pick<Speech, "words" | "formats">, at: number, of: number): string {
  return at === 0 ? words.beforeSteps : words.afterStep(formats.number(at), formats.number(of));
}
