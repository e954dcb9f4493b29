/**
 * What is wrong with a listing, and how the compiler says so: places as offsets inside, lines and columns outside.
 * Rule: the first syntax error ends the compilation, as in Python; refusals of what Python has and we have not are collected.
 */
import type { Diagnostic } from "../../program/listing.ts";

/** A stretch of the source, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Ends the compilation: a syntax error in Python's words. */
export class ListingError extends Error {
  override readonly name = "ListingError";
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(`line ${diagnostic.line}, column ${diagnostic.column}: ${diagnostic.message}`);
    this.diagnostic = diagnostic;
  }
}

/** A source text with its line starts, and the refusals found in it so far. */
export class SourceText {
  readonly text: string;
  readonly lineStarts: readonly number[];
  readonly refusals: Diagnostic[] = [];
  /** The innermost bracket that is open where the text ends: told when the parser fails behind its line. */
  unclosed: { readonly text: string; readonly at: number } | null = null;

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
    this.lineStarts = starts;
  }

  /** Line of an offset, from 1. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Column of an offset, from 0. */
  columnAt(offset: number): number {
    return offset - this.lineStarts[this.lineAt(offset) - 1];
  }

  lineText(line: number): string {
    const start = this.lineStarts[line - 1];
    const end = line < this.lineStarts.length ? this.lineStarts[line] - 1 : this.text.length;
    return this.text.slice(start, end).replace(/\r$/, "");
  }

  diagnostic(span: Span, kind: Diagnostic["kind"], message: string, instead?: string): Diagnostic {
    const place = {
      line: this.lineAt(span.start),
      column: this.columnAt(span.start) + 1,
      endLine: this.lineAt(span.end),
      endColumn: this.columnAt(span.end) + 1,
    };
    return instead === undefined ? { ...place, kind, message } : { ...place, kind, message, instead };
  }

  /** @throws ListingError */
  fail(span: Span, message: string): never {
    throw new ListingError(this.diagnostic(span, "SyntaxError", message));
  }

  /** Notes a construct that Python has and this subset has not. */
  refuse(span: Span, message: string, instead?: string): void {
    this.refusals.push(this.diagnostic(span, "Unsupported", message, instead));
  }
}
