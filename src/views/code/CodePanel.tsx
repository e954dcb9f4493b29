/** The listing in an editor and its bytecode beside it; errors stand at their line and below. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import type { ThreadId } from "../../engine/base/ids.ts";
import type { Diagnostic } from "../../engine/program/listing.ts";
import type { Language } from "../../engine/program/scenario.ts";
import { firstPaint } from "../shared/first-paint.ts";
import { badgeOf } from "../shared/lane-names.ts";
import { Tabs } from "../shared/Tabs.tsx";
import { useSpeech } from "../shared/use-words.ts";
import { getListingLanguage, getSource, isEdited } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { BytecodeTable } from "./BytecodeTable.tsx";
import classes from "./code.module.css";
import { Diagnostics } from "./Diagnostics.tsx";
import { ListingWithoutEditor } from "./ListingWithoutEditor.tsx";
import { StaticListing } from "./StaticListing.tsx";
import { nextLinesOf, nextPartsOf, threadLinesOf } from "./thread-lines.ts";

// Where the editor cannot be loaded the listing is still read.
const Editor = lazy(() => import("./Editor.tsx").catch(() => ({ default: ListingWithoutEditor })));

const NO_DIAGNOSTICS: readonly Diagnostic[] = [];

/** The page's own words in the language on show; Python's stay as Python says them. */
function inLanguage(one: Diagnostic, language: Language): Diagnostic {
  return language === "en" || one.chinese === undefined ? one : { ...one, ...one.chinese };
}

type TabName = "python" | "bytecode";

export function CodePanel() {
  const { words, formats, language: speech } = useSpeech();
  const actions = useActions();
  const [tab, setTab] = useState<TabName>("python");
  const source = useFacts(getSource);
  const language = useFacts(getListingLanguage);
  const isPython = language === "python";
  const compiled = useFacts((facts) => facts.compiled);
  const edited = useFacts(isEdited);
  const snapshot = useFacts((facts) => facts.snapshot);
  const ran = useFacts(({ result }) => result?.source ?? null);
  // Lines of a run say nothing about a listing that has been changed since.
  const isCurrent = ran === source;
  const stepped = useFacts(({ stepping }) => stepping?.view.threads ?? null);
  const threads = useMemo(() => {
    if (stepped !== null && isCurrent) return nextLinesOf(stepped);
    return threadLinesOf(isCurrent ? snapshot : null);
  }, [snapshot, isCurrent, stepped]);
  const trace = useFacts(({ result }) => result?.result.trace ?? null);
  const badge = useCallback((thread: ThreadId) => badgeOf(trace, thread), [trace]);
  const nextParts = useMemo(() => (stepped !== null && isCurrent ? nextPartsOf(stepped) : []), [isCurrent, stepped]);
  const mayLoad = useAfterFirstPaint();
  const told = compiled?.source === source ? compiled.diagnostics : NO_DIAGNOSTICS;
  const diagnostics = useMemo(() => told.map((one) => inLanguage(one, speech)), [told, speech]);
  const staticListing = (
    <StaticListing source={source} language={language} label={words.listingLabel(words[language])} threads={threads} />
  );
  return (
    <Tabs
      label={words.code}
      chosen={isPython ? tab : "python"}
      onChoose={setTab}
      tabs={[
        { name: "python", label: words[language] },
        // The browser's own engine shows nobody its bytecode.
        ...(isPython ? [{ name: "bytecode" as const, label: words.bytecode }] : []),
      ]}
      extra={
        <span className={classes.tools}>
          {diagnostics.length > 0 && (
            <b className="bad">{words.errorsCount(diagnostics.length, formats.number(diagnostics.length))}</b>
          )}
          {edited && (
            <>
              <span className={classes.edited}>{words.edited}</span>
              <button
                type="button"
                data-action="reset-listing"
                className={`button ${classes.small}`}
                onClick={() => void actions.resetListing()}
              >
                {words.reset}
              </button>
            </>
          )}
        </span>
      }
    >
      {tab === "python" || !isPython ? (
        <div className={classes.panel}>
          <div className={classes.grow}>
            {mayLoad ? (
              <Suspense fallback={staticListing}>
                <Editor
                  source={source}
                  language={language}
                  label={words.editorLabel(words[language])}
                  threads={threads}
                  badge={badge}
                  nextParts={nextParts}
                  diagnostics={diagnostics}
                  onEdit={(text) => void actions.edit(text)}
                  onRun={() => void actions.goShown()}
                  onLine={stepped === null ? undefined : (line) => void actions.stepping.runTo({ kind: "line", line })}
                />
              </Suspense>
            ) : (
              staticListing
            )}
          </div>
          <Diagnostics diagnostics={diagnostics} />
        </div>
      ) : compiled?.listing ? (
        <BytecodeTable rows={compiled.listing.bytecode} threads={threads} />
      ) : (
        <p className={classes.empty}>{diagnostics.length > 0 ? words.noBytecode : words.compiling}</p>
      )}
    </Tabs>
  );
}

/** False until the page has been painted: what is heavy loads then. */
function useAfterFirstPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let isWanted = true;
    void firstPaint().then(() => isWanted && setPainted(true));
    return () => {
      isWanted = false;
    };
  }, []);
  return painted;
}
