/**
 * Tracebacks as CPython 3.13 prints them: the way of an exception through the listing, oldest call first, then type and text.
 * Rule: frames of the prelude do not show; what is printed depends on the exceptions, their texts and the program alone.
 */
import type { Address, Line } from "../base/ids.ts";
import type { Code, CompiledProgram } from "./bytecode.ts";
import type { ExceptionParts, ObjectModel, TracebackEntry } from "./object-model.ts";
import { markedLines } from "./traceback-marks.ts";
import type { PyRef } from "./values.ts";

/** Name of the listing in tracebacks. */
export const FILE_NAME = "listing.py";

/** How many times a place that calls itself is printed before it is counted. */
const REPEATS_SHOWN = 3;

const CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n";

interface Link {
  readonly exception: PyRef;
  readonly parts: ExceptionParts;
  /** What stands before it: the sentence that joins it to the former one; empty for the first. */
  readonly joined: string;
}

/** The exceptions that are printed, oldest first. */
function chainOf(objects: ObjectModel, exception: PyRef): Link[] {
  const links: Link[] = [];
  const seen = new Set<Address>();
  let at: PyRef | null = exception;
  while (at !== null) {
    seen.add(at.at);
    const parts: ExceptionParts = objects.exceptionParts(at);
    const { cause, context, suppressesContext } = parts;
    const byCause = cause !== null && !seen.has(cause.at);
    const byContext = cause === null && context !== null && !suppressesContext && !seen.has(context.at);
    links.unshift({ exception: at, parts, joined: byCause ? CAUSE : byContext ? CONTEXT : "" });
    at = byCause ? cause : byContext ? context : null;
  }
  return links;
}

/** All exceptions whose texts `formatTraceback` needs. */
export function printedExceptions(objects: ObjectModel, exception: PyRef): PyRef[] {
  return chainOf(objects, exception).map((link) => link.exception);
}

/**
 * Text of an exception, chained ones before it; ends with a newline. By address: `texts` is `str(exception)`, `hints` what is added to it.
 */
export function formatTraceback(
  program: CompiledProgram,
  objects: ObjectModel,
  exception: PyRef,
  texts: ReadonlyMap<Address, string>,
  hints: ReadonlyMap<Address, string>,
): string {
  return chainOf(objects, exception)
    .map(({ exception: each, parts, joined }) => {
      const text = (texts.get(each.at) ?? "") + (hints.get(each.at) ?? "");
      const notes = (parts.notes ?? []).map((note) => `${note}\n`).join("");
      return joined + formatPlaces(program, parts.traceback) + lastLine(parts.typeName, text) + notes;
    })
    .join("");
}

/** Line of the listing at which an exception was raised; 0 where none of its places is in the listing. */
export function lineOfRaise({ codes }: CompiledProgram, places: readonly TracebackEntry[]): Line {
  const place = places.findLast(({ code }) => !codes[code].internal);
  return place === undefined ? 0 : codes[place.code].parts.lines[place.instruction];
}

function formatPlaces(program: CompiledProgram, places: readonly TracebackEntry[]): string {
  const shown = places.filter(({ code }) => !program.codes[code].internal);
  if (shown.length === 0) return "";
  let text = "Traceback (most recent call last):\n";
  for (let i = 0; i < shown.length; ) {
    let end = i + 1;
    while (end < shown.length && isSamePlace(program, shown[i], shown[end])) end++;
    for (const place of shown.slice(i, Math.min(end, i + REPEATS_SHOWN)))
      text += formatPlace(program, program.codes[place.code], place.instruction);
    const more = end - i - REPEATS_SHOWN;
    if (more > 0) text += `  [Previous line repeated ${more} more time${more === 1 ? "" : "s"}]\n`;
    i = end;
  }
  return text;
}

function isSamePlace({ codes }: CompiledProgram, a: TracebackEntry, b: TracebackEntry): boolean {
  return a.code === b.code && codes[a.code].lines[a.instruction] === codes[b.code].lines[b.instruction];
}

function formatPlace(program: CompiledProgram, { parts }: Code, instruction: number): string {
  const line = parts.lines[instruction];
  const place = {
    line,
    endLine: parts.endLines[instruction],
    column: parts.columns[instruction],
    endColumn: parts.endColumns[instruction],
  };
  return `  File "${FILE_NAME}", line ${line}, in ${parts.name}\n${markedLines(program.sourceLines, place)}`;
}

function lastLine(typeName: string, text: string): string {
  return text === "" ? `${typeName}\n` : `${typeName}: ${text}\n`;
}
