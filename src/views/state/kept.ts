/**
 * What the page remembers between visits: language, theme, which scenarios were run. Rule: a browser that keeps nothing
 * (storage refused or full) is no error; the page then forgets when it is closed.
 */
import type { Language } from "../../engine/program/scenario.ts";
import { LANGUAGES } from "../../engine/program/scenario.ts";
import type { Theme } from "./query.ts";
import { THEMES } from "./query.ts";

export interface Kept {
  readonly language: Language | null;
  readonly theme: Theme | null;
  /** Ids of scenarios that were run to their end here. */
  readonly visited: readonly string[];
}

/** Where texts are kept by name; `localStorage` in the page. */
export type Shelf = Pick<Storage, "getItem" | "setItem">;

const NAMES = { language: "interleave.language", theme: "interleave.theme", visited: "interleave.visited" } as const;

/** Reads what is kept; anything unreadable counts as not kept. */
export function readKept(shelf: Shelf | null): Kept {
  return {
    language: LANGUAGES.find((one) => one === readText(shelf, NAMES.language)) ?? null,
    theme: THEMES.find((one) => one === readText(shelf, NAMES.theme)) ?? null,
    visited: (readText(shelf, NAMES.visited) ?? "").split(" ").filter((id) => id !== ""),
  };
}

/** Keeps what is given. */
export function writeKept(shelf: Shelf | null, kept: Partial<Kept>): void {
  if (kept.language) writeText(shelf, NAMES.language, kept.language);
  if (kept.theme) writeText(shelf, NAMES.theme, kept.theme);
  if (kept.visited) writeText(shelf, NAMES.visited, kept.visited.join(" "));
}

/** The browser's own shelf, or null where it refuses to have one. */
export function browserShelf(): Shelf | null {
  try {
    return globalThis.localStorage;
  } catch {
    // Storage is switched off: nothing is kept, which is the reader's choice.
    return null;
  }
}

function readText(shelf: Shelf | null, name: string): string | null {
  try {
    return shelf?.getItem(name) ?? null;
  } catch {
    // As above: a refusal reads as "nothing kept".
    return null;
  }
}

function writeText(shelf: Shelf | null, name: string, text: string): void {
  try {
    shelf?.setItem(name, text);
  } catch {
    // Full or refused: the page works without.
  }
}
