/** "Ordered or racing?": the event that is kept, the one that is looked at, and what stands between them. */
import { areConflicting, areOfOneThread } from "../../engine/analysis/conflict.ts";
import type { Seq } from "../../engine/base/ids.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { KeptEvent } from "../state/facts.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./inspector.module.css";

export function RelationCard() {
  const { words } = useSpeech();
  const actions = useActions();
  const trace = useFacts(({ result }) => result?.result.trace ?? null);
  const selection = useFacts((facts) => facts.selection);
  const kept = useFacts((facts) => facts.kept);
  if (trace === null) return null;
  return (
    <section className={classes.relation} aria-label={words.orderedOrRacing} data-relation={stateOf(kept)}>
      <h2 className={classes.findingHead}>{words.orderedOrRacing}</h2>
      {kept === null ? (
        <>
          <p className="soft">{words.howToCompare}</p>
          <button
            type="button"
            className="button"
            data-action="keep-event"
            disabled={selection === null}
            onClick={() => actions.keepEvent()}
          >
            {words.keepEvent}
          </button>
        </>
      ) : (
        <Compared kept={kept} trace={trace} />
      )}
    </section>
  );
}

function stateOf(kept: KeptEvent | null): "none" | "kept" | "ordered" | "unordered" {
  if (kept === null) return "none";
  if (kept.relation === null) return "kept";
  return kept.relation.ordered ? "ordered" : "unordered";
}

function Compared({ kept: { seq, other, relation }, trace }: { readonly kept: KeptEvent; readonly trace: Trace }) {
  const { words } = useSpeech();
  const actions = useActions();
  return (
    <>
      <ol className={classes.evidence}>
        <EventLine trace={trace} seq={seq} />
        {other !== null && <EventLine trace={trace} seq={other} />}
      </ol>
      {/* There from the beginning, so that readers announce what comes into it. */}
      <output className={relation === null ? "soft" : classes.verdict}>
        {relation === null || other === null
          ? words.chooseAnother
          : verdictOf(words, trace, seq, other, relation.ordered)}
      </output>
      {relation !== null && relation.chain.length > 2 && (
        <div>
          <p>{words.chainOfEdges}</p>
          <ol className={classes.evidence} data-chain>
            {relation.chain.map((link) => (
              <EventLine key={link} trace={trace} seq={link} />
            ))}
          </ol>
        </div>
      )}
      <button type="button" className="button" data-action="let-event-go" onClick={() => actions.letEventGo()}>
        {words.letEventGo}
      </button>
    </>
  );
}

function EventLine({ trace, seq }: { readonly trace: Trace; readonly seq: Seq }) {
  const { words, formats, language } = useSpeech();
  const actions = useActions();
  return (
    <li>
      <button
        type="button"
        className={classes.event}
        title={words.goToEvent(formats.number(seq + 1))}
        onClick={() => void actions.seek(seq)}
      >
        {describeEvent(trace, seq, language)}
      </button>
    </li>
  );
}

/** In one thread, ordered, racing, or free of each other. */
function verdictOf(
  words: ReturnType<typeof useSpeech>["words"],
  trace: Trace,
  a: Seq,
  b: Seq,
  ordered: boolean,
): string {
  if (areOfOneThread(trace, a, b)) return words.sameThread;
  if (ordered) return words.areOrdered;
  return areConflicting(trace, a, b) ? words.areRacing : words.areUnordered;
}
