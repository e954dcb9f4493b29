/**
 * The source lines of a place in a traceback, with the marks below them, as CPython 3.13's `traceback` module prints them: `~` under the
 * expression and `^` under what failed in it (an operator, brackets of a call or a subscript), `^` alone where it has no such
 * part, nothing where the marks would say nothing. Long expressions are shortened to the lines that matter.
 */
import { ListingError, SourceText } from "./compiler/diagnostics.ts";
import { parse } from "./compiler/parse-statements.ts";
import type { Expression, Statement } from "./compiler/tree.ts";

/** Where an instruction stands: lines from 1, columns from 0, the end behind the last character. */
export interface Place {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
}

/** A position among the lines shown: line from 0, column from 0. */
interface Spot {
  readonly line: number;
  readonly column: number;
}

/** What is marked with `^` within an expression. */
interface Anchors {
  readonly from: Spot;
  readonly to: Spot;
}

const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2fb}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The indented lines of a place; "" when the listing has nothing there. */
export function markedLines(sourceLines: readonly string[], place: Place): string {
  const original = sourceLines.slice(place.line - 1, place.endLine);
  if (original.every((line) => line.trim() === "")) return "";
  const lines = dedented(original);
  const cut = original[0].length - lines[0].length;
  const start: Spot = { line: 0, column: Math.max(0, place.column - cut) };
  const end: Spot = { line: lines.length - 1, column: Math.max(0, place.endColumn - cut) };
  const anchors = findAnchors(lines, start, end);
  const shows = place.column >= 0 && showsMarks(lines, start, end, anchors);
  const shown = shownLines(lines.length, anchors).map((line) =>
    typeof line === "string"
      ? line
      : shows
        ? `${lines[line]}\n${marksBelow(lines, line, start, end, anchors)}`
        : lines[line],
  );
  return `${dedented(shown.join("\n").split("\n"))
    .map((line) => `    ${line}`)
    .join("\n")}\n`;
}

/** Without the blanks that all lines begin with; blank lines count for nothing. */
function dedented(lines: readonly string[]): string[] {
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const indent = line.slice(0, line.length - line.trimStart().length);
    margin = margin === null ? indent : sharedStart(margin, indent);
  }
  const cut = margin?.length ?? 0;
  return lines.map((line) => (line.trim() === "" ? "" : line.slice(cut).trimEnd()));
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** First, last and the lines around the anchors; one line between is shown, more become a note. */
function shownLines(count: number, anchors: Anchors | null): (number | string)[] {
  const wanted = new Set([0, count - 1]);
  for (const spot of anchors === null ? [] : [anchors.from, anchors.to])
    for (const line of [spot.line - 1, spot.line, spot.line + 1]) if (line >= 0 && line < count) wanted.add(line);
  const shown: (number | string)[] = [];
  let before = -1;
  for (const line of [...wanted].sort((a, b) => a - b)) {
    if (line - before === 2) shown.push(line - 1);
    else if (line - before > 2) shown.push(`...<${line - before - 1} lines>...`);
    shown.push(line);
    before = line;
  }
  return shown;
}

function marksBelow(lines: readonly string[], line: number, start: Spot, end: Spot, anchors: Anchors | null): string {
  const text = lines[line];
  const indent = text.length - text.trimStart().length;
  const from = Math.max(displayWidth(text, indent), line === 0 ? displayWidth(text, start.column) : 0);
  const to = line === end.line ? displayWidth(text, end.column) : displayWidth(text, text.length);
  let marks = "";
  for (let column = 0; column < to; column++)
    marks += column < from ? " " : anchors === null || isWithin(lines, line, column, anchors) ? "^" : "~";
  return marks;
}

function isWithin(lines: readonly string[], line: number, column: number, { from, to }: Anchors): boolean {
  const isAfter = line > from.line || (line === from.line && column >= displayWidth(lines[from.line], from.column));
  const isBefore = line < to.line || (line === to.line && column < displayWidth(lines[to.line], to.column));
  return isAfter && isBefore;
}

