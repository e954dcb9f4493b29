/** A task that kept its loop to itself: who, for how long, at which line, and the mend, which one press applies. */
import { useMemo } from "react";
import type { Seq } from "../../engine/base/ids.ts";
import type { Plain, Trace } from "../../engine/trace/trace.ts";
import { nameOfTask } from "../shared/lane-names.ts";
import { getSource, getValues } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./async.module.css";
import type { Held } from "./held-loop.ts";
import { mendBlocking } from "./mend-blocking.ts";
import { useAsyncWords } from "./use-async-words.ts";

interface Props {
  readonly held: Held;
  readonly trace: Trace;
  readonly secondMs: number;
  readonly onShow: (seq: Seq) => void;
}

export function HeldLoop({ held, trace, secondMs, onShow }: Props) {
  const { loop: words, formats } = useAsyncWords();
  const { task, ms, seq, line, by } = held;
  // What computes tells of no event: it is known only behind which line it went on.
  const told = by === "else" || by === "compute" ? words.heldAfter : words.held;
  return (
    <div className={classes.held} data-held={line}>
      <p>
        <b>{told(nameOfTask(trace, task), formats.duration((ms * 1000) / secondMs), formats.number(line))}</b>{" "}
        {words.heldHint} {words.mends[by]}
      </p>
      <span className={classes.walk}>
        <button type="button" className="button" data-action="show-held" onClick={() => onShow(seq)}>
          {words.showHeld}
        </button>
        <MendButton held={held} />
      </span>
    </div>
  );
}

/** Changes the line and runs again; where no change of a line is certain, runs the scenario's own mended listing. */
function MendButton({ held: { line, by } }: { readonly held: Held }) {
  const { loop: words, formats, language } = useAsyncWords();
  const actions = useActions();
  const source = useFacts(getSource);
  const ran = useFacts(({ result }) => result?.source ?? null);
  const scenario = useFacts((facts) => facts.scenario);
  const isEdited = useFacts(({ query }) => query.program !== null);
  const mend = useMemo(() => (by === "script" ? null : mendBlocking(source, line)), [source, line, by]);
  const mended = scenario?.variants.find(({ id }) => id === scenario.compare?.mended);
  const isMended = useFacts((facts) =>
    Object.entries(mended?.when ?? {}).every(([name, value]) => getValues(facts)[name] === value),
  );
  // The line of a run says nothing of a listing that was changed since.
  if (ran !== source) return null;
  if (mend !== null) {
    return (
      <button
        type="button"
        className="button primary"
        data-action="mend"
        onClick={() => void actions.edit(mend.source).then(() => actions.runShown())}
      >
        {words.mendLine(formats.number(mend.line), mend.text)}
      </button>
    );
  }
  if (mended === undefined || isEdited || isMended) return null;
  return (
    <button
      type="button"
      className="button primary"
      data-action="mend"
      onClick={() => void runVariant(Object.entries(mended.when))}
    >
      {words.runMended(mended.label[language])}
    </button>
  );

  async function runVariant(when: readonly (readonly [string, Plain])[]): Promise<void> {
    for (const [name, value] of when) await actions.setParameter(name, value);
    await actions.runShown();
  }
}
