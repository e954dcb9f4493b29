/** The colours of the theme on show, read again when the theme changes. */
import type { RefObject } from "react";
import { useLayoutEffect, useState } from "react";
import { readPalette } from "./palette.ts";
import type { Palette } from "./palette.ts";

/** null until the element is mounted. The root's attributes are watched too: the page may set them after this has rendered. */
export function usePalette(element: RefObject<Element | null>, theme: string): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useLayoutEffect(() => {
    const read = (): void => {
      if (element.current !== null) setPalette(readPalette(element.current, theme));
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
    return () => observer.disconnect();
  }, [element, theme]);
  return palette;
}
