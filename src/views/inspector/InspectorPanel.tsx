/** State, findings, console and statistics of the run on show, as tabs. */
import { lazy, Suspense, useMemo, useState } from "react";
import { Tabs } from "../shared/Tabs.tsx";
import { Loading } from "../shared/Loading.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { getFindingCount } from "../state/selectors.ts";
import { useFacts } from "../state/use-facts.ts";
import { ConsolePanel } from "./ConsolePanel.tsx";
import { FindingsPanel } from "./FindingsPanel.tsx";
import classes from "./inspector.module.css";
import { StatePanel } from "./StatePanel.tsx";

const StatisticsPanel = lazy(() => import("./StatisticsPanel.tsx"));

type TabName = "state" | "findings" | "console" | "statistics";

export function InspectorPanel() {
  const { words, formats } = useSpeech();
  const [tab, setTab] = useState<TabName>("state");
  const story = useFacts((facts) => facts.story);
  const [told, setTold] = useState(story);
  if (story !== told) {
    setTold(story);
    if (story !== null) setTab("findings");
  }
  // Whoever keeps an event, by a key on the lanes, is shown what it is compared with.
  const isKept = useFacts((facts) => facts.kept !== null);
  const [wasKept, setWasKept] = useState(isKept);
  if (isKept !== wasKept) {
    setWasKept(isKept);
    if (isKept) setTab("findings");
  }
  const report = useFacts(({ result }) => result?.result.report ?? null);
  const findings = useMemo(() => getFindingCount(report), [report]);
  return (
    <Tabs
      label={words.look}
      chosen={tab}
      onChoose={setTab}
      tabs={[
        { name: "state", label: words.state },
        {
          name: "findings",
          label: <CountedLabel label={words.findingsTab} count={findings} text={formats.number(findings)} />,
        },
        { name: "console", label: words.console },
        { name: "statistics", label: words.statistics },
      ]}
    >
      <Suspense fallback={<Loading className={classes.empty} />}>
        {tab === "state" && <StatePanel />}
        {tab === "findings" && <FindingsPanel />}
        {tab === "console" && <ConsolePanel />}
        {tab === "statistics" && <StatisticsPanel />}
      </Suspense>
    </Tabs>
  );
}

function CountedLabel({
  label,
  count,
  text,
}: {
  readonly label: string;
  readonly count: number;
  readonly text: string;
}) {
  return (
    <>
      {label}
      {count > 0 && <b className={classes.count}>{text}</b>}
    </>
  );
}
