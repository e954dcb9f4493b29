/**
 * A name and the list behind it are two places of memory and one row on the screen. Rule: nothing that is known is left out; of two rows
 * that tell of one container the one with its contents stays.
 */
import type { CellSnapshot } from "../../engine/trace/snapshot.ts";

/** A container that a cell holds is told in the cell's row, contents and all, with whoever changed either last: it needs no row of its own. */
export function withoutTwins(cells: readonly CellSnapshot[]): readonly CellSnapshot[] {
  const held = new Set(cells.map(({ value }) => value?.object));
  const isTwin = ({ kind, key, object }: CellSnapshot) => kind !== "cell" && key === undefined && held.has(object);
  const twins = new Map(cells.filter(isTwin).map((twin) => [twin.object, twin]));
  return cells.filter((cell) => !isTwin(cell)).map((cell) => withLastWriter(cell, twins.get(cell.value?.object ?? -1)));
}

function withLastWriter(cell: CellSnapshot, twin: CellSnapshot | undefined): CellSnapshot {
  if (twin === undefined || (twin.writtenAt ?? -1) <= (cell.writtenAt ?? -1)) return cell;
  return { ...cell, writer: twin.writer, writtenAt: twin.writtenAt };
}
