/** What the page needs of a compiled listing: its errors, its bytecode as text rows, its parameters. */
import type { Line } from "../base/ids.ts";
import type { Plain } from "../trace/trace.ts";

/** What a listing is written in. */
export const LISTING_LANGUAGES = ["python", "javascript"] as const;
export type ListingLanguage = (typeof LISTING_LANGUAGES)[number];

/** Something in a listing that cannot run. Columns count from 1, as CPython prints them. */
export interface Diagnostic {
  readonly line: Line;
  readonly column: number;
  readonly endLine: Line;
  readonly endColumn: number;
  /** `SyntaxError`, or `Unsupported` for what Python has and this subset has not yet. */
  readonly kind: "SyntaxError" | "Unsupported";
  /** Says what is wrong and names the construct. */
  readonly message: string;
  /** What to write instead, where there is something. */
  readonly instead?: string;
  /** The same two in Chinese, where they are the page's own words and not those of Python. */
  readonly chinese?: { readonly message: string; readonly instead?: string };
}

/** One instruction, as `dis` would print it. */
export interface BytecodeRow {
  readonly function: string;
  readonly line: Line;
  readonly offset: number;
  readonly name: string;
  readonly argument: string;
  /** Whether it is a visible operation (a step), and whether CPython 3.10+ may switch threads here. */
  readonly visible: boolean;
  readonly switchPoint: boolean;
  /** Offset it jumps to, where it does. */
  readonly jumpsTo?: number;
}

export interface Listing {
  readonly bytecode: readonly BytecodeRow[];
  /** Module-level `name = literal` at the listing's head. */
  readonly parameters: readonly { readonly name: string; readonly value: Plain; readonly line: Line }[];
}
