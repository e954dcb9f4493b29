/** Shared values, with who wrote each last. */
import type { CellSnapshot } from "../../engine/trace/snapshot.ts";
import { threadBadge, threadColour } from "../shared/thread-colours.ts";
import { useSpeech } from "../shared/use-words.ts";
import { More } from "./More.tsx";
import type { Names } from "./names.ts";
import classes from "./inspector.module.css";

/** More rows than this are counted, not shown. */
const MOST_ROWS = 60;

export function CellList({ cells, names }: { readonly cells: readonly CellSnapshot[]; readonly names: Names }) {
  const { words } = useSpeech();
  return (
    <section>
      <h2 className="label">{words.shared}</h2>
      {cells.length === 0 && <p className="soft">{words.noSharedValues}</p>}
      <dl className={classes.rows}>
        {cells.slice(0, MOST_ROWS).map((cell) => (
          <div key={`${cell.object} ${cell.key?.repr ?? ""}`} className={classes.row}>
            <dt title={nameOf(cell)}>{nameOf(cell)}</dt>
            <dd className={classes.box} title={cell.value?.repr}>
              {cell.value?.repr ?? words.missing}
            </dd>
            <dd className={classes.aside}>
              {cell.writer === null ? (
                words.neverWritten
              ) : (
                <span style={{ color: threadColour(cell.writer) }} title={names.thread(cell.writer)}>
                  {words.writtenBy(threadBadge(cell.writer))}
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

/** As the listing writes it: `balance`, `counts[2]`, `account.total`. */
function nameOf({ name, kind, key }: CellSnapshot): string {
  if (key === undefined) return name;
  const isAttribute = (kind === "instance" || kind === "thread-local") && typeof key.plain === "string";
  return isAttribute ? `${name}.${key.plain}` : `${name}[${key.repr}]`;
}
