/** Shared values, with who wrote each last. */
import { useMemo } from "react";
import type { CellSnapshot, StateSnapshot } from "../../engine/trace/snapshot.ts";
import { threadColour } from "../shared/thread-colours.ts";
import { useSpeech } from "../shared/use-words.ts";
import { WrongValue } from "../shared/WrongValue.tsx";
import { useFacts } from "../state/use-facts.ts";
import { lostUpdateOf } from "../state/value-story.ts";
import { cellBefore } from "./before-step.ts";
import { More } from "./More.tsx";
import type { Names } from "./names.ts";
import { withoutTwins } from "./twins.ts";
import { Was } from "./Was.tsx";
import classes from "./inspector.module.css";

/** More rows than this are counted, not shown. */
const MOST_ROWS = 60;

interface Props {
  readonly cells: readonly CellSnapshot[];
  readonly names: Names;
  /** State before the step, where steps are taken. */
  readonly before: StateSnapshot | null;
  /** Whether more may come than the trace has. */
  readonly goesOn: boolean;
}

export function CellList({ cells: all, names, before, goesOn }: Props) {
  const { words } = useSpeech();
  const cells = withoutTwins(all);
  const wasOf = (cell: CellSnapshot) => cellBefore(before, cell);
  return (
    <section>
      <h2 className="label">{words.shared}</h2>
      {cells.length === 0 && <p className="soft">{goesOn ? words.noSharedYet : words.noSharedValues}</p>}
      <dl className={classes.rows}>
        {cells.slice(0, MOST_ROWS).map((cell) => (
          <div key={`${cell.object} ${cell.key?.repr ?? ""}`} className={classes.row}>
            <dt title={nameOf(cell)}>{nameOf(cell)}</dt>
            <dd className={classes.box} data-changed={wasOf(cell) !== undefined} title={cell.value?.repr}>
              {wasOf(cell) !== undefined && <Was text={wasOf(cell)?.value?.repr ?? words.missing} />}
              <CellValue place={nameOf(cell)} text={cell.value?.repr ?? words.missing} />
            </dd>
            <dd className={classes.aside}>
              {cell.writer === null ? (
                words.neverWritten
              ) : (
                <span style={{ color: threadColour(cell.writer) }} title={names.thread(cell.writer)}>
                  {words.writtenBy(names.badge(cell.writer))}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <More shown={MOST_ROWS} of={cells.length} />
    </section>
  );
}

function CellValue({ place, text }: { readonly place: string; readonly text: string }) {
  const result = useFacts((facts) => facts.result?.result ?? null);
  const playhead = useFacts((facts) => facts.playhead);
  const lost = useMemo(() => result && lostUpdateOf(result, place, playhead), [result, place, playhead]);
  return <WrongValue name={place} text={text} lost={lost} />;
}

/** As the listing writes it: `balance`, `counts[2]`, `account.total`. */
function nameOf({ name, kind, key }: CellSnapshot): string {
  if (key === undefined) return name;
  const isAttribute = (kind === "instance" || kind === "thread-local") && typeof key.plain === "string";
  return isAttribute ? `${name}.${key.plain}` : `${name}[${key.repr}]`;
}
