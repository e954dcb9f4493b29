/** The size of an element in CSS pixels, as it changes. */
import type { RefObject } from "react";
import { useLayoutEffect, useState } from "react";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Zero until the element is mounted. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null) return;
    const read = (): void => {
      const next = { width: Math.floor(node.clientWidth), height: Math.floor(node.clientHeight) };
      setSize((before) => (before.width === next.width && before.height === next.height ? before : next));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
