/** Which chapters the catalogue has: those with a scenario, and the one where the litmus tests stand. */
import type { Chapter } from "../../engine/program/scenario.ts";
import type { OutlineEntry } from "../state/desk.ts";

/** The litmus tests are no scenario, but stand in this chapter. */
export const LITMUS_CHAPTER: Chapter = "beyond";

export function isShown(chapter: Chapter, outline: readonly OutlineEntry[]): boolean {
  return chapter === LITMUS_CHAPTER || outline.some((one) => one.chapter === chapter);
}
