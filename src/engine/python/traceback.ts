/**
 * Tracebacks as CPython 3.13 prints them: the way of an exception through the listing, oldest call first, then type and text.
 * Rule: frames of the prelude do not show; what is printed depends on the exception object and the program alone.
 */
import type { Code, CompiledProgram } from "./bytecode.ts";
import type { ExceptionParts, ObjectModel, TracebackEntry } from "./object-model.ts";
import { markedLines } from "./traceback-marks.ts";
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
  const shown = places
    .map(({ code, instruction }) => ({ code: program.codes[code], instruction }))
    .filter(({ code }) => !code.internal);
  return shown.length === 0 ? "" : `Traceback (most recent call last):\n${foldRepeated(program, shown).join("")}`;
}

interface ShownPlace {
  readonly code: Code;
  readonly instruction: number;
}

/** CPython prints a repeated line of one function three times and counts the others. */
function foldRepeated(program: CompiledProgram, places: readonly ShownPlace[]): readonly string[] {
  const folded: string[] = [];
  for (let i = 0; i < places.length; ) {
    let end = i + 1;
    while (end < places.length && isSameLine(places[end], places[i])) end++;
    folded.push(...places.slice(i, Math.min(end, i + 3)).map((place) => formatPlace(program, place)));
    const more = end - i - 3;
    if (more > 0) folded.push(`  [Previous line repeated ${more} more time${more === 1 ? "" : "s"}]\n`);
    i = end;
  }
  return folded;
}

function isSameLine(a: ShownPlace, b: ShownPlace): boolean {
  return a.code.lines[a.instruction] === b.code.lines[b.instruction] && a.code.parts.name === b.code.parts.name;
}

function formatPlace(program: CompiledProgram, { code, instruction }: ShownPlace): string {
  const { name, endLines, columns, endColumns } = code.parts;
  const line = code.lines[instruction];
  const place = {
    line,
    endLine: endLines[instruction],
    column: columns[instruction],
    endColumn: endColumns[instruction],
  };
  return `  File "${FILE_NAME}", line ${line}, in ${name}\n${markedLines(program.sourceLines, place)}`;
}

function lastLine(objects: ObjectModel, exception: PyRef, { typeName }: ExceptionParts): string {
  const text = objects.exceptionText(exception);
  const shown = typeof text === "string" ? text : "<exception str() failed>";
  return shown === "" ? `${typeName}\n` : `${typeName}: ${shown}\n`;
}
