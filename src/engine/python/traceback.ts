/**
 * Tracebacks as CPython 3.13 prints them: the way of an exception through the listing, oldest call first, then type and text.
 * Rule: frames of the prelude do not show; what is printed depends on the exception object and the program alone.
 */
import type { Code, CompiledProgram } from "./bytecode.ts";
import type { ExceptionParts, ObjectModel, TracebackEntry } from "./object-model.ts";
import type { PyRef } from "./values.ts";

/** Name of the listing in tracebacks. */
export const FILE_NAME = "listing.py";

const CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n";

/** Text of an exception, chained ones before it; ends with a newline. */
export function formatTraceback(program: CompiledProgram, objects: ObjectModel, exception: PyRef): string {
  return formatChain(program, objects, exception, new Set());
}

function formatChain(program: CompiledProgram, objects: ObjectModel, exception: PyRef, seen: Set<number>): string {
  seen.add(exception.at);
  const parts = objects.exceptionParts(exception);
  return (
    before(program, objects, parts, seen) + formatPlaces(program, parts.traceback) + lastLine(objects, exception, parts)
  );
}

function before(
  program: CompiledProgram,
  objects: ObjectModel,
  { cause, context, suppressesContext }: ExceptionParts,
  seen: Set<number>,
): string {
  if (cause !== null && !seen.has(cause.at)) return formatChain(program, objects, cause, seen) + CAUSE;
  if (cause === null && context !== null && !suppressesContext && !seen.has(context.at))
    return formatChain(program, objects, context, seen) + CONTEXT;
  return "";
}

function formatPlaces(program: CompiledProgram, places: readonly TracebackEntry[]): string {
  const lines = places.flatMap(({ code, instruction }) => formatPlace(program, program.codes[code], instruction));
  return lines.length === 0 ? "" : `Traceback (most recent call last):\n${foldRepeated(lines).join("")}`;
}

/** CPython prints a repeated place three times and counts the others. */
function foldRepeated(places: readonly string[]): readonly string[] {
  const folded: string[] = [];
  for (let i = 0; i < places.length; ) {
    let end = i + 1;
    while (end < places.length && places[end] === places[i]) end++;
    folded.push(...places.slice(i, Math.min(end, i + 3)));
    const more = end - i - 3;
    if (more > 0) folded.push(`  [Previous line repeated ${more} more time${more === 1 ? "" : "s"}]\n`);
    i = end;
  }
  return folded;
}

function formatPlace(program: CompiledProgram, code: Code, instruction: number): readonly string[] {
  if (code.internal) return [];
  const line = code.lines[instruction];
  const source = program.sourceLines[line - 1] ?? "";
  const head = `  File "${FILE_NAME}", line ${line}, in ${code.parts.qualifiedName}\n`;
  if (source.trim() === "") return [head];
  return [`${head}    ${source.trim()}\n${carets(code, instruction, source)}`];
}

/** The marks below a line; none where the instruction covers the whole line. */
function carets(code: Code, instruction: number, source: string): string {
  const { lines, endLines, columns, endColumns } = code.parts;
  const from = columns[instruction];
  const to = endLines[instruction] === lines[instruction] ? endColumns[instruction] : source.trimEnd().length;
  const indent = source.length - source.trimStart().length;
  if (from < 0 || to <= from || (from <= indent && to >= source.trimEnd().length)) return "";
  return `    ${" ".repeat(from - indent)}${"^".repeat(to - from)}\n`;
}

function lastLine(objects: ObjectModel, exception: PyRef, { typeName }: ExceptionParts): string {
  const text = objects.exceptionText(exception);
  const shown = typeof text === "string" ? text : "<exception str() failed>";
  return shown === "" ? `${typeName}\n` : `${typeName}: ${shown}\n`;
}