/** Columns that the first characters take on a screen: two for a wide one. */
function displayWidth(text: string, characters: number): number {
  let width = 0;
  for (const c of text.slice(0, characters)) width += WIDE.test(c) ? 2 : 1;
  return width;
}

/**
 * Marks that cover all the lines say nothing, unless they have anchors; nor do those below a call that a `return` or an assignment
 * to a name is all about.
 */
function showsMarks(lines: readonly string[], start: Spot, end: Spot, anchors: Anchors | null): boolean {
  if (isWholeCall(lines, start, end)) return false;
  if (anchors !== null) return true;
  return lines[0].slice(0, start.column).trim() !== "" || lines[end.line].slice(end.column).trim() !== "";
}

function isWholeCall(lines: readonly string[], start: Spot, end: Spot): boolean {
  const text = lines.join("\n");
  // A return outside a function would not parse; within one it does.
  const isReturn = /^return\b/.test(text);
  const statement = firstStatement(isReturn ? `def f():\n ${text}` : text);
  const inner = statement?.kind === "FunctionDefinition" && isReturn ? statement.body[0] : statement;
  const shift = isReturn ? "def f():\n ".length : 0;
  const value = inner === undefined ? null : callOf(inner);
  if (value === null) return false;
  return value.start - shift === offsetOf(lines, start) && value.end - shift === offsetOf(lines, end);
}

function callOf(statement: Statement): Expression | null {
  if (statement.kind === "Return" && statement.value?.kind === "Call")
    return statement.value.callee.kind === "Name" ? statement.value : null;
  if (statement.kind === "Assign" && statement.value.kind === "Call")
    return statement.targets.length === 1 && statement.targets[0].kind === "Name" ? statement.value : null;
  return null;
}

function offsetOf(lines: readonly string[], spot: Spot): number {
  let offset = spot.column;
  for (let line = 0; line < spot.line; line++) offset += lines[line].length + 1;
  return offset;
}

function findAnchors(lines: readonly string[], start: Spot, end: Spot): Anchors | null {
  const text = lines.join("\n");
  const from = offsetOf(lines, start);
  const segment = text.slice(from, offsetOf(lines, end));
  // Brackets make a stretch of several lines one expression.
  const statement = firstStatement(`(\n${segment}\n)`);
  if (statement?.kind !== "ExpressionStatement") return null;
  const marked = anchorOffsets(statement.value, `(\n${segment}`);
  if (marked === null) return null;
  return { from: spotAt(lines, from + marked[0] - 2), to: spotAt(lines, from + marked[1] - 2) };
}

/** Offsets of the operator, or from the opening bracket to the end. */
function anchorOffsets(expression: Expression, text: string): [number, number] | null {
  switch (expression.kind) {
    case "BinaryOperation": {
      const at = find(text, expression.left.end, (c) => c.trim() !== "" && c !== ")");
      const isTwo = at + 1 < expression.right.start && /^[^\s\\#]$/.test(text[at + 1] ?? "");
      return [at, isTwo ? at + 2 : at + 1];
    }
    case "Subscript":
      return [find(text, expression.value.end, (c) => c === "["), expression.end];
    case "Call":
      return [find(text, expression.callee.end, (c) => c === "("), expression.end];
    default:
      return null;
  }
}

/** The next character that is wanted, comments and continued lines passed over. */
function find(text: string, from: number, isWanted: (c: string) => boolean): number {
  let at = from;
  while (at < text.length && !isWanted(text[at])) {
    if (text[at] === "#" || text[at] === "\\") at = text.indexOf("\n", at);
    at++;
  }
  return at;
}

function spotAt(lines: readonly string[], offset: number): Spot {
  let rest = offset;
  let line = 0;
  while (line < lines.length - 1 && rest > lines[line].length) rest -= lines[line++].length + 1;
  return { line, column: rest };
}

/** The first statement of a text; undefined where the text is no program. */
function firstStatement(text: string): Statement | undefined {
  try {
    return parse(new SourceText(`${text}\n`)).body[0];
  } catch (error) {
    if (error instanceof ListingError) return undefined;
    throw error;
  }
}
