/** The listing's bytecode as `dis` prints it, with the steps and the places where CPython may switch threads marked. */
import { Fragment } from "react";
import type { BytecodeRow } from "../../engine/program/listing.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { useSpeech } from "../shared/use-words.ts";
import classes from "./code.module.css";
import { tintOf } from "./StaticListing.tsx";
import type { ThreadLines } from "./thread-lines.ts";

interface Props {
  readonly rows: readonly BytecodeRow[];
  readonly threads: ThreadLines;
}

export function BytecodeTable({ rows, threads }: Props) {
  const { words } = useSpeech();
  const { line, offset, name, argument, marks } = words.bytecodeColumns;
  return (
    <table className={classes.bytecode}>
      <thead>
        <tr>
          {[line, offset, name, argument, marks].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Fragment key={index}>
            {row.function !== rows[index - 1]?.function && (
              <tr className={classes.functionRow}>
                <th colSpan={5} scope="rowgroup">
                  {row.function === "<module>" ? words.moduleLevel : `def ${row.function}`}
                </th>
              </tr>
            )}
            <Row
              row={row}
              first={row.line !== rows[index - 1]?.line || row.function !== rows[index - 1]?.function}
              here={threads.get(row.line) ?? []}
            />
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: BytecodeRow;
  /** Whether it is the first instruction of its line. */
  readonly first: boolean;
  readonly here: readonly number[];
}

function Row({ row, first, here }: RowProps) {
  const { words } = useSpeech();
  return (
    <tr style={here.length > 0 ? { background: tintOf(here[0]) } : undefined}>
      <td>
        {first && here.map((id) => <ThreadBadge key={id} id={id} />)} {first && row.line > 0 ? row.line : ""}
      </td>
      <td className="soft">{row.offset}</td>
      <td>{row.name}</td>
      <td>{row.argument}</td>
      <td>
        {row.visible && (
          <span className={classes.mark} title={words.visibleHint}>
            {words.visibleMark}
          </span>
        )}
        {row.switchPoint && (
          <span className={classes.mark} data-kind="switch" title={words.switchHint}>
            {words.switchMark}
          </span>
        )}
      </td>
    </tr>
  );
}
