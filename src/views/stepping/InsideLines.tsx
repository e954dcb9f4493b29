/** Under the listing: the line each thread stands at, the part of it that is next, and, opened, its bytecodes. */
import { useState } from "react";
import type { BytecodeRow } from "../../engine/program/listing.ts";
import type { BytecodePlace, ThreadPreview } from "../../engine/program/stepping.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { useFacts } from "../state/use-facts.ts";
import { insideLine } from "./inside-line.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

export default function InsideLines() {
  const { step } = useStepWords();
  const [isOpen, setOpen] = useState(false);
  const threads = useFacts(({ stepping }) => stepping?.view.threads ?? null);
  const compiled = useFacts((facts) => facts.compiled);
  const source = useFacts(({ result }) => result?.source ?? null);
  const placed = threads?.filter((thread): thread is Placed => thread.place !== null) ?? [];
  if (source === null || placed.length === 0) return null;
  const rows = compiled?.source === source ? (compiled.listing?.bytecode ?? []) : [];
  return (
    <section className={classes.inside} aria-label={step.inside}>
      <div className={classes.insideHead}>
        <h2 className="label" title={step.insideHint}>
          {step.inside}
        </h2>
        <button
          type="button"
          className={classes.opener}
          data-action="open-lines"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? step.close : step.open}
        </button>
      </div>
      <ul>
        {placed.map((thread) => (
          <Line key={thread.thread} thread={thread} source={source} rows={rows} isOpen={isOpen} />
        ))}
      </ul>
    </section>
  );
}

type Placed = ThreadPreview & { readonly place: BytecodePlace };

interface LineProps {
  readonly thread: Placed;
  readonly source: string;
  readonly rows: readonly BytecodeRow[];
  readonly isOpen: boolean;
}

function Line({ thread, source, rows, isOpen }: LineProps) {
  const inside = insideLine(thread.place, source, rows);
  const [before, part, after] = inside.text;
  return (
    <li className={classes.insideLine} data-thread={thread.thread}>
      <span className={classes.insideText}>
        <ThreadBadge id={thread.thread} name={thread.name} />
        <code>
          {before}
          {part !== "" && <mark className={classes.part}>{part}</mark>}
          {after}
        </code>
      </span>
      {isOpen && <Bytecodes rows={inside.rows} next={inside.next} />}
    </li>
  );
}

function Bytecodes({ rows, next }: { readonly rows: readonly BytecodeRow[]; readonly next: number }) {
  const { step, words } = useStepWords();
  return (
    <ol className={classes.bytecodes}>
      {rows.map((row, index) => (
        <li
          key={row.offset}
          data-done={next >= 0 && index < next}
          aria-current={index === next ? "step" : undefined}
          title={row.visible ? words.visibleHint : undefined}
        >
          {index === next && <b className={classes.nextSign}>{step.nextPart}</b>}
          {row.name}
          {row.argument !== "" && <i>{row.argument}</i>}
          {row.visible && <span className={classes.stepSign}>{words.visibleMark}</span>}
        </li>
      ))}
    </ol>
  );
}
