/** The results as a text table, one line a kernel. */
import type { Row } from "./summary.ts";

const heading = ["name", "unit", "median", "low–high", "against", "ratio", "goal", "met"];

export function drawTable(rows: readonly Row[]): string {
  const lines = [heading, ...rows.map(cellsOf)];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const rule = widths.map((width) => "─".repeat(width));
  return [lines[0], rule, ...lines.slice(1)].map((line) => drawLine(line, widths)).join("\n");
}

function drawLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column]))
    .join("  ")
    .trimEnd();
}

function cellsOf(row: Row): string[] {
  const met = row.met === null ? "" : row.met ? "yes" : "no";
  const range = `${describeFigure(row.low)}–${describeFigure(row.high)}`;
  const ratio = row.ratio === null ? "" : row.ratio.toFixed(2);
  return [row.name, row.unit, describeFigure(row.median), range, row.against, ratio, row.goal, met];
}

/** Three digits that count, more only before the point: `0.0432`, `17.9`, `32 100 000`. */
function describeFigure(figure: number): string {
  if (figure >= 1000) return Math.round(figure).toLocaleString("en").replaceAll(",", " ");
  return figure.toPrecision(3);
}
