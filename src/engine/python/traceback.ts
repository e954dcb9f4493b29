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
const FILE_NAME = "listing.py";

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
  return chainOf(objects, exception).flatMap((link) => [
    link.exception,
    ...(link.parts.group ?? []).flatMap((one) => printedExceptions(objects, one)),
  ]);
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
  return new TracebackText(program, objects, texts, hints).format(exception);
}

/** Exceptions of a group that are printed. */
const WIDEST_GROUP = 15;

/** Source: CPython's `traceback.TracebackException.format`, which draws the members of a group inside each other. */
class TracebackText {
  readonly #program: CompiledProgram;
  readonly #objects: ObjectModel;
  readonly #texts: ReadonlyMap<Address, string>;
  readonly #hints: ReadonlyMap<Address, string>;
  #depth = 0;
  #mustClose = false;

  constructor(
    program: CompiledProgram,
    objects: ObjectModel,
    texts: ReadonlyMap<Address, string>,
    hints: ReadonlyMap<Address, string>,
  ) {
    this.#program = program;
    this.#objects = objects;
    this.#texts = texts;
    this.#hints = hints;
  }

  format(exception: PyRef): string {
    return chainOf(this.#objects, exception)
      .map((link) => (link.joined === "" ? "" : this.#emit(link.joined)) + this.#formatLink(link))
      .join("");
  }

  #formatLink({ exception, parts }: Link): string {
    const { group } = parts;
    if (group !== undefined && group.length > 0) return this.#formatGroup(exception, parts, group);
    return (
      this.#emit(formatPlaces(this.#program, parts.traceback, "Traceback")) + this.#emit(this.#ending(exception, parts))
    );
  }

  #formatGroup(exception: PyRef, parts: ExceptionParts, group: readonly PyRef[]): string {
    const isTop = this.#depth === 0;
    if (isTop) this.#depth++;
    const places = formatPlaces(this.#program, parts.traceback, "Exception Group Traceback");
    const text = this.#emit(places, isTop ? "+" : "|") + this.#emit(this.#ending(exception, parts));
    const shown = group.slice(0, WIDEST_GROUP);
    const members = shown.map((one, i) => this.#formatMember(one, i, group.length)).join("");
    if (isTop) this.#depth = 0;
    return text + members;
  }

  #formatMember(exception: PyRef, index: number, count: number): string {
    const isLast = index === Math.min(count, WIDEST_GROUP) - 1;
    this.#mustClose = isLast;
    const head = `${this.#indent}${index === 0 ? "+-" : "  "}+---------------- ${index + 1} ----------------\n`;
    this.#depth++;
    const body = this.format(exception);
    const more = isLast && count > WIDEST_GROUP ? this.#emit(`and ${count - WIDEST_GROUP} more exceptions\n`) : "";
    const tail = isLast && this.#mustClose ? `${this.#indent}+------------------------------------\n` : "";
    if (isLast) this.#mustClose = false;
    this.#depth--;
    return head + body + more + tail;
  }

  get #indent(): string {
    return " ".repeat(2 * this.#depth);
  }

  /** Each line behind the margin of its group; `first` is the margin of the first. */
  #emit(text: string, first = "|"): string {
    if (this.#depth === 0 || text === "") return text;
    const lines = text.slice(0, -1).split("\n");
    return lines.map((line, i) => `${this.#indent}${i === 0 ? first : "|"} ${line}\n`).join("");
  }

  #ending({ at }: PyRef, { typeName, notes }: ExceptionParts): string {
    const text = (this.#texts.get(at) ?? "") + (this.#hints.get(at) ?? "");
    return lastLine(typeName, text) + (notes ?? []).map((note) => `${note}\n`).join("");
  }
}

/** Line of the listing at which an exception was raised; 0 where none of its places is in the listing. */
export function lineOfRaise({ codes }: CompiledProgram, places: readonly TracebackEntry[]): Line {
  const place = places.findLast(({ code }) => !codes[code].internal);
  return place === undefined ? 0 : codes[place.code].parts.lines[place.instruction];
}

function formatPlaces(program: CompiledProgram, places: readonly TracebackEntry[], title: string): string {
  const shown = places.filter(({ code }) => !program.codes[code].internal);
  if (shown.length === 0) return "";
  let text = `${title} (most recent call last):\n`;
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
