/** The litmus tests: which one, what it asks, what models allow, and what this processor did. */
import { findLitmusTest, LITMUS_TESTS, type LitmusTest } from "../../engine/litmus/index.ts";
import { LITMUS_MS } from "../state/litmus.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./litmus.module.css";
import { LitmusOutcomes } from "./LitmusOutcomes.tsx";
import { ModelTable } from "./ModelTable.tsx";
import { describeValues, stepTexts } from "./outcome-rows.ts";
import { useLitmusWords } from "./use-litmus-words.ts";

export default function LitmusPage() {
  const { litmus } = useLitmusWords();
  const id = useFacts(({ query }) => query.litmus);
  const test = findLitmusTest(id ?? "") ?? LITMUS_TESTS[0];
  return (
    <article className={classes.page}>
      <header>
        <h1>{litmus.title}</h1>
        <p className="lede">{litmus.lede}</p>
      </header>
      <TestPicker chosen={test.id} />
      <section className={classes.test} aria-label={test.id}>
        <h2>
          {test.id} <span className={classes.asks}>{litmus.asks[test.id]}</span>
        </h2>
        <div className={classes.what}>
          <Program test={test} />
          <ModelTable test={test} />
        </div>
        <RaceBar test={test} />
        <div className={classes.results}>
          <LitmusOutcomes test={test} access="plain" />
          <LitmusOutcomes test={test} access="atomics" />
        </div>
      </section>
      <section className={classes.why}>
        {litmus.why.map((text) => (
          <p key={text}>{text}</p>
        ))}
        <p className="soft">{litmus.howTried}</p>
      </section>
    </article>
  );
}

function TestPicker({ chosen }: { readonly chosen: string }) {
  const { litmus } = useLitmusWords();
  const actions = useActions();
  return (
    <fieldset className={classes.picker} aria-label={litmus.tests}>
      {LITMUS_TESTS.map(({ id, notation }) => (
        <button
          key={id}
          type="button"
          className="button"
          aria-pressed={id === chosen}
          data-litmus={id}
          title={notation}
          onClick={() => void actions.showLitmus(id)}
        >
          {id}
        </button>
      ))}
    </fieldset>
  );
}

/** The threads side by side, and the outcome that the test is about. */
function Program({ test }: { readonly test: LitmusTest }) {
  const { litmus, formats } = useLitmusWords();
  return (
    <div className={classes.program}>
      <div className={classes.threads}>
        {stepTexts(test).map((steps, thread) => (
          <div key={steps.join()} className={classes.thread}>
            <p className="label">{litmus.thread(formats.number(thread + 1))}</p>
            <pre>{steps.join("\n")}</pre>
          </div>
        ))}
      </div>
      <p>
        {litmus.startsAt} <code>{describeValues(test.names, test.weak)}</code>
      </p>
    </div>
  );
}

/** Race, and while it races, Stop; what cannot run at once here is said beside it. */
function RaceBar({ test }: { readonly test: LitmusTest }) {
  const { litmus, formats } = useLitmusWords();
  const actions = useActions();
  const isRacing = useFacts((facts) => facts.litmus.racing !== null);
  const { cores, sharedMemory } = useFacts(({ environment }) => environment);
  const threads = test.threads.length;
  if (!sharedMemory) return <p>{litmus.noMemory}</p>;
  return (
    <div className={classes.bar}>
      <button
        type="button"
        className={`button ${isRacing ? "danger" : "primary"}`}
        data-action={isRacing ? "stop-litmus" : "race-litmus"}
        onClick={() => void (isRacing ? actions.litmus.stop() : actions.litmus.raceAll(test.id, ["plain", "atomics"]))}
      >
        <span aria-hidden="true">{isRacing ? "■" : "▶"}</span> {isRacing ? litmus.stop : litmus.race}
      </button>
      <p className="soft">{litmus.raceFor(formats.duration(LITMUS_MS))}</p>
      {threads > cores && (
        <p className={classes.turns} data-by-turns>
          {litmus.byTurns(formats.number(threads), formats.number(cores))}
        </p>
      )}
    </div>
  );
}
