/**
 * Lets chips move to where they have gone: from the place each had before this drawing to the one it has now. Rule: motion only where the
 * reader allows it, and short enough to be over before the next step.
 */
import type { RefObject } from "react";
import { useLayoutEffect, useRef } from "react";

const MOVE_MS = 170;

/** Chips are the elements inside `root` with a `data-chip`, which is their name from one drawing to the next. */
export function useMovingChips(root: RefObject<HTMLElement | null>): void {
  const before = useRef(new Map<string, DOMRect>());
  useLayoutEffect(() => {
    const now = new Map<string, DOMRect>();
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const chip of root.current?.querySelectorAll<HTMLElement>("[data-chip]") ?? []) {
      const name = String(chip.dataset["chip"]);
      const place = chip.getBoundingClientRect();
      now.set(name, place);
      if (!isStill) move(chip, before.current.get(name), place);
    }
    before.current = now;
  });
}

function move(chip: HTMLElement, from: DOMRect | undefined, to: DOMRect): void {
  if (from === undefined) {
    chip.animate([{ opacity: 0 }, { opacity: 1 }], { duration: MOVE_MS });
    return;
  }
  const [x, y] = [from.left - to.left, from.top - to.top];
  if (Math.abs(x) + Math.abs(y) < 2) return;
  chip.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], {
    duration: MOVE_MS,
    easing: "ease-out",
  });
}
