/**
 * The colours that the canvases draw with, read from the page's custom properties once a theme.
 * Rule: no colour is written down in this folder but the fall-backs here, for a page without tokens.css.
 */
import type { ThreadId } from "../../engine/base/ids.ts";
import { threadColourName } from "../shared/thread-colours.ts";

export interface Palette {
  /** The theme that it was read under. */
  readonly theme: string;
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly edge: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly bad: string;
  readonly good: string;
  readonly wait: string;
  readonly onThread: string;
  readonly mono: string;
  readonly sans: string;
  thread(id: ThreadId): string;
}

const fallBack = {
  "--paper": "#fbfaf7",
  "--panel": "#fff",
  "--ink": "#1c1e24",
  "--soft": "#5d6270",
  "--line": "#e4e1d9",
  "--edge": "#8d8f98",
  "--accent": "#3557d6",
  "--on-accent": "#fff",
  "--bad": "#c3342b",
  "--good": "#1f7a4d",
  "--wait": "#d9a400",
  "--on-thread": "#fff",
  "--mono": "monospace",
  "--sans": "sans-serif",
} as const;

/** Reads the colours as they are now at `element`. */
export function readPalette(element: Element, theme: string): Palette {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const known = (name: keyof typeof fallBack): string => read(name, fallBack[name]);
  const threads = new Map<ThreadId, string>();
  return {
    theme,
    paper: known("--paper"),
    panel: known("--panel"),
    ink: known("--ink"),
    soft: known("--soft"),
    line: known("--line"),
    edge: known("--edge"),
    accent: known("--accent"),
    onAccent: known("--on-accent"),
    bad: known("--bad"),
    good: known("--good"),
    wait: known("--wait"),
    onThread: known("--on-thread"),
    mono: known("--mono"),
    sans: known("--sans"),
    thread(id) {
      const before = threads.get(id);
      if (before !== undefined) return before;
      const colour = read(threadColourName(id), known("--accent"));
      threads.set(id, colour);
      return colour;
    },
  };
}
