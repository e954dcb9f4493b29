/**
 * What stands in memory though no event has told of it yet, beside what the events tell. Rule: a value from the start holds only as long as
 * nobody is known to have written there, nor to have changed the container as a whole.
 */
import type { ObjectId } from "../base/ids.ts";
import type { CellSnapshot, StandingCell } from "./snapshot.ts";

/** @param free the first number that is no object's */
export function withStanding(
  cells: readonly CellSnapshot[],
  standing: readonly StandingCell[],
  free: ObjectId,
): readonly CellSnapshot[] {
  const changed = new Set(cells.filter(isChangedWhole).map(({ name }) => name));
  const valid = standing.filter(({ name, key }) => key === undefined || !changed.has(name));
  const byPlace = new Map(valid.map((one) => [placeOf(one), one]));
  const told = new Set(cells.map(placeOf));
  const names = [...new Set(standing.map(({ name }) => name))];
  const objectOf = (name: string): ObjectId =>
    cells.find((cell) => cell.name === name && cell.key !== undefined)?.object ?? free + names.indexOf(name);
  const others = valid.filter((one) => !told.has(placeOf(one)));
  return [
    ...cells.map((cell) => withValue(cell, byPlace.get(placeOf(cell)))),
    ...others.map((one) => ({ ...one, object: objectOf(one.name), writer: null, writtenAt: null })),
  ];
}

function isChangedWhole({ kind, key, writer }: CellSnapshot): boolean {
  return kind !== "cell" && key === undefined && writer !== null;
}

function withValue(cell: CellSnapshot, standing: StandingCell | undefined): CellSnapshot {
  return cell.value === null && cell.writer === null && standing !== undefined
    ? { ...cell, value: standing.value }
    : cell;
}

function placeOf({ name, kind, key }: StandingCell | CellSnapshot): string {
  return `${kind} ${name} ${key?.repr ?? ""}`;
}
