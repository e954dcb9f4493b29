/**
 * Keeps the focus of the keyboard inside an area when what had it goes away: a button that turned into another, a card that was closed.
 * Rule: it never takes the focus from anybody, and does nothing where the reader left of their own accord.
 */
import type { RefObject } from "react";
import { useEffect } from "react";

/** Marks what may take the focus of what went away inside it; it can be focused by script. */
const REFUGE = "[data-refuge]";

/** @param refuge selector of what takes the focus where no enclosing `data-refuge` is left */
export function useKeptFocus(root: RefObject<HTMLElement | null>, refuge: string): void {
  useEffect(() => {
    const area = root.current;
    if (area === null) return undefined;
    let last: Element | null = null;
    let refuges: readonly HTMLElement[] = [];
    const note = ({ target }: FocusEvent): void => {
      last = target as Element;
      refuges = enclosing(last);
    };
    const mend = (): void => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      const place = refuges.find((one) => one.isConnected) ?? area.querySelector<HTMLElement>(refuge);
      place?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(mend);
    observer.observe(area, { childList: true, subtree: true });
    area.addEventListener("focusin", note);
    return () => {
      observer.disconnect();
      area.removeEventListener("focusin", note);
    };
  }, [root, refuge]);
}

/** The refuges around an element, the nearest first. */
function enclosing(element: Element): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at = element.closest<HTMLElement>(REFUGE); at !== null; at = at.parentElement?.closest(REFUGE) ?? null)
    found.push(at);
  return found;
}
